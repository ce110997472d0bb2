import { describe, expect, test } from "vitest";
import { findUntold } from "../../server/boundary/config.ts";
import { configOf, oneLoop, problemsOf, small } from "./config-cases.ts";

const nobody = "Name at least one address, or nobody is told.";

const peopleOf = (text: string) => configOf(`${text}\n${oneLoop}`).notice.people;

describe("mail.to", () => {
  test("makes a person of each address, told of everything", () => {
    const { notice, smtp, timetable } = configOf(`mail: { to: [Ann.B@example.org, x@y.z] }\n${oneLoop}`);
    expect(notice.people).toEqual([
      {
        id: "Ann.B-example.org",
        name: "Ann.B@example.org",
        mail: "Ann.B@example.org",
        webhook: null,
        fallback: null,
        quiet: [],
      },
      { id: "x-y.z", name: "x@y.z", mail: "x@y.z", webhook: null, fallback: null, quiet: [] },
    ]);
    expect(notice.routes).toEqual([
      {
        name: "everything",
        loops: null,
        severities: null,
        classes: null,
        verdicts: null,
        tell: ["Ann.B-example.org", "x-y.z"],
        escalate: [],
        repeatMs: 30 * 60_000,
      },
    ]);
    expect(smtp).toMatchObject({ url: null, from: "loopwatch@localhost" });
    expect(timetable.digestTo).toEqual(["Ann.B-example.org", "x-y.z"]);
  });

  test("may be left out, and then nobody is told", () => {
    const alone = configOf(oneLoop);
    expect(alone.notice).toMatchObject({ people: [], routes: [] });
    expect(findUntold(alone)).toEqual({ path: "mail.to", message: nobody });
    expect(findUntold(configOf(small))).toBeNull();
  });

  test("may be left out where there are people, and the sender stays", () => {
    const { notice, smtp } = configOf(
      `mail: { from: watch@example.org }\npeople: [{ id: ann, mail: ann@example.org }]\n${oneLoop}`,
    );
    expect(smtp.from).toBe("watch@example.org");
    expect(notice.routes.map(({ tell }) => tell)).toEqual([["ann"]]);
  });

  test("with the address of a person is that person", () => {
    const { notice } = configOf(
      `mail: { to: [Ann@Example.org, b@example.org, b@example.org] }\npeople: [{ id: ann, mail: ann@example.org }]\n${oneLoop}`,
    );
    expect(notice.people.map(({ id }) => id)).toEqual(["ann", "b-example.org"]);
    expect(notice.routes[0]?.tell).toEqual(["ann", "b-example.org"]);
  });

  test("gives two addresses that look alike in an id two ids", () => {
    const { notice } = configOf(`mail: { to: ["a+b@c.d", "a-b@c.d", "+@c.d"] }\n${oneLoop}`);
    expect(notice.people.map(({ id, mail }) => [id, mail])).toEqual([
      ["a-b-c.d", "a+b@c.d"],
      ["a-b-c.d-2", "a-b@c.d"],
      ["p--c.d", "+@c.d"],
    ]);
  });
});

