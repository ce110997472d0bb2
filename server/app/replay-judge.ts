import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { ReplayEvent, ReplayStory, ReplayWish } from "../../protocol/replay.ts";
import { type DurationMs, type EpochMs, seconds } from "../../protocol/time.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { createBacktest } from "./backtest.ts";
import type { LoopStory } from "./backtest-story.ts";
import { toPatienceMs } from "./loop-patience.ts";
import type { DeclaredOperation } from "./pipeline-effects.ts";
import { createConditionBook } from "./replay-conditions.ts";
import { createReplayRows } from "./replay-rows.ts";

/** A piece of stored telemetry, oldest first: `columns[i]` belongs to the loop's `i`-th channel. */
export interface ReplayPiece {
  readonly tMs: readonly EpochMs[];
  readonly columns: readonly (readonly (number | null)[])[];
  /** What people did meanwhile. */
  readonly declared: readonly DeclaredOperation[];
}

/** What is judged: the loop as it is configured, and the stretch that is shown. */
export interface ReplayTask extends ReplayWish {
  readonly loop: Loop;
}

/** What the detectors and the alarm machine make of a stretch. */
export type JudgedReplay = Omit<ReplayStory, "told">;

/** Estimates of a replay: one in ten seconds, as live, for the first hours of a stretch; fewer of a longer one. */
const mostEstimates = 2_000;
const estimateEveryMs: DurationMs = seconds(10);

/** Events of alarms that one replay carries; a loop that says more has a configuration that is looked at otherwise. */
const mostEvents = 2_000;
const mostSilences = 500;

/** Judges a stretch of one loop by the code that judges live, from before the stretch to its end. */
export function createReplayJudge(task: ReplayTask): {
  take(piece: ReplayPiece): void;
  tell(): JudgedReplay;
} {
  const { loop, loopId, fromMs, toMs } = task;
  const rows = createReplayRows(fromMs, toMs, loop.channels.length + 1);
  const inventoryColumn = loop.channels.length;
  const everyMs = Math.max(estimateEveryMs, Math.ceil((toMs - fromMs) / mostEstimates / 1000) * 1000);
  const estimates: LoopEstimate[] = [];
  const silences = createSilences(fromMs, toPatienceMs(loop));
  const conditions = createConditionBook(loop, fromMs, () => backtest.pipeline.lane(loop.id)!.detector.held);
  let learntFromMs: EpochMs | null = null;

  const hear = (estimate: LoopEstimate): void => {
    const { atMs } = estimate;
    if (atMs >= toMs) return;
    const last = estimates.at(-1);
    const isNews = last === undefined || last.detection.kind !== estimate.detection.kind;
    if (atMs < fromMs) estimates.splice(0, estimates.length, estimate);
    else if (isNews ? estimates.length < 2 * mostEstimates : atMs - last.atMs >= everyMs)
      estimates.push(estimate);
    rows.add(inventoryColumn, atMs, estimate.inventoryL);
    if (atMs % estimateEveryMs === 0) conditions.look(atMs);
  };
  const backtest = createBacktest([loop], hear);

  return {
    take({ tMs, columns, declared }) {
      for (const [k, atMs] of tMs.entries()) {
        let isHeard = false;
        for (const [i, column] of columns.entries()) {
          const value = column[k] ?? null;
          if (value === null) continue;
          isHeard = true;
          rows.add(i, atMs, value);
        }
        if (!isHeard) continue;
        learntFromMs ??= atMs;
        silences.heard(atMs);
      }
      for (const { operation, atMs } of declared) conditions.operated(operation, atMs);
      backtest.pipeline.recall(loop.id, tMs, columns, declared);
    },
    tell() {
      const events = toEvents(backtest.tell()[0]?.occurrences ?? [], fromMs, toMs);
      return {
        ...{ loopId, fromMs, toMs, learntFromMs, estimates },
        bucketMs: rows.bucketMs,
        rows: rows.tell(),
        events: events.slice(0, mostEvents),
        isCut: events.length > mostEvents,
        conditions: conditions.list,
        silences: silences.tell(toMs),
      };
    },
  };
}

/** What happened in the stretch, and how that looked which stood when it began. An occurrence that got worse ends in another one. */
function toEvents(
  occurrences: LoopStory["occurrences"],
  fromMs: EpochMs,
  toMs: EpochMs,
): readonly ReplayEvent[] {
  const all = occurrences.flatMap(({ events, end }): ReplayEvent[] => {
    const before =
      end === null || end.atMs >= fromMs ? events.findLast(({ atMs }) => atMs < fromMs) : undefined;
    const inside = events.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
    const shown = (before === undefined ? inside : [before, ...inside]).map(({ atMs, alarm }) => ({
      atMs,
      alarm,
    }));
    const last = shown.at(-1);
    if (last === undefined || end?.how !== "worsened" || end.atMs >= toMs) return shown;
    return [...shown, { atMs: end.atMs, alarm: { ...last.alarm, state: "normal" } }];
  });
  return all.sort((a, b) => a.atMs - b.atMs);
}

/** Spans in which the loop had been quiet for longer than `patienceMs`. */
function createSilences(fromMs: EpochMs, patienceMs: DurationMs) {
  const spans: { fromMs: EpochMs; toMs: EpochMs }[] = [];
  let heardMs = Number.NaN;
  const close = (atMs: EpochMs): void => {
    const quietFromMs = Math.max(fromMs, heardMs + patienceMs);
    if (atMs > quietFromMs && spans.length < mostSilences) spans.push({ fromMs: quietFromMs, toMs: atMs });
  };
  return {
    heard(atMs: EpochMs): void {
      close(atMs);
      heardMs = atMs;
    },
    tell(toMs: EpochMs): typeof spans {
      close(toMs);
      return spans;
    },
  };
}
