import { describe, expect, test } from "vitest";
import { configOf, oneLoop, problemsOf, small } from "./config-cases.ts";

describe("what the file does not say of notices", () => {
  test("has sensible values", () => {
    const { smtp, webhooks, timetable, alarms, notice } = configOf(small);
    expect(smtp).toEqual({
      url: null,
      from: "loopwatch@localhost",
      replyTo: null,
      tls: "auto",
      caFile: null,
      connections: 4,
      dkim: null,
    });
    expect(webhooks).toEqual([]);
    expect(timetable).toEqual({
      zone: "UTC",
      digestAt: "06:00",
      digestTo: ["a-example.org"],
      shiftsAt: [],
      handoverTo: ["a-example.org"],
      heartbeat: null,
    });
    expect(alarms).toEqual({ callAgainAfterMs: 8 * 3_600_000, longestShelfMs: 24 * 3_600_000 });
    expect(notice.guidance).toEqual({ general: {}, byLoop: new Map() });
  });
});

describe("the mail server's section", () => {
  test("says how mails are handed over, and the environment where", () => {
    const { smtp } = configOf(
      `smtp: { tls: required, caFile: ca.pem, connections: 5, replyTo: desk@example.org, dkim: { domain: example.org, selector: mail, keyFile: dkim.pem } }\n${small}`,
      { SMTP_URL: "smtps://u:p@mail.example.org" },
    );
    expect(smtp).toEqual({
      url: "smtps://u:p@mail.example.org",
      from: "loopwatch@localhost",
      replyTo: "desk@example.org",
      tls: "required",
      caFile: "ca.pem",
      connections: 5,
      dkim: { domain: "example.org", selector: "mail", keyFile: "dkim.pem" },
    });
  });

  test.each([
    ["{ tls: yes }", "smtp.tls: This must be one of: auto, required, off."],
    [
      "{ tls: off, caFile: ca.pem }",
      "smtp.caFile: Without encryption there are no certificates; leave one of the two out.",
    ],
    [
      "{ password: hunter2 }",
      "smtp.password: Secrets do not belong in this file; set SMTP_URL in the environment.",
    ],
    [
      "{ host: mail.example.org }",
      "smtp.host: Secrets do not belong in this file; set SMTP_URL in the environment.",
    ],
    ["{ connections: 0 }", "smtp.connections: This must be at least 1."],
    ["{ replyTo: desk }", "smtp.replyTo: Write an e-mail address like operator@example.org."],
    ["{ dkim: { domain: example.org, selector: mail } }", "smtp.dkim.keyFile: This is missing."],
    [
      "{ dkim: { domain: 'a b', selector: m, keyFile: k } }",
      "smtp.dkim.domain: Write the domain that signs, such as example.org.",
    ],
    ["{ conections: 3 }", "smtp.conections: There is no such setting; did you mean connections?"],
  ])("is checked: %s", (section, problem) => {
    expect(problemsOf(`smtp: ${section}\n${small}`)).toEqual([`line 1: ${problem}`]);
  });
});

describe("webhooks", () => {
  const hooks =
    'webhooks: [{ id: pager-1.a, url: "https://example.org/hook?x=1" }, { id: am, url: "http://am:9093", shape: alertmanager }]';

  test("get their secrets from the environment", () => {
    const { webhooks } = configOf(`${hooks}\n${small}`, {
      WEBHOOK_SECRET_PAGER_1_A: " s3cret ",
      WEBHOOK_SECRET_AM: "",
    });
    expect(webhooks).toEqual([
      { id: "pager-1.a", url: "https://example.org/hook?x=1", shape: "loopwatch", secret: "s3cret" },
      { id: "am", url: "http://am:9093", shape: "alertmanager", secret: null },
    ]);
  });

  test("a secret without a webhook is a slip in its name", () => {
    const problems = problemsOf(`${hooks}\n${small}`, { WEBHOOK_SECRET_PAGER: "hunter2" });
    expect(problems).toEqual([
      "WEBHOOK_SECRET_PAGER: None of the webhooks of the configuration has this secret.",
    ]);
  });

  test.each([
    ["{ id: w, url: example.org }", "webhooks[0].url: Write an address like https://example.org/hook."],
    [
      "{ id: w, url: 'ftp://example.org' }",
      "webhooks[0].url: Write an address like https://example.org/hook.",
    ],
    [
      "{ id: w, url: 'https://u:hunter2@example.org' }",
      "webhooks[0].url: An account cannot be written into this address.",
    ],
    [
      "{ id: w, url: 'http://a', secret: hunter2 }",
      "webhooks[0].secret: Secrets do not belong in this file; set WEBHOOK_SECRET_ and the webhook's id in capitals in the environment.",
    ],
    [
      "{ id: w, url: 'http://a', shape: slack }",
      "webhooks[0].shape: This must be one of: loopwatch, alertmanager.",
    ],
    [
      "{ id: w, url: 'http://a' }, { id: w, url: 'http://b' }",
      "webhooks[1].id: There is another webhook called w.",
    ],
    [
      "{ id: a-b, url: 'http://a' }, { id: a.b, url: 'http://b' }",
      "webhooks[1].id: The secrets of a-b and a.b would both be in WEBHOOK_SECRET_A_B.",
    ],
  ])("are checked: %s", (list, problem) => {
    const problems = problemsOf(`webhooks: [${list}]\n${small}`);
    expect(problems).toEqual([`line 1: ${problem}`]);
    expect(problems.join()).not.toContain("hunter2");
  });
});

