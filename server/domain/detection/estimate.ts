import type { DetectionState, LoopEstimate } from "../../../protocol/estimate.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { toSpan } from "../../../protocol/units.ts";
import type { Loop } from "../loop/loop.ts";
import type { ChannelHealth } from "../quality/channel-health.ts";
import { agreement } from "./accuse.ts";
import { toTimeLeftWithMakeUp } from "./follow-leak.ts";
import { toKgPerH } from "./verdict.ts";
import { isUsable, type Watch } from "./watch.ts";

/** The gas law with a roughly known accumulator gives the level only this well, as a share (gas cools as it expands). */
const modelDoubt = 0.1;

/** The smallest leak named on the page is the one that would be called within this time, seconds. */
const smallestWithinS = 600;

const emptyAccumulator = "the accumulator is empty, so that pressure no longer tells the inventory";

/** Sentences about channels that cannot be used now. */
export function complaints(loop: Loop, held: ChannelHealth, atMs: EpochMs): string[] {
  return loop.channels.flatMap((channel, i) => {
    const complaint = held.complaint(i, atMs);
    return complaint === null ? [] : [`${channel.name} ${complaint}`];
  });
}

/** What is known of the loop now; `levelL` is the inventory by its witness, `NaN` when none tells it. */
export function toEstimate(watch: Watch, levelL: number): LoopEstimate {
  const { loop, parts, leak } = watch;
  const follower = leak?.follower ?? null;
  const inventoryL = follower?.inventoryL ?? levelL;
  const known = !Number.isNaN(inventoryL);
  const scatterL = follower?.inventorySdL ?? parts.witnesses[0]?.bank.grainSdL() ?? 0;
  return {
    loopId: loop.id,
    atMs: parts.state.atMs,
    detection: toDetection(watch),
    inventoryL: known ? inventoryL : null,
    // Small changes are seen far better than the whole: the model's doubt grows with the distance from the charge.
    inventorySdL: known ? Math.hypot(scatterL, modelDoubt * (inventoryL - loop.chargeL)) : null,
    bottomedOut: follower?.bottomedOut ?? false,
    leakKgPerH: follower === null ? null : toKgPerH(loop, follower.lossLPerS),
    leakSdKgPerH: follower === null ? null : toKgPerH(loop, follower.lossSdLPerS),
    lostL: follower === null ? null : follower.lostL,
    timeLeft: leak === null ? null : toTimeLeftWithMakeUp(watch, leak),
  };
}

function toDetection(watch: Watch): DetectionState {
  const { loop, held, parts, leak } = watch;
  const { state, suspension } = parts;
  if (Number.isNaN(state.startMs)) return { kind: "no-data" };
  if (leak !== null) return { kind: "leaking" };
  const present = parts.witnesses.filter((witness) => isUsable(watch, witness));
  if (parts.witnesses.length === 0)
    return parts.anomaly.active
      ? { kind: "suspicious", strength: Math.min(1, parts.anomaly.strength) }
      : {
          kind: "unknown",
          reason: "no channel of this loop tells its inventory; it is watched for anything unusual",
        };
  if (present.length === 0) {
    const reasons = complaints(loop, held, state.atMs);
    return { kind: "unknown", reason: reasons.length > 0 ? reasons.join("; ") : emptyAccumulator };
  }
  if (state.dispute !== null) return { kind: "unknown", reason: "the sensors contradict each other" };
  if (!state.calibrated) {
    const done = state.atMs - state.startMs;
    const left = toSpan(Math.max(0, loop.learningMs - done));
    return {
      kind: "learning",
      progress: Math.min(1, done / loop.learningMs),
      reason: `learning how this loop breathes, ${left} of its time to go`,
    };
  }
  if (suspension.active(state.atMs / 1000))
    return {
      kind: "unknown",
      reason: `the loop settles after ${withArticle(suspension.reason ?? "change")}; only ruptures are called`,
    };
  const strength = Math.max(...present.map((witness) => witness.bank.strength));
  if (strength >= agreement) return { kind: "suspicious", strength: Math.min(1, strength) };
  const smallest = present[0]!.bank.smallestLPerS(smallestWithinS);
  return { kind: "watching", smallestKgPerH: smallest === null ? null : toKgPerH(loop, smallest) };
}

const withArticle = (noun: string): string =>
  noun === "maintenance" ? noun : `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
