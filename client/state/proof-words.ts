import type { LoopProof } from "../../protocol/incident.ts";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import { hours } from "../../protocol/time.ts";
import { toReadable, toSpan } from "../../protocol/units.ts";
import { toSentence } from "./words.ts";

/** A proof is tried every shift; what is older than two shifts is no news of today. */
const freshForMs: DurationMs = hours(16);

/** What is known of the detection of one loop, or of all. */
export interface ProofWords {
  readonly text: string;
  /** A leak that was put in was not found, or nothing was proven for long: somebody should look. */
  readonly isDoubtful: boolean;
}

const toProven = (foundMs: EpochMs | null, nowMs: EpochMs): string =>
  foundMs === null ? "never proven yet" : `last proven ${toSpan(Math.max(0, nowMs - foundMs))} ago`;

/** The last try on a loop. `nowMs` is the server's wall clock. */
export function toProofWords(proof: LoopProof | undefined, nowMs: EpochMs): ProofWords {
  if (!proof) return { text: "not tried yet", isDoubtful: false };
  const proven = toProven(proof.lastFoundMs, nowMs);
  const size = proof.leakKgPerH === null ? "" : ` of ${toReadable(proof.leakKgPerH, 2)} kg/h`;
  const { outcome } = proof;
  switch (outcome.kind) {
    case "found":
      return {
        text: `${proven}: a test leak${size} was found after ${toSpan(outcome.afterMs)}`,
        isDoubtful: proof.lastFoundMs === null || nowMs - proof.lastFoundMs > freshForMs,
      };
    case "missed":
      return {
        text: `a test leak${size} was NOT found within ${toSpan(outcome.waitedMs)}; ${proven}`,
        isDoubtful: true,
      };
    case "not tried":
      return {
        text: `${proven}; not tried now: ${toSentence(outcome.reason).slice(0, -1)}`,
        isDoubtful: false,
      };
  }
}

/** All loops in a few words: the one that was missed, else the oldest success. `null` while nothing was tried. */
export function toOverallProof(proofs: readonly LoopProof[], nowMs: EpochMs): ProofWords | null {
  if (proofs.length === 0) return null;
  const missed = proofs.filter(({ outcome }) => outcome.kind === "missed");
  if (missed.length > 0) {
    const loops = missed.length === 1 ? (missed[0]?.loopId ?? "") : `${missed.length} loops`;
    return { text: `detection not proven on ${loops}`, isDoubtful: true };
  }
  const found = proofs.flatMap(({ lastFoundMs }) => (lastFoundMs === null ? [] : [lastFoundMs]));
  if (found.length === 0) return { text: "detection not proven yet", isDoubtful: false };
  const oldestMs = Math.min(...found);
  return {
    text: `detection proven ${toSpan(Math.max(0, nowMs - oldestMs))} ago`,
    isDoubtful: nowMs - oldestMs > freshForMs,
  };
}
