import type { AnomalyState } from "./anomaly-state.ts";
import { suspicionFrom, suspicionS } from "./follow-level.ts";

/** A channel is back when its score fell below this share of the threshold (ISA-18.2 hysteresis). */
const backAt = 0.3;

/** Or below this share of its own largest score: a change that went back most of the way is over, what is left is new. */
const backShare = 0.3;

/** What is left after such a return is found within this time, seconds. */
const settlingS = 60;

/** A change that stays this long is the new normal, seconds: a shift has seen it and nothing goes on changing. */
const newNormalAfterS = 4 * 3600;

/** An excursion that went back by itself within this time is fleeting, seconds. */
const fleetingWithinS = 180;

/** A later one is told again when it is this much larger, or lasts this much longer, than those that went by themselves. */
const largerBy = 1.2;
const longerBy = 2;

/** Fleeting excursions are remembered about a day, seconds. */
const memoryS = 86_400;

/** Decides whether channel `c` is away from normal. `share`: its score over the threshold; `size`: its distance, own unit. */
export function judgeChannel(state: AnomalyState, c: number, share: number, stepS: number): void {
  const size = Math.abs(state.fast[c]! - state.normal[c]!);
  state.fleetingSize[c]! *= 1 - stepS / memoryS;
  state.fleetingS[c]! *= 1 - stepS / memoryS;
  if (state.away[c] === 1) judgeReturn(state, c, share, stepS);
  // What a change left behind is being found: until then the distance says nothing new.
  else if (state.settlingS[c]! <= 0) judgeDeparture(state, c, share, stepS);
  if (state.overS[c]! > 0) state.peakSize[c] = Math.max(state.peakSize[c]!, size);
}

function judgeDeparture(state: AnomalyState, c: number, share: number, stepS: number): void {
  const grown = state.suspicion[c]! + ((share - suspicionFrom) * stepS) / suspicionS;
  state.suspicion[c] = Math.min(1, Math.max(0, grown));
  if (share < backAt) forgetExcursion(state, c);
  else state.overS[c]! += stepS;
  if (share < 1 && state.suspicion[c]! < 1) return;
  const size = Math.abs(state.fast[c]! - state.normal[c]!);
  if (size <= largerBy * state.fleetingSize[c]! && state.overS[c]! <= longerBy * state.fleetingS[c]!) return;
  state.away[c] = 1;
  state.suspicion[c] = 0;
  state.peakScore[c] = share;
}

function judgeReturn(state: AnomalyState, c: number, share: number, stepS: number): void {
  state.overS[c]! += stepS;
  state.peakScore[c] = Math.max(state.peakScore[c]!, share);
  const isNormal = share < backAt;
  if (!isNormal && share >= backShare * state.peakScore[c]! && state.overS[c]! < newNormalAfterS) return;
  state.away[c] = 0;
  if (!isNormal) state.settlingS[c] = settlingS;
  if (state.overS[c]! < fleetingWithinS) {
    state.fleetingSize[c] = Math.max(state.fleetingSize[c]!, state.peakSize[c]!);
    state.fleetingS[c] = Math.max(state.fleetingS[c]!, state.overS[c]!);
  }
  forgetExcursion(state, c);
}

function forgetExcursion(state: AnomalyState, c: number): void {
  state.overS[c] = 0;
  state.peakScore[c] = 0;
  state.peakSize[c] = 0;
}
