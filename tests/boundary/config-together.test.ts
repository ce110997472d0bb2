import { describe, expect, test } from "vitest";
import { problemsOf } from "./config-cases.ts";

const loop = (id: string, more = "", channels = "[{ id: p, role: pressure, source: { field: p } }]") =>
  `  - { id: ${id}, ${more}channels: ${channels} }\n`;

describe("one run names", () => {
  test("wrong keys and names that nobody has, by line", () => {
    const file = `people:
  - { id: ann, mail: ann@example.org, phone: "112" }
  - { id: ben, webhook: pagr }
groups:
  - { id: all, people: [ann, bob] }
routes:
  - { tell: [al], colour: red }
  - { loops: [loop-9], tell: [ben], severities: [loud] }
webhooks:
  - { id: pager, url: here }
loops:
${loop("loop-1", "colant: water, ", "[{ id: p, role: pressure, source: { field: p } }, { id: p, role: flow, source: { field: q } }]")}${loop("loop-2", "learning: 1, source: { tags: { a: b } }, ")}zone: Nowhere
timetable: { digestTo: [david], digest: 6am }
`;
    expect(problemsOf(file)).toEqual([
      "line 2: people[0].phone: There is no such setting.",
      "line 3: people[1].webhook: There is no webhook called pagr; did you mean pager?",
      "line 5: groups[0].people[1]: There is nobody called bob; did you mean ben?",
      "line 7: routes[0].colour: There is no such setting.",
      "line 7: routes[0].tell[0]: There is nobody called al; did you mean all?",
      "line 8: routes[1].severities[0]: This must be one of: emergency, warning, caution, advisory.",
      "line 8: routes[1].loops[0]: There is no loop called loop-9; did you mean loop-1?",
      "line 10: webhooks[0].url: Write an address like https://example.org/hook.",
      "line 12: loops[0].colant: There is no such setting; did you mean coolant?",
      "line 12: loops[0].channels[1].id: There is another channel called p in this loop.",
      "line 13: loops[1].learning: Write a time span like 15 s, 5min, 3h or 2 d.",
      "line 14: zone: There is no such time zone; write one like Europe/Berlin or UTC.",
      "line 15: timetable.digest: Write a time of day like 06:00, or never.",
      "line 15: timetable.digestTo[0]: There is nobody called david; people and groups of this file may be named.",
    ]);
  });

  test("a series that a wrong loop and another one both claim", () => {
    const same = "[{ id: p, role: pressure, source: { tags: { a: b }, field: p } }]";
    const file = `loops:\n${loop("loop-1", "", same)}${loop("loop-2", "colant: water, ", same)}`;
    expect(problemsOf(file)).toEqual([
      "line 3: loops[1].colant: There is no such setting; did you mean coolant?",
      "line 3: loops[1].channels[0].source: This series already belongs to channel loop-1/p.",
    ]);
  });

  test("the true place of an item that stands behind a wrong one", () => {
    const file = `people:
  - mail: ann@example.org
  - { id: ben, mail: ben@example.org, fallback: pager }
loops:
${loop("loop-1", "", "[{ id: p }, { id: q, role: pressure, unit: degC, source: { field: q } }]")}`;
    expect(problemsOf(file)).toEqual([
      "line 2: people[0].id: This is missing.",
      "line 3: people[1].fallback: There is no webhook called pager.",
      "line 5: loops[0].channels[0].role: This is missing; it must be one of: pressure, temperature, flow, quantity, pump-speed, pump-power, current, vibration, make-up-volume, make-up-starts, make-up-running, reservoir, wetness, other.",
      "line 5: loops[0].channels[1].unit: A pressure channel is in kPa.",
    ]);
  });
});

describe("what a mistake brings about elsewhere is not told as a second one:", () => {
  test.each([
    ["the only address", `mail: { to: [nobody] }\nloops:\n${loop("a")}`, 1],
    [
      "a person's name",
      `people: [{ id: "a b", mail: a@example.org }]\nroutes: [{ tell: [a b] }]\nloops:\n${loop("a")}`,
      1,
    ],
    [
      "a route's condition",
      `people: [{ id: ann, mail: a@example.org }]\nroutes: [{ classes: [leek], tell: [ann] }, { tell: [ann] }]\nloops:\n${loop("a")}`,
      1,
    ],
    [
      "a loop's name",
      `people: [{ id: ann, mail: a@example.org }]\nroutes: [{ loops: [b], tell: [ann] }]\nloops:\n${loop("b", "learning: 5, ")}`,
      1,
    ],
    [
      "a loop's pressure",
      `loops:\n${loop("a", "presure: 304, ", "[{ id: p, role: pressure, source: { field: p }, limits: [{ above: 700, severity: caution }] }]")}`,
      1,
    ],
    ["a loop's source", `loops:\n${loop("a", "source: { fild: p }, ", "[{ id: p, role: pressure }]")}`, 1],
    ["the only channel", `loops:\n${loop("a", "", "[{ id: p, role: presure, source: { field: p } }]")}`, 1],
  ])("%s", (_name, file, count) => {
    expect(problemsOf(file)).toHaveLength(count);
  });
});
