import type { LoopEstimate, TimeLeft } from "../../../../protocol/estimate.ts";
import type { DurationMs } from "../../../../protocol/time.ts";
import { densityKgPerM3 } from "../../loop/coolants.ts";
import type { Loop } from "../../loop/loop.ts";
import { z95 } from "../../statistics/normal-tail.ts";

/** Each hour without data widens the doubt about the rate by this share of it. */
const doubtPerHour = 0.25;

const hourMs = 3_600_000;

/** A quantile of the time left, after more silence: nearer by what has passed, and farther out by what was not heard. */
const less = (ms: number | null, elapsedMs: DurationMs, stretch: number): number | null =>
  ms === null || !(stretch > 0) ? null : Math.max(0, Math.round((ms - elapsedMs) * stretch));

/** The time left after `elapsedMs` more in which nothing was heard. */
export function toTimeLeftLater(timeLeft: TimeLeft, elapsedMs: DurationMs): TimeLeft {
  const share = (doubtPerHour * elapsedMs) / hourMs;
  return {
    p05Ms: less(timeLeft.p05Ms, elapsedMs, 1 / (1 + z95 * share)),
    p50Ms: less(timeLeft.p50Ms, elapsedMs, 1),
    p95Ms: less(timeLeft.p95Ms, elapsedMs, 1 / (1 - z95 * share)),
  };
}

/**
 * What a known leak has come to, `elapsedMs` after the last estimate, while no data arrives. While the accumulator has
 * coolant its gas expands by what is lost, the pressure falls and with it the loss, as from a hole into vacuum:
 * q(t) = q₀ (1 + (3/2) q₀ t / V)^(-1/3), the closed form of q ∝ sqrt(1 / V), dV = q dt. Afterwards the rate stays what it
 * was then. Doubt grows. An estimate without a leak stays as it is.
 */
export function toForecast(loop: Loop, last: LoopEstimate, elapsedMs: DurationMs): LoopEstimate {
  if (last.leakKgPerH === null || last.inventoryL === null) return last;
  const elapsedH = elapsedMs / hourMs;
  const litresPerKg = 1000 / densityKgPerM3(loop.coolant, loop.referenceTempC);
  const lossLPerH = last.leakKgPerH * litresPerKg;
  const { gasL, volumeL } = loop.accumulator;
  const startL = Math.min(volumeL, Math.max(gasL / 10, gasL + loop.chargeL - last.inventoryL));
  const fellTo = (growth: number): number => growth ** (-1 / 3);
  // The hour at which the accumulator is empty: V grows by (1 + (3/2) q₀ t / V)^(2/3).
  const emptyH = last.bottomedOut ? 0 : (((volumeL / startL) ** 1.5 - 1) * startL) / (1.5 * lossLPerH);
  const withCoolantH = lossLPerH > 0 ? Math.min(elapsedH, emptyH) : 0;
  const growth = 1 + (1.5 * lossLPerH * withCoolantH) / startL;
  const slower = fellTo(growth);
  const lostL = startL * (growth ** (2 / 3) - 1) + slower * lossLPerH * (elapsedH - withCoolantH);
  const share = doubtPerHour * elapsedH;
  const sdKgPerH = slower * Math.hypot(last.leakSdKgPerH ?? 0, share * last.leakKgPerH);
  return {
    ...last,
    atMs: last.atMs + elapsedMs,
    inventoryL: Math.max(0, last.inventoryL - lostL),
    inventorySdL: Math.hypot(last.inventorySdL ?? 0, sdKgPerH * litresPerKg * elapsedH),
    bottomedOut: last.bottomedOut || elapsedH > emptyH,
    leakKgPerH: last.leakKgPerH * slower,
    leakSdKgPerH: sdKgPerH,
    lostL: last.lostL === null ? null : last.lostL + lostL,
    timeLeft: last.timeLeft && toTimeLeftLater(last.timeLeft, elapsedMs),
  };
}
