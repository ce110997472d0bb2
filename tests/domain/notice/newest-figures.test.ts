import { describe, expect, test } from "vitest";
import type { LoopEstimate } from "../../../protocol/estimate.ts";
import { withNewestFigures } from "../../../protocol/newest-figures.ts";
import { hours } from "../../../protocol/time.ts";
import { toAlarmViewOf } from "../../support/builders.ts";

const alarm = toAlarmViewOf({
  headline: "Coolant leak, 22.8 kg/h (one sensor only)",
  leakKgPerH: 22.8,
  leakSdKgPerH: 2,
});
const estimate: LoopEstimate = {
  loopId: alarm.loopId,
  atMs: alarm.openedMs + hours(1),
  detection: { kind: "leaking" },
  inventoryL: 40,
  inventorySdL: 1,
  bottomedOut: false,
  leakKgPerH: 26.51,
  leakSdKgPerH: 0.4,
  lostL: 9,
  timeLeft: { p05Ms: 1, p50Ms: 2, p95Ms: 3 },
};

describe("a leak that stands", () => {
  test("has the figures of the newest estimate, and its headline the same rate", () => {
    expect(withNewestFigures(alarm, estimate)).toEqual({
      ...alarm,
      headline: "Coolant leak, 26.5 kg/h (one sensor only)",
      leakKgPerH: 26.51,
      leakSdKgPerH: 0.4,
      lostL: 9,
      timeLeft: { p05Ms: 1, p50Ms: 2, p95Ms: 3 },
    });
  });

  test("keeps a headline that gives no rate", () => {
    const wet = { ...alarm, headline: "Coolant leak: the rope is wet" };
    expect(withNewestFigures(wet, estimate).headline).toBe(wet.headline);
  });

  test.each([
    { name: "without an estimate", view: alarm, known: null },
    { name: "that is no leak", view: { ...alarm, alarmClass: "process" as const }, known: estimate },
    { name: "that has returned", view: { ...alarm, state: "latched" as const }, known: estimate },
    { name: "newer than the estimate", view: alarm, known: { ...estimate, atMs: alarm.openedMs - 1 } },
    { name: "of which no rate was ever given", view: { ...alarm, leakKgPerH: null }, known: estimate },
    { name: "that the estimate does not have", view: alarm, known: { ...estimate, leakKgPerH: null } },
  ])("an alarm $name stays as it is", ({ view, known }) => {
    expect(withNewestFigures(view, known)).toBe(view);
  });
});
