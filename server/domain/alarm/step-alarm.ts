import { type AlarmClass, type AlarmView, isWorse } from "../../../protocol/alarm.ts";
import type { LoopId, OccurrenceId } from "../../../protocol/ids.ts";
import { type DurationMs, type EpochMs, seconds } from "../../../protocol/time.ts";
import type { Alarm, AlarmEvent, Finding, Occurrence } from "./alarm.ts";

/** Whose alarm it is. */
export interface AlarmKey {
  readonly loopId: LoopId;
  readonly alarmClass: AlarmClass;
}

/** What an event did to an alarm. `nothing` rows are as much part of the machine as the others. */
export type AlarmChange =
  | { readonly kind: "nothing" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "opened" | "worsened" | "revised" | "acknowledged" | "returned"; readonly alarm: Alarm };

/** An occurrence is named after its loop, its class and the second of source time at which it opened. */
const toOccurrenceId = (key: AlarmKey, openedMs: EpochMs): OccurrenceId =>
  `${key.loopId}.${key.alarmClass}.${Math.floor(openedMs / 1000)}`;

/** A rate or time that moved by more than this share is worth writing down while the alarm stands. */
const revisionShare = 0.25;

const movedMuch = (before: number | null, now: number | null): boolean =>
  before !== now &&
  (before === null || now === null || Math.abs(now - before) > revisionShare * Math.abs(before));

/** An onset that moved by more than this is worth writing down: late telemetry shows when it really began. */
const onsetShiftMs: DurationMs = seconds(10);

const shifted = (before: EpochMs | null, now: EpochMs | null): boolean =>
  before !== now && (before === null || now === null || Math.abs(now - before) > onsetShiftMs);

/** True when a finding says something else than the one on record, beyond small changes of its numbers. */
export function decideRevision(before: Finding, now: Finding): boolean {
  return (
    before.verdict !== now.verdict ||
    shifted(before.onsetMs, now.onsetMs) ||
    movedMuch(before.leakKgPerH, now.leakKgPerH) ||
    movedMuch(before.timeLeft?.p50Ms ?? null, now.timeLeft?.p50Ms ?? null)
  );
}

/** The worse of two severities stays: an alarm never becomes less urgent while it stands. */
const keepWorst = (before: Finding, now: Finding): Finding =>
  isWorse(before.severity, now.severity) ? { ...now, severity: before.severity } : now;

function stepFound(key: AlarmKey, alarm: Alarm, event: AlarmEvent & { kind: "found" }): AlarmChange {
  const open = (previousId: OccurrenceId | null): Occurrence => ({
    id: toOccurrenceId(key, event.atMs),
    version: 1,
    ...key,
    openedMs: event.atMs,
    previousId,
    finding: event.finding,
  });
  switch (alarm.kind) {
    case "normal":
      return { kind: "opened", alarm: { kind: "unacknowledged", occurrence: open(null) } };
    case "returned unacknowledged":
      // It came back before anybody looked: a new occurrence, linked, so that neither is lost.
      return { kind: "opened", alarm: { kind: "unacknowledged", occurrence: open(alarm.occurrence.id) } };
    case "unacknowledged":
    case "acknowledged": {
      const { occurrence } = alarm;
      // Escalation closes the occurrence and opens a linked one: an alarm that gets worse is a new call.
      const grew = (event.finding.grewTimes ?? 0) > (occurrence.finding.grewTimes ?? 0);
      if (grew || isWorse(event.finding.severity, occurrence.finding.severity)) {
        return { kind: "worsened", alarm: { kind: "unacknowledged", occurrence: open(occurrence.id) } };
      }
      if (!decideRevision(occurrence.finding, event.finding)) return { kind: "nothing" };
      const finding = keepWorst(occurrence.finding, event.finding);
      return { kind: "revised", alarm: { ...alarm, occurrence: { ...occurrence, finding } } };
    }
  }
}

function stepAcknowledged(alarm: Alarm, event: AlarmEvent & { kind: "acknowledged" }): AlarmChange {
  if (alarm.kind === "normal" || alarm.occurrence.id !== event.occurrenceId) {
    return {
      kind: "refused",
      reason: "This alarm is over or has become another one. Look at the list again.",
    };
  }
  const { occurrence } = alarm;
  if (alarm.kind === "acknowledged") {
    return { kind: "refused", reason: `${alarm.acknowledgement.by} has acknowledged it already.` };
  }
  if (occurrence.version !== event.version) {
    return { kind: "refused", reason: "The alarm has changed since it was shown. Look at it again." };
  }
  const next = { ...occurrence, version: occurrence.version + 1 };
  if (alarm.kind === "returned unacknowledged") return { kind: "acknowledged", alarm: { kind: "normal" } };
  return {
    kind: "acknowledged",
    alarm: { kind: "acknowledged", occurrence: next, acknowledgement: event.acknowledgement },
  };
}

/** One step of the alarm machine (ISA-18.2 without shelving and suppression). Pure; replaying events gives the same end. */
export function stepAlarm(key: AlarmKey, alarm: Alarm, event: AlarmEvent): AlarmChange {
  switch (event.kind) {
    case "found":
      return stepFound(key, alarm, event);
    case "acknowledged":
      return stepAcknowledged(alarm, event);
    case "returned":
      if (alarm.kind === "acknowledged") return { kind: "returned", alarm: { kind: "normal" } };
      if (alarm.kind !== "unacknowledged") return { kind: "nothing" };
      return {
        kind: "returned",
        alarm: {
          kind: "returned unacknowledged",
          occurrence: { ...alarm.occurrence, version: alarm.occurrence.version + 1 },
          returnedMs: event.atMs,
        },
      };
  }
}

/** An alarm as page and mail show it; `null` when it is normal. */
export function toAlarmView(alarm: Alarm): AlarmView | null {
  if (alarm.kind === "normal") return null;
  const { finding, ...occurrence } = alarm.occurrence;
  return {
    ...occurrence,
    ...finding,
    state: alarm.kind,
    returnedMs: alarm.kind === "returned unacknowledged" ? alarm.returnedMs : null,
    acknowledgement: alarm.kind === "acknowledged" ? alarm.acknowledgement : null,
  };
}

/** The last view of an occurrence that is over. */
export function toClosedView(last: AlarmView, event: AlarmEvent): AlarmView {
  return {
    ...last,
    state: "normal",
    returnedMs: event.kind === "returned" ? event.atMs : last.returnedMs,
    acknowledgement: event.kind === "acknowledged" ? event.acknowledgement : last.acknowledgement,
  };
}
