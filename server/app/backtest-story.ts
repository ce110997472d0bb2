import type { AlarmClass, AlarmKey, AlarmView } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { ChannelId, LoopId, OccurrenceId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { AlarmStep, Observation } from "../domain/alarm/alarm.ts";
import { createAlarmSet } from "../domain/alarm/alarm-set.ts";
import { toAlarmView } from "../domain/alarm/alarm-view.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { createRules } from "./rules-of-alarms.ts";

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
  observe(key: AlarmKey, seen: Observation): void;
  row(atMs: EpochMs, row: readonly (number | null)[]): void;
  estimate(estimate: LoopEstimate): void;
  tell(unjudged: number): LoopStory;
}

/** A step as somebody hears of it who only listens; `null`: nothing to hear. Where nobody acts, what has returned still has its view. */
export function tellStep(key: AlarmKey, { event, after }: AlarmStep): OccurrenceEvent | null {
  const alarm = toAlarmView(key, after, "");
  if (alarm === null) return null;
  if (event.kind === "returned") return { kind: event.kind, atMs: event.atMs, alarm, reason: event.reason };
  if (event.kind !== "opened" && event.kind !== "worsened" && event.kind !== "revised") return null;
  return { kind: event.kind, atMs: event.atMs, alarm, reason: null };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function createStoryTeller(loop: Loop): StoryTeller {
  const alarms = createAlarmSet();
  const rulesOf = createRules([loop]);
  const occurrences: (Mutable<OccurrenceStory> & { events: OccurrenceEvent[] })[] = [];
  const heard = new Uint8Array(loop.channels.length);
  const span = { fromMs: Number.NaN, toMs: Number.NaN, evaluations: 0, watchedFromMs: Number.NaN };
  let last: LoopEstimate | null = null;

  const find = (id: OccurrenceId | null) => occurrences.findLast((one) => one.id === id);

  const note = (key: AlarmKey, step: AlarmStep): void => {
    const told = tellStep(key, step);
    if (told === null) return;
    const { kind, atMs, alarm } = told;
    const { id, previousId, openedMs, alarmClass } = alarm;
    const ended = find(kind === "worsened" ? previousId : id);
    if (kind === "opened" || kind === "worsened")
      occurrences.push({ id, alarmClass, previousId, openedMs, end: null, events: [] });
    if (ended !== undefined && (kind === "worsened" || kind === "returned")) ended.end = { how: kind, atMs };
    find(id)?.events.push(told);
  };

  return {
    observe(key, seen) {
      for (const step of alarms.observe(key, seen, rulesOf(key))) note(key, step);
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
