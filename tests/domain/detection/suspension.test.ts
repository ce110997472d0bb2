import { describe, expect, test } from "vitest";
import { createSuspension } from "../../../server/domain/detection/suspension.ts";
import { copyState } from "../../../server/domain/statistics/copy-state.ts";

describe("scales held back", () => {
  test("are not while nobody works on the loop", () => {
    const suspension = createSuspension();
    expect(suspension.active(0)).toBe(false);
    expect(suspension.declared(0)).toBe(false);
    expect(suspension.valvesMove(0)).toBe(false);
    expect(suspension.reason).toBeNull();
  });

  test.each([
    ["pump change", 1200],
    ["pump stopped", 1200],
    ["refill", 2400],
    ["isolation", 3600],
    ["reopening", 1800],
    ["maintenance", 14_400],
  ] as const)("after a %s are for %i s, and then no longer", (reason, lengthS) => {
    const suspension = createSuspension();
    suspension.begin(reason, 100);
    expect(suspension.active(100 + lengthS - 1)).toBe(true);
    expect(suspension.active(100 + lengthS)).toBe(false);
    expect(suspension.sinceS).toBe(100);
  });

  test.each([
    ["pump change", false, false],
    ["pump stopped", false, false],
    ["refill", true, false],
    ["isolation", true, true],
    ["reopening", true, true],
    ["maintenance", true, true],
  ] as const)("by a %s: declared %s, valves on their way %s", (reason, declared, valves) => {
    const suspension = createSuspension();
    suspension.begin(reason, 0);
    expect(suspension.declared(10)).toBe(declared);
    expect(suspension.valvesMove(10)).toBe(valves);
    expect(suspension.valvesMove(240)).toBe(false);
  });

  test("by a second reason are so for longer, and since the first", () => {
    const suspension = createSuspension();
    suspension.begin("reopening", 0);
    suspension.begin("isolation", 600);
    expect(suspension.sinceS).toBe(0);
    expect(suspension.active(4199)).toBe(true);
    expect(suspension.active(4200)).toBe(false);
  });

  test("by a shorter second reason are so no shorter", () => {
    const suspension = createSuspension();
    suspension.begin("maintenance", 0);
    suspension.begin("pump change", 60);
    expect(suspension.active(14_399)).toBe(true);
  });

  test.each([
    [
      "what a person declared explains what the pump does because of it",
      "maintenance",
      "pump stopped",
      "maintenance",
    ],
    ["what a person declares later explains more than the pump", "pump change", "maintenance", "maintenance"],
    ["of two things that persons declared the newest explains most", "refill", "isolation", "isolation"],
  ] as const)("%s", (_name, first, second, reason) => {
    const suspension = createSuspension();
    suspension.begin(first, 0);
    suspension.begin(second, 60);
    expect(suspension.reason).toBe(reason);
    expect(suspension.declared(61)).toBe(true);
  });

  test("take the pump's name again when what was declared is over", () => {
    const suspension = createSuspension();
    suspension.begin("reopening", 0);
    suspension.begin("pump change", 2000);
    expect(suspension.reason).toBe("pump change");
    expect(suspension.declared(2001)).toBe(false);
    expect(suspension.sinceS).toBe(2000);
  });

  test("are held by a copy on its own", () => {
    const suspension = createSuspension();
    const copy = createSuspension(copyState(suspension.state));
    copy.begin("refill", 0);
    expect(copy.active(1)).toBe(true);
    expect(suspension.active(1)).toBe(false);
  });
});
