import type { LoopEstimate, TimeLeft } from "../../../protocol/estimate.ts";
import type { DurationMs } from "../../../protocol/time.ts";
import { densityKgPerM3 } from "../loop/coolants.ts";
import type { Loop } from "../loop/loop.ts";

/** Each hour without data widens the doubt about the rate by this share of it. */
const doubtPerHour = 0.25;

const less = (ms: number | null, elapsedMs: DurationMs): number | null =>
  ms === null ? null : Math.max(0, ms - elapsedMs);

/**
 * What a known leak has come to, `elapsedMs` after the last estimate, while no data arrives: the rate goes on, the doubt
 * grows. An estimate without a leak stays as it is.
 */
export function toForecast(loop: Loop, last: LoopEstimate, elapsedMs: DurationMs): LoopEstimate {
  if (last.leakKgPerH === null || last.inventoryL === null) return last;
  const hours = elapsedMs / 3_600_000;
  const litresPerKg = 1000 / densityKgPerM3(loop.coolant, loop.referenceTempC);
  const lostL = last.leakKgPerH * litresPerKg * hours;
  const sdKgPerH = Math.hypot(last.leakSdKgPerH ?? 0, doubtPerHour * hours * last.leakKgPerH);
  const timeLeft: TimeLeft | null = last.timeLeft && {
    p05Ms: less(last.timeLeft.p05Ms, elapsedMs),
    p50Ms: less(last.timeLeft.p50Ms, elapsedMs),
    p95Ms: less(last.timeLeft.p95Ms, elapsedMs),
  };
  return {
    ...last,
    atMs: last.atMs + elapsedMs,
    inventoryL: Math.max(0, last.inventoryL - lostL),
    inventorySdL: Math.hypot(last.inventorySdL ?? 0, sdKgPerH * litresPerKg * hours),
    leakSdKgPerH: sdKgPerH,
    lostL: last.lostL === null ? null : last.lostL + lostL,
    timeLeft,
  };
}
