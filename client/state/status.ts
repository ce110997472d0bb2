import { type AlarmState, type AlarmView, isWorse, type Severity } from "../../protocol/alarm.ts";
import type { DetectionState, LoopEstimate } from "../../protocol/estimate.ts";
import type { LoopSignal } from "../../protocol/wire.ts";

/** Astro UXDS's six statuses. Each has its own shape, so that none depends on its colour. */
export type Status = "off" | "standby" | "normal" | "caution" | "serious" | "critical";

/** Our severities in those six. */
export const statusOfSeverity: Readonly<Record<Severity, Status>> = {
  emergency: "critical",
  warning: "serious",
  caution: "caution",
  advisory: "standby",
};

/** How an alarm's state is written. */
export const alarmStateWords: Readonly<Record<AlarmState, string>> = {
  unacknowledged: "Not acknowledged",
  acknowledged: "Acknowledged",
  "returned unacknowledged": "Returned to normal, not acknowledged",
  normal: "Over",
};

/** Emergency, Warning, …: a severity as a word at the start of a sentence. */
export const severityWord = (severity: Severity): string =>
  severity.charAt(0).toUpperCase() + severity.slice(1);

/** An alarm that still wants somebody, or is still true. */
export const isOpen = (alarm: AlarmView): boolean => alarm.state !== "normal";

/** True while a person's act is wanted. */
export const wantsAct = (alarm: AlarmView): boolean =>
  alarm.state === "unacknowledged" || alarm.state === "returned unacknowledged";

/** Most urgent first: severity, then what nobody acknowledged, then the newest. */
export function sortByUrgency(alarms: readonly AlarmView[]): readonly AlarmView[] {
  return [...alarms].sort((a, b) => {
    if (isWorse(a.severity, b.severity)) return -1;
    if (isWorse(b.severity, a.severity)) return 1;
    if (wantsAct(a) !== wantsAct(b)) return wantsAct(a) ? -1 : 1;
    return b.openedMs - a.openedMs;
  });
}

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

/** One shape and word for a loop. An open alarm outranks silence: missing data never lowers an alarm. */
export function toLoopStatus(facts: LoopFacts): StatusWord {
  const worst = sortByUrgency(facts.alarms.filter(isOpen))[0];
  if (worst) return { status: statusOfSeverity[worst.severity], word: severityWord(worst.severity) };
  if (!isHeard(facts.signal)) return { status: "off", word: "Waiting" };
  if (facts.signal?.silent) return { status: "caution", word: "Silent" };
  return facts.estimate ? toDetectionStatus(facts.estimate.detection) : { status: "off", word: "No data" };
}

/** True once a loop has sent at least one sample. */
export const isHeard = (signal: LoopSignal | undefined): boolean => (signal?.lastSampleMs ?? null) !== null;
