import { describe, expect, test } from "vitest";
import type { LoopEstimate } from "../../../protocol/estimate.ts";
import { hours, minutes } from "../../../protocol/time.ts";
import { toForecast } from "../../../server/domain/detection/forecast.ts";
import { toLoop } from "../../support/builders.ts";

/** HFE-7200 at 20 °C has 1431.36 kg/m³: this is one litre an hour. */
const litrePerHourKg = 1.43136;

const leaking: LoopEstimate = {
  loopId: "bench",
  atMs: 1_671_062_400_000,
  detection: { kind: "leaking" },
  inventoryL: 39,
  inventorySdL: 0.1,
  bottomedOut: false,
  leakKgPerH: litrePerHourKg,
  leakSdKgPerH: 0.1 * litrePerHourKg,
  lostL: 1,
  timeLeft: { p05Ms: hours(2), p50Ms: hours(3), p95Ms: null },
};

describe("the forecast of a known leak in silence", () => {
  test("takes off what leaves meanwhile, and its time", () => {
    const later = toForecast(toLoop(), leaking, hours(2));
    expect(later.inventoryL).toBeCloseTo(37, 6);
    expect(later.lostL).toBeCloseTo(3, 6);
    expect(later.atMs).toBe(leaking.atMs + hours(2));
    expect(later.timeLeft).toEqual({ p05Ms: 0, p50Ms: hours(1), p95Ms: null });
    expect(later).toMatchObject({ detection: { kind: "leaking" }, leakKgPerH: litrePerHourKg });
  });

  test("doubts more the longer it lasts", () => {
    const sds = [0, 30, 120, 600].map((min) => toForecast(toLoop(), leaking, minutes(min)));
    const rates = sds.map(({ leakSdKgPerH }) => leakSdKgPerH ?? 0);
    const levels = sds.map(({ inventorySdL }) => inventorySdL ?? 0);
    expect(rates.toSorted((a, b) => a - b)).toEqual(rates);
    expect(levels.toSorted((a, b) => a - b)).toEqual(levels);
    expect(rates[0]).toBeCloseTo(0.1 * litrePerHourKg, 9);
    // A quarter of the rate for each hour, together with what was there: sqrt(0.1² + 0.5²).
    expect(rates[2]).toBeCloseTo(Math.hypot(0.1, 0.5) * litrePerHourKg, 9);
  });

  test("never goes below nothing", () => {
    const later = toForecast(toLoop(), leaking, hours(1000));
    expect(later.inventoryL).toBe(0);
    expect(later.timeLeft).toEqual({ p05Ms: 0, p50Ms: 0, p95Ms: null });
  });

  test("of no time at all is the estimate itself", () => {
    expect(toForecast(toLoop(), leaking, 0)).toEqual(leaking);
  });

  test.each([
    ["without a leak", { ...leaking, leakKgPerH: null, leakSdKgPerH: null, lostL: null, timeLeft: null }],
    ["without an inventory", { ...leaking, inventoryL: null, inventorySdL: null }],
  ])("leaves an estimate %s as it is", (_name, estimate) => {
    expect(toForecast(toLoop(), estimate, hours(1))).toBe(estimate);
  });
});
