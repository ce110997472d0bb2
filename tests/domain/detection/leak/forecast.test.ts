import { expect, test } from "vitest";
import type { LoopEstimate } from "../../../../protocol/estimate.ts";
import { hours, minutes } from "../../../../protocol/time.ts";
import { toForecast } from "../../../../server/domain/detection/leak/forecast.ts";
import { densityKgPerM3 } from "../../../../server/domain/loop/coolants.ts";
import { toLoop } from "../../../support/builders.ts";

const loop = toLoop();
const kgPerL = densityKgPerM3(loop.coolant, loop.referenceTempC) / 1000;

/** At the reference state: 4 L of gas, and 2 L an hour go. */
const last: LoopEstimate = {
  loopId: loop.id,
  atMs: 1_700_000_000_000,
  detection: { kind: "leaking" },
  inventoryL: 40,
  inventorySdL: 0.05,
  bottomedOut: false,
  leakKgPerH: 2 * kgPerL,
  leakSdKgPerH: 0.1 * kgPerL,
  lostL: 1,
  timeLeft: { p05Ms: hours(1), p50Ms: hours(2), p95Ms: null },
};

test("an estimate without a leak stays as it is", () => {
  const healthy = { ...last, leakKgPerH: null };
  expect(toForecast(loop, healthy, hours(3))).toBe(healthy);
});

test("the loss goes on and falls with the pressure, in small steps as in one", () => {
  let inventoryL = 40;
  for (let s = 0; s < 3600; s++) inventoryL -= (2 / 3600) * Math.sqrt(4 / (44 - inventoryL));
  const later = toForecast(loop, last, hours(1));
  expect(later.inventoryL).toBeCloseTo(inventoryL, 2);
  expect(later.lostL).toBeCloseTo(1 + 40 - inventoryL, 2);
  expect(later.leakKgPerH! / kgPerL).toBeCloseTo(2 * Math.sqrt(4 / (44 - inventoryL)), 2);
});

test("doubt grows, and the accumulator runs empty", () => {
  const soon = toForecast(loop, last, minutes(30));
  const later = toForecast(loop, last, hours(3));
  expect(soon.leakSdKgPerH!).toBeGreaterThan(last.leakSdKgPerH!);
  expect(later.leakSdKgPerH! / later.leakKgPerH!).toBeGreaterThan(soon.leakSdKgPerH! / soon.leakKgPerH!);
  expect(soon.bottomedOut).toBe(false);
  expect(later.bottomedOut).toBe(true);
  expect(soon.timeLeft!.p05Ms!).toBeLessThan(minutes(30));
  expect(soon.timeLeft!.p50Ms).toBe(minutes(90));
});

test("there is never less than nothing", () => {
  const end = toForecast(loop, last, hours(500));
  expect(end.inventoryL).toBe(0);
  expect(end.timeLeft).toEqual({ p05Ms: 0, p50Ms: 0, p95Ms: null });
});
