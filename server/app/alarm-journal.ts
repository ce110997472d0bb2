import type { AlarmView } from "../../protocol/alarm.ts";
import type { OccurrenceId } from "../../protocol/ids.ts";
import { type EpochMs, seconds } from "../../protocol/time.ts";
import type { AcknowledgeAct, ActResult } from "../../protocol/wire.ts";
import type { Alarm, AlarmEvent } from "../domain/alarm/alarm.ts";
import { type AlarmKey, stepAlarm, toAlarmView, toClosedView } from "../domain/alarm/step-alarm.ts";
import { decideNotices } from "../domain/notice/decide-notices.ts";
import type { Notice } from "../domain/notice/notice.ts";
import type { NoticeReason } from "../domain/notice/reason.ts";
import type { Cancel, Clock, JournalEntry, LiveFeed, Log, StateStore } from "./ports.ts";

/** Every alarm of every loop: applies events, writes them down, tells the pages and hands notices to the outbox. */
export interface AlarmJournal {
  /** Rebuilds the alarms from the journal; tells nobody. */
  recover(entries: readonly JournalEntry[]): void;
  apply(key: AlarmKey, event: AlarmEvent): void;
  acknowledge(act: AcknowledgeAct): ActResult;
  /** Newest first: all that stand and the most recent that are over. */
  list(): readonly AlarmView[];
  /** Sequence of the last alarm event. */
  readonly seq: number;
  /** Tries once more to write what the state store has refused. */
  flush(): void;
  /** Alarm events that are not on disk yet, because the state store refused them. */
  unsaved(): number;
}

/** What the journal works with. */
export interface AlarmJournalParts {
  readonly state: Pick<StateStore, "commit">;
  readonly clock: Clock;
  readonly log: Log;
  readonly feed: Pick<LiveFeed, "alarm">;
  /** Writes the notices for a decision to tell. */
  readonly writeNotices: (
    alarm: AlarmView,
    reason: NoticeReason,
    asOfMs: EpochMs | null,
  ) => readonly Notice[];
  /** Writes a changed alarm into the telemetry store, at the time of the event. */
  readonly record: (alarm: AlarmView, atMs: EpochMs) => void;
  /** Takes notices that are on disk, or will be: they are kept beside the event until the disk takes both. */
  readonly send: (notices: readonly Notice[]) => void;
}

/** Pause before events are offered again to a state store that refused them (a full disk, mostly). */
const saveAgainMs = seconds(5);

/** Occurrences that are over and still listed. */
const mostClosed = 200;

const normal: Alarm = { kind: "normal" };
const toKeyText = (key: AlarmKey): string => `${key.loopId} ${key.alarmClass}`;

export function createAlarmJournal(parts: AlarmJournalParts): AlarmJournal {
  const { state, clock, log, feed, writeNotices, record, send } = parts;
  const alarmByKey = new Map<string, Alarm>();
  /** Newest last; an occurrence keeps its place when it changes. */
  const viewById = new Map<OccurrenceId, AlarmView>();
  let unsaved: { journal: JournalEntry[]; notices: Notice[] } = { journal: [], notices: [] };
  let cancelRetry: Cancel = () => undefined;
  let seq = 0;

  const remember = (view: AlarmView): void => {
    viewById.set(view.id, view);
    const closed = [...viewById.values()].filter((known) => known.state === "normal");
    for (const old of closed.slice(0, Math.max(0, closed.length - mostClosed))) viewById.delete(old.id);
  };

  /** Views that an event changed, the one it is about last. */
  const step = (key: AlarmKey, event: AlarmEvent) => {
    const before = alarmByKey.get(toKeyText(key)) ?? normal;
    const change = stepAlarm(key, before, event);
    if (change.kind === "nothing" || change.kind === "refused") return { change, before, views: [] };
    alarmByKey.set(toKeyText(key), change.alarm);
    const was = toAlarmView(before);
    const is = toAlarmView(change.alarm);
    const views: AlarmView[] = [];
    if (was !== null && was.id !== is?.id) views.push(toClosedView(was, event));
    if (is !== null) views.push(is);
    for (const view of views) remember(view);
    return { change, before, views };
  };

  const save = (): void => {
    cancelRetry();
    try {
      state.commit(unsaved);
      unsaved = { journal: [], notices: [] };
    } catch (cause) {
      // People must hear of it all the same.
      log.error("An alarm event could not be written to the journal; it is tried again.", { cause });
      cancelRetry = clock.after(saveAgainMs, save);
    }
  };

  const write = (entry: JournalEntry, notices: readonly Notice[]): void => {
    unsaved.journal.push(entry);
    unsaved.notices.push(...notices);
    save();
  };

  const apply = (key: AlarmKey, event: AlarmEvent): ActResult => {
    const { change, before, views } = step(key, event);
    if (change.kind === "refused") return { ok: false, reason: change.reason };
    if (change.kind === "nothing") return { ok: true };
    const view = views.at(-1);
    const decision = decideNotices(before, change.alarm, event);
    const asOfMs = event.kind === "acknowledged" ? null : event.atMs;
    const notices = decision.kind === "tell" && view ? writeNotices(view, decision.reason, asOfMs) : [];
    seq += 1;
    write({ seq, ...key, writtenMs: clock.nowMs(), event }, notices);
    const atMs = event.kind === "acknowledged" ? event.acknowledgement.atMs : event.atMs;
    for (const changed of views) {
      feed.alarm(seq, changed);
      record(changed, atMs);
    }
    send(notices);
    if (change.kind !== "revised") {
      log.info(`Alarm ${change.kind}: ${view?.id ?? toKeyText(key)}`, {
        severity: view?.severity,
        headline: view?.headline,
      });
    }
    return { ok: true };
  };

  return {
    recover(entries) {
      for (const { loopId, alarmClass, event, seq: written } of entries) {
        step({ loopId, alarmClass }, event);
        seq = Math.max(seq, written);
      }
    },
    apply,
    acknowledge({ occurrenceId, version, by, comment }) {
      const view = viewById.get(occurrenceId);
      if (view === undefined) return { ok: false, reason: "There is no such alarm." };
      const acknowledgement = { by, comment, atMs: clock.nowMs() };
      const { loopId, alarmClass } = view;
      return apply({ loopId, alarmClass }, { kind: "acknowledged", occurrenceId, version, acknowledgement });
    },
    list: () => [...viewById.values()].reverse(),
    get seq() {
      return seq;
    },
    flush() {
      if (unsaved.journal.length > 0) save();
      cancelRetry();
    },
    unsaved: () => unsaved.journal.length,
  };
}