describe("the timetable", () => {
  const people = "people: [{ id: ann, mail: a@b.c }, { id: ben, mail: b@b.c }]";

  test("has times of day in the zone, and its readers", () => {
    const { timetable } = configOf(`zone: Europe/Berlin
${people}
timetable:
  digest: 7:30
  digestTo: [ann]
  shifts: ["22:00", "6:00", "14:00", "24:00"]
  handoverTo: [ben]
  heartbeat: { url: "https://example.org/ping/123", every: 5min }
${oneLoop}`);
    expect(timetable).toEqual({
      zone: "Europe/Berlin",
      digestAt: "07:30",
      digestTo: ["ann"],
      shiftsAt: ["00:00", "06:00", "14:00", "22:00"],
      handoverTo: ["ben"],
      heartbeat: { url: "https://example.org/ping/123", everyMs: 300_000 },
    });
  });

  test("goes to everybody where it does not say to whom", () => {
    expect(configOf(`${people}\n${oneLoop}`).timetable).toMatchObject({ digestTo: ["ann", "ben"] });
  });

  test("may have no digest", () => {
    expect(configOf(`timetable: { digest: never }\n${small}`).timetable.digestAt).toBeNull();
  });

  test.each([
    ["{ digest: noon }", "timetable.digest: Write a time of day like 06:00, or never."],
    [
      "{ digest: never, digestTo: [ann] }",
      "timetable.digestTo: There is no digest to send; give it a time, or leave this out.",
    ],
    [
      "{ handoverTo: [ann] }",
      "timetable.handoverTo: There is no hand-over without shifts; say when they begin.",
    ],
    ["{ digestTo: [bert] }", "timetable.digestTo[0]: There is nobody called bert; did you mean ben?"],
    ['{ shifts: ["06:00", "6:00"] }', "timetable.shifts[1]: 06:00 is there already."],
    ["{ shifts: [6] }", "timetable.shifts[0]: Write a time of day like 06:00 or 22:30."],
    [
      "{ heartbeat: { url: here } }",
      "timetable.heartbeat.url: Write an address like https://example.org/hook.",
    ],
    [
      "{ heartbeat: { url: 'http://a', every: 5s } }",
      "timetable.heartbeat.every: This must be at least 10 s.",
    ],
    [
      "{ heartbeat: { url: 'http://a', evry: 5s } }",
      "timetable.heartbeat.evry: There is no such setting; did you mean every?",
    ],
  ])("is checked: %s", (section, problem) => {
    expect(problemsOf(`timetable: ${section}\n${people}\n${oneLoop}`)).toEqual([`line 1: ${problem}`]);
  });

  test("is in a zone that exists", () => {
    expect(problemsOf(`zone: Mars\n${small}`)).toEqual([
      "line 1: zone: There is no such time zone; write one like Europe/Berlin or UTC.",
    ]);
  });
});

describe("alarms' life", () => {
  test("may be set", () => {
    const { alarms } = configOf(`alarms: { callAgainAfter: never, longestShelf: 2d }\n${small}`);
    expect(alarms).toEqual({ callAgainAfterMs: null, longestShelfMs: 172_800_000 });
  });

  test.each([
    ["{ callAgainAfter: later }", "alarms.callAgainAfter: Write a time span like 30min or 8h, or never."],
    ["{ longestShelf: never }", "alarms.longestShelf: Write a time span like 15 s, 5min, 3h or 2 d."],
  ])("is checked: %s", (section, problem) => {
    expect(problemsOf(`alarms: ${section}\n${small}`)).toEqual([`line 1: ${problem}`]);
  });
});

describe("guidance", () => {
  test("is by verdict or class, for all loops and for one", () => {
    const { guidance } = configOf(
      `guidance: { general: { leak: Close SV-3., sensor fault: Call instrumentation. } }\n${small.replace(
        "coolant: water",
        "guidance: { leak: Close SV-7. }\n    coolant: water",
      )}`,
    ).notice;
    expect(guidance.general).toEqual({ leak: "Close SV-3.", "sensor fault": "Call instrumentation." });
    expect([...guidance.byLoop]).toEqual([["loop-1", { leak: "Close SV-7." }]]);
  });

  test("for something that no alarm is about is a mistake", () => {
    expect(problemsOf(`guidance: { general: { leek: Soup. } }\n${small}`)).toEqual([
      "line 1: guidance.general.leek: There is no such setting; did you mean leak?",
    ]);
    expect(problemsOf(small.replace("coolant: water", "guidance: { leaks: x }"))).toEqual([
      "line 4: loops[0].guidance.leaks: There is no such setting; did you mean leak?",
    ]);
  });
});

test("no loop may have the name of the monitor's own alarms", () => {
  expect(problemsOf(small.replace("id: loop-1", "id: loopwatch"))).toEqual([
    "line 3: loops[0].id: loopwatch is the name under which the monitor's own alarms go; take another.",
  ]);
});
