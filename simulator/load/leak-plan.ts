import type { EpochMs } from "../../protocol/time.ts";
import { createRandom } from "../random.ts";
import { emptyAfterS, lossAtOnsetKgPerH } from "./gas-spring.ts";
import { type LoadOptions, toLoadLoopId } from "./load-options.ts";

/** Holes from a pinhole that takes days to the size that ended MS-22's flight. */
export const smallestHoleMm = 0.05;
export const largestHoleMm = 1;

/** A leak of one loop, as the truth file tells it. */
export interface LoadLeak {
  readonly loop: string;
  readonly onsetMs: EpochMs;
  readonly holeMm: number;
  /** Loss at the onset, at the reference pressure; it falls with the pressure. */
  readonly leakKgPerH: number;
  /** The accumulator has no coolant left from here on. */
  readonly emptyMs: EpochMs;
}

/** Which loops leak, from when and through what hole. */
export interface LeakPlan {
  /** By loop; 0 where there is none. */
  readonly holeMm: Float64Array;
  /** By loop, after the start; Infinity where there is none. */
  readonly onsetS: Float64Array;
  /** In the order of the loops. */
  readonly leaks: readonly LoadLeak[];
}

/** Exactly the wanted share of the loops leaks, rounded; which ones, when and how much is drawn by the seed. */
export function createLeakPlan(options: Required<LoadOptions>): LeakPlan {
  const { loops, leakShare, seed, startMs, onset } = options;
  const holeMm = new Float64Array(loops);
  const onsetS = new Float64Array(loops).fill(Number.POSITIVE_INFINITY);
  for (const loop of drawLoops(loops, Math.round(loops * leakShare), seed)) {
    const random = createRandom(seed, `leak of ${toLoadLoopId(loop)}`);
    holeMm[loop] = smallestHoleMm * (largestHoleMm / smallestHoleMm) ** random.uniform();
    onsetS[loop] = (onset.fromMs + random.uniform() * (onset.toMs - onset.fromMs)) / 1000;
  }
  const leaks: LoadLeak[] = [];
  holeMm.forEach((hole, loop) => {
    if (hole === 0) return;
    const onsetMs = startMs + Math.round(onsetS[loop]! * 1000);
    leaks.push({
      loop: toLoadLoopId(loop),
      onsetMs,
      holeMm: hole,
      leakKgPerH: lossAtOnsetKgPerH(hole),
      emptyMs: onsetMs + Math.round(emptyAfterS(hole) * 1000),
    });
  });
  return { holeMm, onsetS, leaks };
}

/** `count` different loops, each choice equally likely: the first steps of a Fisher-Yates shuffle. */
function drawLoops(loops: number, count: number, seed: number): Uint32Array {
  const random = createRandom(seed, "leaking loops");
  const order = Uint32Array.from({ length: loops }, (_, loop) => loop);
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random.uniform() * (loops - i));
    const chosen = order[j]!;
    order[j] = order[i]!;
    order[i] = chosen;
  }
  return order.subarray(0, count);
}
