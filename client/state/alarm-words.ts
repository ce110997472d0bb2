import {
  type AlarmClass,
  type AlarmHold,
  type AlarmKey,
  type AlarmState,
  houseId,
  type Severity,
  type Verdict,
} from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { Operation } from "../../protocol/operation.ts";
import type { LoopView } from "../../protocol/telemetry.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { toSpan } from "../../protocol/units.ts";

/** How an alarm's state is written. */
export const alarmStateWords: Readonly<Record<AlarmState, string>> = {
  unacknowledged: "Not acknowledged",
  acknowledged: "Acknowledged",
  "returned unacknowledged": "Returned to normal, not acknowledged",
  "latched unacknowledged": "Returned, not acknowledged; stays until it is reset",
  latched: "Returned; stays until it is reset",
  normal: "Over",
};

/** The same where there is little room. */
export const shortStateWords: Readonly<Record<AlarmState, string>> = {
  unacknowledged: "Not acknowledged",
  acknowledged: "Acknowledged",
  "returned unacknowledged": "Returned, not acknowledged",
  "latched unacknowledged": "Latched, not acknowledged",
  latched: "Latched",
  normal: "Over",
};

/** Emergency, Warning, …: a severity as a word at the start of a sentence. */
export const severityWord = (severity: Severity): string =>
  severity.charAt(0).toUpperCase() + severity.slice(1);

/** A verdict for the page: what is unknown is said to be open, which is not the same as harmless. */
export const toVerdictWords = (verdict: Verdict): string =>
  verdict === "unknown" ? "not known yet" : verdict;

/** What an alarm is about, by its class. */
export const alarmClassWords: Readonly<Record<AlarmClass, string>> = {
  leak: "leak",
  sensor: "sensor",
  "data-path": "data path",
  process: "process",
  limit: "limit",
  sensing: "loss of sensing",
  house: "the monitor",
};

/** A loop's name; alarms of the monitor's own have no loop. */
export function toLoopName(loops: readonly LoopView[], loopId: LoopId): string {
  if (loopId === houseId) return "Loopwatch itself";
  return loops.find(({ id }) => id === loopId)?.name ?? loopId;
}

/** `limit suction.low`: which alarm of its loop this is. */
export function toKeyWords({ alarmClass, part }: AlarmKey): string {
  if (part === null) return alarmClassWords[alarmClass];
  return alarmClass === "house" ? part : `${alarmClassWords[alarmClass]} ${part}`;
}

/** What keeps an alarm quiet, in a few words: `Shelved, back in 42 min`. `nowMs` is the server's wall clock. */
export function toHoldWords(hold: AlarmHold, nowMs: EpochMs): string {
  switch (hold.kind) {
    case "out of service":
      return "Out of service";
    case "shelved":
      return hold.untilMs > nowMs ? `Shelved, back in ${toSpan(hold.untilMs - nowMs)}` : "Shelved, back now";
    case "suppressed":
      return `Suppressed by ${hold.rule}`;
  }
}

/** What a person declares, and what comes of it. */
export const operationWords: Readonly<
  Record<Operation, { readonly label: string; readonly effect: string }>
> = {
  refill: {
    label: "Refill",
    effect: "Coolant is put in or let out on purpose. What rises is no riddle; a leak stays one.",
  },
  isolation: {
    label: "Isolation",
    effect: "Valves cut a part of the loop off. Volume and pressure may step without a loss.",
  },
  reopening: { label: "Reopening", effect: "The part that was cut off is joined again." },
  maintenance: {
    label: "Maintenance",
    effect: "Hands are on the loop. What moves may be their doing, and calls nobody for a while.",
  },
  serviced: {
    label: "Serviced",
    effect: "Repaired and refilled. Its alarms end, and what is healthy is learnt anew.",
  },
};
