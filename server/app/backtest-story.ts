import { type AlarmClass, type AlarmView, alarmClasses } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { ChannelId, LoopId, OccurrenceId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { Alarm, AlarmEvent } from "../domain/alarm/alarm.ts";
import { type AlarmKey, stepAlarm, toAlarmView } from "../domain/alarm/step-alarm.ts";
import type { Loop } from "../domain/loop/loop.ts";

/** What happened to an occurrence, and how it looked then. Nobody acknowledges in a backtest. */
export interface OccurrenceEvent {
  readonly kind: "opened" | "worsened" | "revised" | "returned";
  readonly atMs: EpochMs;
  readonly alarm: AlarmView;
  /** Why it is over; `null` for the other kinds. */
  readonly reason: string | null;
}

/** One life of an alarm. It begins with `opened`, or with `worsened` when it escalated from another one. */
export interface OccurrenceStory {
  readonly id: OccurrenceId;
  readonly alarmClass: AlarmClass;
  readonly previousId: OccurrenceId | null;
  readonly openedMs: EpochMs;
  /** `returned`: the condition is over; `worsened`: another occurrence took its place; `null`: it stands at the end. */
  readonly end: { readonly how: "returned" | "worsened"; readonly atMs: EpochMs } | null;
  readonly events: readonly OccurrenceEvent[];
}

/** What a loop went through. All times are source times. */
export interface LoopStory {
  readonly loopId: LoopId;
  readonly name: string;
  /** First and last evaluation; `null` when there was none. */
  readonly fromMs: EpochMs | null;
  readonly toMs: EpochMs | null;
  readonly evaluations: number;
  /** Samples that came too late or with a time that nothing confirmed. */
  readonly unjudged: number;
  /** Channels that never showed a usable value. */
  readonly unheard: readonly ChannelId[];
  /** When the loop was first known well enough to be watched; `null`: never. */
  readonly watchedFromMs: EpochMs | null;
  /** What was known at the end, within ten seconds of it; `null` when nothing was evaluated. */
  readonly last: LoopEstimate | null;
  readonly occurrences: readonly OccurrenceStory[];
}

/** Takes down what the pipeline says of one loop. */
export interface StoryTeller {
  alarmEvent(key: AlarmKey, event: AlarmEvent): void;
  row(atMs: EpochMs, row: readonly (number | null)[]): void;
  estimate(estimate: LoopEstimate): void;
  tell(unjudged: number): LoopStory;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function createStoryTeller(loop: Loop): StoryTeller {
  const alarmByClass = new Map<AlarmClass, Alarm>(alarmClasses.map((name) => [name, { kind: "normal" }]));
  const occurrences: (Mutable<OccurrenceStory> & { events: OccurrenceEvent[] })[] = [];
  const heard = new Uint8Array(loop.channels.length);
  const span = { fromMs: Number.NaN, toMs: Number.NaN, evaluations: 0, watchedFromMs: Number.NaN };
  let last: LoopEstimate | null = null;

  const find = (id: OccurrenceId | null) => occurrences.findLast((one) => one.id === id);

  return {
    alarmEvent(key, event) {
      const change = stepAlarm(key, alarmByClass.get(key.alarmClass) ?? { kind: "normal" }, event);
      if (change.kind === "nothing" || change.kind === "refused" || change.kind === "acknowledged") return;
      alarmByClass.set(key.alarmClass, change.alarm);
      const alarm = toAlarmView(change.alarm);
      // Only an acknowledgement makes an alarm normal, and an acknowledgement is a person's act.
      if (alarm === null || event.kind === "acknowledged") return;
      const { atMs } = event;
      const { id, previousId, openedMs, alarmClass } = alarm;
      if (change.kind === "opened" || change.kind === "worsened")
        occurrences.push({ id, alarmClass, previousId, openedMs, end: null, events: [] });
      const before = change.kind === "worsened" ? find(previousId) : find(id);
      if (before !== undefined && (change.kind === "worsened" || change.kind === "returned"))
        before.end = { how: change.kind, atMs };
      const reason = event.kind === "returned" ? event.reason : null;
      occurrences.findLast((one) => one.id === id)?.events.push({ kind: change.kind, atMs, alarm, reason });
    },
    row(atMs, row) {
      if (span.evaluations === 0) span.fromMs = atMs;
      span.toMs = atMs;
      span.evaluations++;
      for (let i = 0; i < heard.length; i++) if (row[i] !== null) heard[i] = 1;
    },
    estimate(estimate) {
      last = estimate;
      const { kind } = estimate.detection;
      if (Number.isNaN(span.watchedFromMs) && (kind === "watching" || kind === "suspicious"))
        span.watchedFromMs = estimate.atMs;
    },
    tell: (unjudged) => ({
      loopId: loop.id,
      name: loop.name,
      fromMs: toMoment(span.fromMs),
      toMs: toMoment(span.toMs),
      evaluations: span.evaluations,
      unjudged,
      unheard: loop.channels.filter((_, i) => heard[i] === 0).map(({ id }) => id),
      watchedFromMs: toMoment(span.watchedFromMs),
      last,
      occurrences,
    }),
  };
}

const toMoment = (ms: number): EpochMs | null => (Number.isNaN(ms) ? null : ms);
