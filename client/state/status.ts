import type { AlarmView, Severity } from "../../protocol/alarm.ts";
import type { DetectionState, LoopEstimate } from "../../protocol/estimate.ts";
import type { LoopSignal } from "../../protocol/wire.ts";
import { severityWord } from "./alarm-words.ts";
import { isOpen, sortByUrgency } from "./urgency.ts";

/** Astro UXDS's six statuses. Each has its own shape, so that none depends on its colour. */
export type Status = "off" | "standby" | "normal" | "caution" | "serious" | "critical";

/** Our severities in those six. */
export const statusOfSeverity: Readonly<Record<Severity, Status>> = {
  emergency: "critical",
  warning: "serious",
  caution: "caution",
  advisory: "standby",
};

/** A status with the word that goes beside its shape. */
export interface StatusWord {
  readonly status: Status;
  readonly word: string;
}

/** A detection state as shape and word. Not enough evidence is its own state, never "normal". */
export function toDetectionStatus(detection: DetectionState): StatusWord {
  switch (detection.kind) {
    case "no-data":
      return { status: "off", word: "No data" };
    case "learning":
      return { status: "standby", word: `Learning, ${Math.round(detection.progress * 100)} %` };
    case "watching":
      return { status: "normal", word: "Watching" };
    case "suspicious":
      return { status: "caution", word: "Suspicious" };
    case "leaking":
      return { status: "serious", word: "Leaking" };
    case "unknown":
      return { status: "caution", word: "Unknown" };
  }
}

/** What is known of one loop when its tile is drawn. */
export interface LoopFacts {
  /** Alarms of this loop only. */
  readonly alarms: readonly AlarmView[];
  readonly signal: LoopSignal | undefined;
  readonly estimate: LoopEstimate | undefined;
}

/**
 * One shape and word for a loop. An open alarm outranks silence: missing data never lowers an alarm. One that is held
 * keeps its word and gives its colour back.
 */
export function toLoopStatus(facts: LoopFacts): StatusWord {
  const worst = sortByUrgency(facts.alarms.filter(isOpen))[0];
  if (worst?.hold) return { status: "standby", word: `${severityWord(worst.severity)}, ${worst.hold.kind}` };
  if (worst) return { status: statusOfSeverity[worst.severity], word: severityWord(worst.severity) };
  if (!isHeard(facts.signal)) return { status: "off", word: "Waiting" };
  if (facts.signal?.silent) return { status: "caution", word: "Silent" };
  return facts.estimate ? toDetectionStatus(facts.estimate.detection) : { status: "off", word: "No data" };
}

/** True once a loop has sent at least one sample. */
export const isHeard = (signal: LoopSignal | undefined): boolean => (signal?.lastSampleMs ?? null) !== null;
