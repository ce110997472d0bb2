import type { DetectionState } from "../../protocol/estimate.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { LoopProof } from "../../protocol/incident.ts";
import { type EpochMs, minutes } from "../../protocol/time.ts";
import { toSpan } from "../../protocol/units.ts";
import type { LoopDetector } from "../domain/detection/loop-detector.ts";
import { findStill } from "../domain/proof/find-still.ts";
import { createLeakSeed } from "../domain/proof/seed-leak.ts";
import type { DetectorShadow } from "./detector-shadow.ts";
import { type DetectorLane, evaluateEveryMs } from "./lane.ts";
import type { Clock } from "./ports.ts";

/** Tries whether a leak would be found now. */
export interface Prover {
  /** `lastFoundMs`: when a synthetic leak was last found on this loop, wall-clock time. */
  prove(loopId: LoopId, lastFoundMs: EpochMs | null): LoopProof;
}

/** What it works with. */
export interface ProverParts {
  readonly lane: (loopId: LoopId) => Pick<DetectorLane<LoopDetector>, "detector" | "shadow"> | null;
  /** Nothing is heard of this loop now. */
  readonly isSilent: (loopId: LoopId) => boolean;
  readonly clock: Pick<Clock, "nowMs">;
}

/**
 * The detector says what it would find within ten minutes; three times as much should leave no excuse. Where temperatures are
 * beyond those it has learnt it is slower than it says: then what it does find is told. A still sensor gets no second try.
 */
const sizeFactors = [3, 12] as const;

/** It then has to be found within this: the newest part of what is remembered, so that it is proven of the sensors as they are. */
const patienceMs = minutes(15);

/** The shadow runs for so long before the leak begins: a detector must see that it begins. */
const leadInMs = minutes(2);

/** A leak that was there for less time than this is no proof of anything when it is not found. */
const leastHeardMs = minutes(10);

/** What came of it, without whose and when. */
type Tried = Pick<LoopProof, "outcome" | "leakKgPerH">;

const notTried = (reason: string): Tried => ({ outcome: { kind: "not tried", reason }, leakKgPerH: null });

/** Puts a synthetic leak into a copy of what a loop has sent in the last twenty minutes. The loop itself never notices. */
export function createProver({ lane: laneOf, isSilent, clock }: ProverParts): Prover {
  /** What each loop would have found when that was last known, kg/h. */
  const smallestByLoop = new Map<LoopId, number>();

  const tryLoop = (loopId: LoopId): Tried => {
    const lane = laneOf(loopId);
    if (lane === null) return notTried("There is no such loop.");
    const { detection } = lane.detector.estimate();
    // Sensors that all stand still or are broken excuse nothing: that no leak would be found now is what a proof has to tell.
    const isBlind = detection.kind === "unknown" && lane.detector.blinded;
    const obstacle = isBlind ? null : toObstacle(detection);
    if (obstacle !== null) return notTried(obstacle);
    if (isSilent(loopId)) return notTried("Nothing is heard of this loop.");
    const shadow = lane.shadow();
    if (shadow === null || shadow.toMs - shadow.fromMs < leadInMs + leastHeardMs) return notTried(tooShort);
    const before = shadow.detector.estimate().detection;
    if (before.kind === "learning" || before.kind === "no-data") return notTried(tooShort);
    const smallestKgPerH = toSmallest(detection) ?? toSmallest(before) ?? smallestByLoop.get(loopId);
    if (smallestKgPerH === undefined) return notTried("It is not known yet how small a leak would be found.");
    smallestByLoop.set(loopId, smallestKgPerH);
    const still = findStill(lane.detector, shadow.toMs);
    const tried = playLeak(shadow, still, sizeFactors[0] * smallestKgPerH);
    const isExcused = tried.outcome.kind === "missed" && !still.some(Number.isFinite);
    const again = isExcused ? lane.shadow() : null;
    return again === null ? tried : playLeak(again, still, sizeFactors[1] * smallestKgPerH);
  };

  return {
    prove(loopId, lastFoundMs) {
      const atMs = clock.nowMs();
      const tried = tryLoop(loopId);
      const found = tried.outcome.kind === "found";
      return { loopId, ...tried, atMs, lastFoundMs: found ? atMs : lastFoundMs };
    },
  };
}

const toSmallest = (detection: DetectionState): number | null =>
  detection.kind === "watching" ? detection.smallestKgPerH : null;

/** Why nothing can be tried now; `null`: it can. A suspicion is none: a sensor that is frozen raises some. */
function toObstacle(detection: DetectionState): string | null {
  switch (detection.kind) {
    case "no-data":
      return "No telemetry has come from this loop yet.";
    case "learning":
      return `The loop is still being learnt: ${detection.reason}.`;
    case "leaking":
      return "A leak is annunciated already.";
    case "unknown":
      return `It cannot be told now whether there is a leak: ${detection.reason}.`;
    case "watching":
    case "suspicious":
      return null;
  }
}

function playLeak(
  { detector, fromMs, toMs, play }: DetectorShadow<LoopDetector>,
  still: readonly EpochMs[],
  kgPerH: number,
): Tried {
  const onsetMs = Math.max(fromMs + leadInMs, toMs - patienceMs);
  const { value } = detector.held.state.held;
  const before = still.map((stillSinceMs, i) => ({ value: value[i]!, stillSinceMs }));
  const seed = createLeakSeed(detector.loop, { onsetMs, kgPerH }, before);
  let foundMs: EpochMs | null = null;
  let heardMs = 0;
  play({
    take: (i, atMs, shown) => detector.take(i, atMs, seed.shows(i, atMs, shown)),
    operate: (operation, atMs) => detector.operate(operation, atMs),
    evaluate(atMs) {
      seed.tellChanges(atMs, (i, shown) => detector.take(i, atMs, shown));
      detector.evaluate(atMs);
      if (atMs > onsetMs) heardMs += evaluateEveryMs;
      if (detector.leaking) foundMs = atMs;
      return foundMs === null;
    },
  });
  if (foundMs !== null) return { outcome: { kind: "found", afterMs: foundMs - onsetMs }, leakKgPerH: kgPerH };
  // In a silence nothing can be found, and nothing is proven.
  if (heardMs < leastHeardMs)
    return notTried(`The loop was heard for ${toSpan(heardMs)} only of the last ${toSpan(toMs - onsetMs)}.`);
  return { outcome: { kind: "missed", waitedMs: toMs - onsetMs }, leakKgPerH: kgPerH };
}

const tooShort = "The loop has not been watched for long enough since the start.";
