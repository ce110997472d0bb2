import type { DetectionState, LoopEstimate } from "../../../../protocol/estimate.ts";
import type { LoopProof } from "../../../../protocol/incident.ts";
import { type DurationMs, type EpochMs, hours, minutes } from "../../../../protocol/time.ts";
import { toReadable, toSpan } from "../../../../protocol/units.ts";
import type { Loop } from "../../loop/loop.ts";
import { isRough, toConfigured } from "../alarm-words.ts";
import { toUtcText } from "../utc.ts";
import type { LoopStanding } from "./digest-facts.ts";
import { toLine } from "./digest-words.ts";

/** Silence, learning and not knowing are not "no leak"; only a loop under evaluation counts as watched. */
export function isWatched({ estimate, signal }: LoopStanding): boolean {
  if (estimate === null || signal === null || signal.silent) return false;
  const { kind } = estimate.detection;
  return kind === "watching" || kind === "suspicious" || kind === "leaking";
}

/** A proof is made each shift; one from before the last two is old. */
const provenForMs = hours(24);

/** A synthetic leak was found lately, and not missed since. A loop that leaks needs no other proof. */
export function isProven({ proof, estimate }: LoopStanding, atMs: EpochMs): boolean {
  if (estimate?.detection.kind === "leaking") return true;
  if (proof === null || proof.outcome.kind === "missed") return false;
  return proof.lastFoundMs !== null && atMs - proof.lastFoundMs <= provenForMs;
}

/** How a loop is watched: unwatched ones should stand first. */
export function toLoopLine({ loop, estimate, signal, proof }: LoopStanding, atMs: EpochMs): string {
  return toLine(
    `${loop.name} (${loop.id}): ${estimate === null ? "no data yet" : toDetectionText(estimate.detection)}`,
    estimate === null ? null : toInventoryText(estimate, loop),
    signal?.silent
      ? `silent since ${signal.lastSampleMs === null ? "the start" : toUtcText(signal.lastSampleMs)}`
      : null,
    toProofText(proof, atMs),
  );
}

const toAgo = (ms: DurationMs): string => (ms < minutes(1) ? "just now" : `${toSpan(ms)} ago`);

function toProofText(proof: LoopProof | null, atMs: EpochMs): string {
  if (proof === null) return "detection was never tried";
  const { outcome, lastFoundMs, leakKgPerH } = proof;
  const size = leakKgPerH === null ? "" : ` of ${toReadable(leakKgPerH, 2)} kg/h`;
  const last = lastFoundMs === null ? "never proven" : `last proven ${toAgo(atMs - lastFoundMs)}`;
  switch (outcome.kind) {
    case "found":
      return `detection ${last}: a synthetic leak${size} was found after ${toSpan(outcome.afterMs)}`;
    case "missed":
      return `DETECTION NOT PROVEN: a synthetic leak${size} was not found within ${toSpan(outcome.waitedMs)}; ${last}`;
    case "not tried":
      return `detection ${last}, not tried now: ${outcome.reason}`;
  }
}

function toInventoryText({ inventoryL, inventorySdL, bottomedOut }: LoopEstimate, loop: Loop): string | null {
  if (inventoryL === null) return null;
  if (isRough(loop)) {
    const percent = toReadable((100 * inventoryL) / loop.chargeL, 2);
    return `inventory ${bottomedOut ? "at most" : "about"} ${percent} % of the charge`;
  }
  const sd = inventorySdL === null ? "" : ` ± ${toReadable(inventorySdL, 2)}`;
  const amount = bottomedOut ? `at most ${toReadable(inventoryL)} L` : `${toReadable(inventoryL)}${sd} L`;
  return `inventory ${amount} (minimum ${toConfigured(loop.minimumInventoryL)} L)`;
}

function toDetectionText(detection: DetectionState): string {
  switch (detection.kind) {
    case "no-data":
      return "no data";
    case "learning":
      return `learning, ${Math.round(100 * detection.progress)} % (${detection.reason})`;
    case "watching":
      return detection.smallestKgPerH === null
        ? "watching"
        : `watching, would find ${toReadable(detection.smallestKgPerH, 2)} kg/h within ten minutes`;
    case "suspicious":
      return "suspicious, not enough evidence yet";
    case "leaking":
      return "leaking";
    case "unknown":
      return `unknown (${detection.reason})`;
  }
}
