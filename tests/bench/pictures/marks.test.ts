import { describe, expect, test } from "vitest";
import { toEventWords } from "../../../bench/pictures/event-words.ts";
import type { ScenarioEvent } from "../../../simulator/description/scenario-description.ts";

const at = { atS: 0, forS: 60 };
const leak = {
  ...at,
  kind: "leak",
  from: "loop",
  at: "radiator",
  position: 1,
  size: { kind: "hole", holeMm: 0.8 },
  tail: "metastable",
  eFoldS: null,
  swing: null,
} as const;

const rows: readonly (readonly [string, ScenarioEvent, string | null])[] = [
  ["a hole", leak, "hole of 0.8 mm at radiator"],
  [
    "a growing seep",
    { ...leak, size: { kind: "rate", gPerDay: 10 }, eFoldS: 1 },
    "leak of 10 g/d at radiator, grows",
  ],
  ["a leak of gas", { ...leak, from: "gas side" }, "hole of 0.8 mm on the gas side"],
  ["less heat", { ...at, kind: "heat", factor: 0.7 }, "heat load × 0.7"],
  ["a valve that stays where it is", { ...at, kind: "bypass", opening: null }, "bypass valve stuck"],
  [
    "a fault of one sensor",
    {
      ...at,
      kind: "sensor fault",
      target: { channels: ["pump_out_pressure_kpa"] },
      fault: { kind: "drift", perDay: -0.5 },
      flaggedAfterS: null,
    },
    "pump out pressure drifts -0.5 a day",
  ],
  [
    "a fault of a box",
    {
      ...at,
      kind: "sensor fault",
      target: { box: "C1" },
      fault: { kind: "jump", share: 0.08 },
      flaggedAfterS: 20,
    },
    "box C1 jumps by 8 %",
  ],
  ["a gap, which is a field and not a line", { ...at, kind: "gap", name: "handover", planned: true }, null],
  ["a wandering load, which has no moment", { ...at, kind: "load wander", sd: 0.1, tauS: 600 }, null],
];

describe("the words of an event", () => {
  test.each(rows)("name %s", (_name, event, words) => {
    expect(toEventWords(event).begins).toBe(words);
  });

  test("give a colour to leaks and faults only", () => {
    expect(rows.map(([, event]) => toEventWords(event).isAbnormal)).toEqual([
      ...[true, true, true],
      ...[false, false],
      ...[true, true],
      ...[false, false],
    ]);
  });
});
