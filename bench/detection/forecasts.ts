import type { LoopEstimate } from "../../protocol/estimate.ts";
import { type DurationMs, type EpochMs, hours, minutes } from "../../protocol/time.ts";
import { densityKgPerM3 } from "../../server/domain/loop/coolants.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { type Recording, truthRowAt } from "./recording.ts";

/** An estimate held against the truth, some time after a leak began or grew. */
export interface Forecast {
  readonly afterS: number;
  readonly trueKgPerH: number;
  /** `null`: no leak was known at the time. */
  readonly saidKgPerH: number | null;
  /** The 90 % interval of the rate held the truth; `null` as above. */
  readonly rateHeld: boolean | null;
  /** Time to the minimum inventory: by the truth, and as forecast; hours. `null`: never, or nothing said. */
  readonly trueLeftH: number | null;
  readonly leftH: readonly [low: number | null, middle: number | null, high: number | null] | null;
  readonly leftHeld: boolean | null;
  /** The truth of the time left was reached in the simulation, or is what the rate of the moment leaves. */
  readonly trueLeftBy: "simulation" | "rate" | null;
}

/** When forecasts are looked at, after the leak. */
export const forecastAfterMs: readonly DurationMs[] = [minutes(5), hours(1), hours(6)];

/** 90 % of a normal distribution are within this many standard deviations. */
const z90 = 1.645;

/** Less than this in the accumulator is nothing, L. */
const emptyL = 1e-3;

/** When the loop was down to its minimum, by the truth; `null`: not in what was simulated. */
export function minimumReachedMs({ truth }: Recording, loop: Loop): EpochMs | null {
  for (let row = 0; row < truth.atMs.length; row++) {
    if (truth.inventoryL[row]! <= loop.minimumInventoryL || truth.accumulatorLiquidL[row]! <= emptyL)
      return truth.atMs[row]!;
  }
  return null;
}

/** Holds an estimate against the truth of its moment, `afterS` seconds after the leak. */
export function holdForecast(
  recording: Recording,
  loop: Loop,
  { atMs, afterS, estimate }: { atMs: EpochMs; afterS: number; estimate: LoopEstimate | null },
): Forecast {
  const { truth } = recording;
  const row = truthRowAt(truth, atMs);
  const trueKgPerH = truth.leakKgPerS[row]! * 3600;
  const said = estimate?.leakKgPerH ?? null;
  const doubt = estimate?.leakSdKgPerH ?? 0;
  const trueLeft = toTrueLeft(recording, loop, { atMs, row });
  const left = estimate?.timeLeft ?? null;
  const toHours = (ms: DurationMs | null): number | null => (ms === null ? null : ms / hours(1));
  return {
    afterS,
    trueKgPerH,
    saidKgPerH: said,
    rateHeld: said === null ? null : Math.abs(said - trueKgPerH) <= z90 * doubt,
    trueLeftH: toHours(trueLeft?.ms ?? null),
    trueLeftBy: trueLeft?.by ?? null,
    leftH: left === null ? null : [toHours(left.p05Ms), toHours(left.p50Ms), toHours(left.p95Ms)],
    leftHeld:
      // Without a soonest time nothing was forecast: that would hold every truth.
      left === null || left.p05Ms === null || trueLeft === null
        ? null
        : left.p05Ms <= trueLeft.ms && trueLeft.ms <= (left.p95Ms ?? Number.POSITIVE_INFINITY),
  };
}

/** `null` when the minimum has passed already, or nothing leaks any more. */
function toTrueLeft(
  recording: Recording,
  loop: Loop,
  { atMs, row }: { atMs: EpochMs; row: number },
): { readonly ms: DurationMs; readonly by: "simulation" | "rate" } | null {
  const { truth } = recording;
  const reachedMs = minimumReachedMs(recording, loop);
  if (reachedMs !== null) return reachedMs <= atMs ? null : { ms: reachedMs - atMs, by: "simulation" };
  const spareL = truth.inventoryL[row]! - loop.minimumInventoryL;
  const litresPerS = (truth.leakKgPerS[row]! * 1000) / densityKgPerM3(loop.coolant, loop.referenceTempC);
  return litresPerS > 0 ? { ms: (spareL / litresPerS) * 1000, by: "rate" } : null;
}
