import type { AnomalyState } from "./anomaly-state.ts";
import { normalS, weight } from "./follow-level.ts";

/** A level that stayed within a band of so many standard deviations ... */
const restBand = 4;

/** ... for so long, seconds, has come to rest. */
const restAfterS = 20;

/** Two change points of a loop are at least so far apart, milliseconds: one event moves several channels, not at once. */
const refractoryMs = 20_000;

/**
 * Follows the segment of channel `c`: it rests at a level, which is tracked; it leaves it by more than `threshold`
 * standard deviations; it comes to rest at another one.
 */
export function followSegment(state: AnomalyState, c: number, threshold: number, stepS: number): void {
  const { segment, low, high, restS, moving } = state;
  const level = state.fast[c]!;
  const deviation = state.deviation[c]!;
  if (Number.isNaN(segment[c]!)) segment[c] = state.normal[c]!;
  if (moving[c] === 0) {
    if (Math.abs(level - segment[c]!) <= threshold * deviation) {
      segment[c]! += (level - segment[c]!) * weight(stepS, normalS);
      return;
    }
    moving[c] = 1;
    restS[c] = 0;
    low[c] = level;
    high[c] = level;
    return;
  }
  low[c] = Math.min(low[c]!, level);
  high[c] = Math.max(high[c]!, level);
  restS[c]! += stepS;
  if (high[c]! - low[c]! > restBand * deviation) {
    low[c] = level;
    high[c] = level;
    restS[c] = 0;
  }
  if (restS[c]! < restAfterS) return;
  moving[c] = 0;
  segment[c] = level;
}

/** A change point: the first channel leaves its level, or the last one comes to rest. Writes `changed` and `changePointMs`. */
export function findChangePoint(state: AnomalyState, atMs: number): void {
  let moving = false;
  for (let c = 0; c < state.moving.length; c++) moving ||= state.moving[c] === 1;
  state.changed = moving !== state.loopMoving && !(atMs - state.changePointMs < refractoryMs);
  if (state.changed) state.changePointMs = atMs;
  state.loopMoving = moving;
}