describe("people", () => {
  test("have ways to be reached and quiet times in their zone", () => {
    const [ann, ben] = peopleOf(`zone: Europe/Berlin
webhooks: [{ id: pager, url: "https://example.org/p" }]
people:
  - id: ann
    name: Ann Example
    mail: ann@example.org
    fallback: pager
    quiet:
      - { from: 22:00, to: "7:00" }
      - { days: weekend, from: "00:00", to: "24:00", zone: America/New_York }
      - { days: [fri, mon], from: "12:30", to: "13:15" }
      - { days: weekdays, from: "18:00", to: "24:00" }
  - { id: ben, webhook: pager }`);
    expect(ann).toEqual({
      id: "ann",
      name: "Ann Example",
      mail: "ann@example.org",
      webhook: null,
      fallback: "pager",
      quiet: [
        { days: [1, 2, 3, 4, 5, 6, 7], fromMin: 1320, toMin: 420, zone: "Europe/Berlin" },
        { days: [6, 7], fromMin: 0, toMin: 0, zone: "America/New_York" },
        { days: [1, 5], fromMin: 750, toMin: 795, zone: "Europe/Berlin" },
        { days: [1, 2, 3, 4, 5], fromMin: 1080, toMin: 0, zone: "Europe/Berlin" },
      ],
    });
    expect(ben).toMatchObject({ name: "ben", mail: null, webhook: "pager", fallback: null, quiet: [] });
  });

  test("are all told of everything where no route and no mail.to is written", () => {
    const text =
      "people: [{ id: ann, mail: a@b.c }, { id: ben, mail: b@b.c }]\ngroups: [{ id: night, people: [ben] }]";
    const config = configOf(`${text}\n${oneLoop}`);
    expect(config.notice.routes).toMatchObject([{ name: "everything", tell: ["ann", "ben"] }]);
    expect(findUntold(config)).toBeNull();
  });

  test.each([
    [
      "nobody can reach",
      "people: [{ id: ann, fallback: pager }]\nwebhooks: [{ id: pager, url: 'http://a' }]",
      ["line 1: people[0]: Nothing reaches ann: give a mail or a webhook."],
    ],
    [
      "have an address that is none",
      "people: [{ id: ann, mail: ann }]",
      ["line 1: people[0].mail: Write an e-mail address like operator@example.org."],
    ],
    [
      "would smuggle a header into a mail",
      'people: [{ id: ann, mail: "a@b.c\\nBcc: d@e.f" }]',
      ["line 1: people[0].mail: Write an e-mail address like operator@example.org."],
    ],
    [
      "name a webhook that is not there",
      "people: [{ id: ann, webhook: pagr, fallback: x }]\nwebhooks: [{ id: pager, url: 'http://a' }]",
      [
        "line 1: people[0].webhook: There is no webhook called pagr; did you mean pager?",
        "line 1: people[0].fallback: There is no webhook called x.",
      ],
    ],
    [
      "fall back to the same way",
      "people: [{ id: ann, webhook: w, fallback: w }]\nwebhooks: [{ id: w, url: 'http://a' }]",
      [
        "line 1: people[0].fallback: This is the usual way already; a fallback is for when the usual way fails.",
      ],
    ],
    [
      "share an id, also with a group",
      "people: [{ id: a, mail: a@b.c }, { id: a, mail: b@b.c }]\ngroups: [{ id: a, people: [a] }]",
      [
        "line 1: people[1].id: There is another person called a.",
        "line 2: groups[0].id: There is another person or group called a.",
      ],
    ],
    [
      "have a slip in a key",
      "people: [{ id: a, mial: a@b.c }]",
      ["line 1: people[0].mial: There is no such setting; did you mean mail?"],
    ],
    [
      "rest on days, at times or in a zone that do not exist",
      'people: [{ id: a, mail: a@b.c, quiet: [{ days: [monday], from: "25:00", to: "7", zone: Europe/Berln }, { from: "24:01", to: "6:60", days: [], zone: "+01:00" }] }]',
      [
        "line 1: people[0].quiet[0].days: Write daily, weekdays, weekend, or a list like [mon, tue] (mon, tue, wed, thu, fri, sat, sun).",
        "line 1: people[0].quiet[0].from: Write a time of day like 06:00 or 22:30.",
        "line 1: people[0].quiet[0].to: Write a time of day like 06:00 or 22:30.",
        "line 1: people[0].quiet[0].zone: There is no such time zone; did you mean Europe/Berlin?",
        "line 1: people[0].quiet[1].days: This is empty.",
        "line 1: people[0].quiet[1].from: Write a time of day like 06:00 or 22:30.",
        "line 1: people[0].quiet[1].to: Write a time of day like 06:00 or 22:30.",
        "line 1: people[0].quiet[1].zone: There is no such time zone; write one like Europe/Berlin or UTC.",
      ],
    ],
  ])("who %s are a mistake", (_name, text, problems) => {
    expect(problemsOf(`${text}\n${oneLoop}`)).toEqual(problems);
  });
});

describe("groups", () => {
  test("stand for their people, each told once", () => {
    const { notice } =
      configOf(`people: [{ id: a, mail: a@b.c }, { id: b, mail: b@b.c }, { id: c, mail: c@b.c }]
groups: [{ id: day, people: [b, a, b] }, { id: all, people: [a, b, c] }]
routes: [{ name: x, tell: [c, day, all] }]
${oneLoop}`);
    expect(notice.routes[0]?.tell).toEqual(["c", "b", "a"]);
  });

  test.each([
    [
      "with a stranger in it",
      "groups: [{ id: g, people: [an] }]",
      "line 2: groups[0].people[0]: There is nobody called an; did you mean ann?",
    ],
    [
      "with a group in it",
      "groups: [{ id: g, people: [ann] }, { id: h, people: [group-one] }]",
      "line 2: groups[1].people[0]: There is nobody called group-one; people and groups of this file may be named.",
    ],
    [
      "without anybody",
      "groups: [{ id: g, people: [] }]",
      "line 2: groups[0].people: Name at least one person, or leave the group out.",
    ],
  ])("%s are a mistake", (_name, text, problem) => {
    expect(problemsOf(`people: [{ id: ann, mail: a@b.c }]\n${text}\n${oneLoop}`)).toEqual([problem]);
  });
});
