import { describe, expect, test } from "vitest";
import { findUntold } from "../../server/boundary/config.ts";
import { configOf, oneLoop, problemsOf } from "./config-cases.ts";

const people = "people: [{ id: ann, mail: a@b.c }, { id: ben, mail: b@b.c }, { id: cleo, mail: c@b.c }]";
const fileOf = (text: string): string => `${people}\n${text}\n${oneLoop}`;

describe("routes", () => {
  test("say who hears of what, who comes next, and how often", () => {
    const { routes } = configOf(
      fileOf(`groups: [{ id: all, people: [ann, ben, cleo] }]
routes:
  - name: leaks of loop 1
    loops: [loop-1]
    severities: [emergency, warning]
    classes: [leak]
    verdicts: [leak]
    tell: [ann]
    escalate:
      - { after: 10min, tell: [ben] }
      - { after: 25min, tell: [all] }
    repeat: 5min
  - { tell: [cleo], repeat: never }`),
    ).notice;
    expect(routes).toEqual([
      {
        name: "leaks of loop 1",
        loops: ["loop-1"],
        severities: ["emergency", "warning"],
        classes: ["leak"],
        verdicts: ["leak"],
        tell: ["ann"],
        escalate: [
          { afterMs: 600_000, tell: ["ben"] },
          { afterMs: 1_500_000, tell: ["ann", "ben", "cleo"] },
        ],
        repeatMs: 300_000,
      },
      {
        name: "route 2",
        loops: null,
        severities: null,
        classes: null,
        verdicts: null,
        tell: ["cleo"],
        escalate: [],
        repeatMs: null,
      },
    ]);
  });

  test("leave what they do not take to those of mail.to", () => {
    const { routes } = configOf(
      `mail: { to: [rest@b.c] }\n${fileOf("routes: [{ severities: [emergency], tell: [ann] }]")}`,
    ).notice;
    expect(routes.map(({ name, severities, tell }) => ({ name, severities, tell }))).toEqual([
      { name: "route 1", severities: ["emergency"], tell: ["ann"] },
      { name: "everything else", severities: null, tell: ["rest-b.c"] },
    ]);
  });

  test("that take everything leave out the last one, where its people are named in them", () => {
    const { routes } = configOf(
      `mail: { to: [a@b.c] }\n${fileOf("routes: [{ name: r, tell: [ann] }]")}`,
    ).notice;
    expect(routes.map(({ name }) => name)).toEqual(["r"]);
  });

  test("may take the monitor's own alarms by its name", () => {
    expect(problemsOf(fileOf("routes: [{ loops: [loopwatch], tell: [ann] }, { tell: [ben] }]"))).toEqual([]);
  });

  test("for the house or for advisories may stand below one for everything, which does not take these", () => {
    const below =
      "[{ tell: [ann] }, { classes: [house], tell: [ben] }, { severities: [advisory], tell: [cleo] }]";
    expect(problemsOf(fileOf(`routes: ${below}`))).toEqual([]);
  });

  test("may name a loop that has a mistake elsewhere", () => {
    const text = fileOf("routes: [{ loops: [loop-1], tell: [ann] }]").replace("chargeL: 100", "chargeL: 0");
    expect(problemsOf(text)).toEqual(["line 6: loops[0].chargeL: This must be more than 0."]);
  });

  test.each([
    [
      "names nobody that is known",
      "[{ tell: [anne, x@y.z] }]",
      [
        "line 2: routes[0].tell[0]: There is nobody called anne; did you mean ann?",
        "line 2: routes[0].tell[1]: Give x@y.z a name under people, and name it here.",
      ],
    ],
    [
      "escalates to a stranger",
      "[{ tell: [ann], escalate: [{ after: 5min, tell: [nightshift] }] }]",
      [
        "line 2: routes[0].escalate[0].tell[0]: There is nobody called nightshift; people and groups of this file may be named.",
      ],
    ],
    [
      "escalates backwards",
      "[{ tell: [ann], escalate: [{ after: 5min, tell: [ben] }, { after: 300s, tell: [cleo] }] }]",
      ["line 2: routes[0].escalate[1].after: Each step comes later than the one above (5 min)."],
    ],
    [
      "tells nobody",
      "[{ tell: [] }]",
      ["line 2: routes[0].tell: Name at least one person or group, or nobody is told."],
    ],
    [
      "reminds without a pause",
      "[{ tell: [ann], repeat: 59s }]",
      ["line 2: routes[0].repeat: This must be at least 1 min, or never."],
    ],
    [
      "names a loop, severity, class or verdict that is none",
      "[{ tell: [ann], loops: [loop-2, cooling] }, { tell: [ann], severities: [fatal], classes: [leaks], verdicts: [drip] }]",
      [
        "line 2: routes[1].severities[0]: This must be one of: emergency, warning, caution, advisory.",
        "line 2: routes[1].classes[0]: This must be one of: leak, sensor, data-path, process, limit, sensing, house.",
        "line 2: routes[1].verdicts[0]: This must be one of: leak, thermal transient, pump or valve change, fill or drain, gas-side loss, sensor fault, data-path fault, limit passed, loss of sensing, undelivered notices, detection not proven, units in doubt, unknown.",
        "line 2: routes[0].loops[0]: There is no loop called loop-2; did you mean loop-1?",
        "line 2: routes[0].loops[1]: There is no loop called cooling.",
      ],
    ],
    [
      "names a loop that is not there",
      "[{ tell: [ann], loops: [loop-2, cooling] }]",
      [
        "line 2: routes[0].loops[0]: There is no loop called loop-2; did you mean loop-1?",
        "line 2: routes[0].loops[1]: There is no loop called cooling.",
      ],
    ],
    [
      "has an empty list, which would fit nothing",
      "[{ tell: [ann], loops: [], severities: [] }]",
      ["line 2: routes[0].loops: This is empty.", "line 2: routes[0].severities: This is empty."],
    ],
    [
      "is called like another",
      "[{ name: r, severities: [caution], tell: [ann] }, { name: r, tell: [ben] }]",
      ['line 2: routes[1].name: There is another route called "r".'],
    ],
    [
      "comes after one that takes everything",
      "[{ tell: [ann] }, { name: leaks, classes: [leak], tell: [ben] }]",
      ['line 2: routes[1]: No alarm reaches "leaks": routes above it take every one that fits.'],
    ],
    [
      "is left nothing by several together",
      "[{ severities: [emergency, warning], tell: [ann] }, { severities: [caution, advisory], loops: [loop-1], tell: [ann] }, { name: rest, loops: [loop-1], tell: [ben] }]",
      ['line 2: routes[2]: No alarm reaches "rest": routes above it take every one that fits.'],
    ],
  ])("that %s is a mistake", (_name, routes, problems) => {
    expect(problemsOf(fileOf(`routes: ${routes}`))).toEqual(problems);
  });

  test("that leave nothing to mail.to are a mistake", () => {
    expect(problemsOf(`mail: { to: [rest@b.c] }\n${fileOf("routes: [{ tell: [ann] }]")}`)).toEqual([
      "line 1: mail.to: The routes leave no alarm for these people; name them in a route, or leave mail.to out.",
    ]);
  });
});

describe("a server", () => {
  test.each([
    ["starts where every leak has a route", "[{ classes: [leak], tell: [ann] }]", null],
    [
      "starts where nobody asks for advisories",
      "[{ severities: [emergency, warning, caution], tell: [ann] }]",
      null,
    ],
    [
      "does not start where nobody hears of a leak that is a caution",
      "[{ severities: [emergency, warning], tell: [ann] }]",
      "caution",
    ],
    ["does not start where nobody hears of a loop", "[{ loops: [loopwatch], tell: [ann] }]", "emergency"],
    ["does not start where nobody hears of leaks", "[{ classes: [sensor], tell: [ann] }]", "emergency"],
  ])("%s", (_name, routes, severity) => {
    const untold = findUntold(configOf(fileOf(`routes: ${routes}`)));
    if (severity === null) expect(untold).toBeNull();
    else
      expect(untold).toEqual({
        path: "routes",
        message: `Nobody would be told of a leak of loop loop-1 (severity ${severity}); a last route with nothing but tell takes what the others leave.`,
      });
  });
});
