import type { LoopId } from "../../protocol/ids.ts";
import { type DurationMs, days, type EpochMs, minutes } from "../../protocol/time.ts";
import type { Loop, SeriesRef } from "../domain/loop/loop.ts";
import type { Cancel, Clock, Log, Spool, StateStore, TelemetryStore } from "./ports.ts";
import { estimateSeries } from "./recorder.ts";
import { rollupMs, toRollupLines } from "./rollup-series.ts";

/** Keeps minima, maxima, sums and counts of every minute, so that years are read as fast as hours. */
export interface Rollups {
  /** A sample of a loop came in; one from a minute that was rolled up already has it done again. */
  heard(loopId: LoopId, atMs: EpochMs): void;
  /** Notes on disk what must be done again. To be called once for each body. */
  settle(): void;
  /** Source times between which every minute of a loop is rolled up; `null`: none is. */
  spanOf(loopId: LoopId): RolledSpan | null;
  /** Rolls up what can be; true when nothing is left to do. Never rejects. */
  run(): Promise<boolean>;
  begin(): void;
  /** Finishes nothing: what is not done is done after the next start. */
  stop(): void;
}

/** [fromMs, untilMs), both at whole minutes. */
export interface RolledSpan {
  readonly fromMs: EpochMs;
  readonly untilMs: EpochMs;
}

/** What came within the last minutes is read raw: asking for it rarely costs the store less than asking often. */
const runEveryMs: DurationMs = minutes(5);

/** A minute is rolled up when the loop has gone on by so much; most of what is late has come by then. */
const closedAfterMs: DurationMs = minutes(2);

/** One question to the store: 1440 buckets a series. */
const chunkMs: DurationMs = days(1);

/** Rollups of a loop that was watched before there were any begin so long ago. */
const backfillMs: DurationMs = days(30);

const atRest = { underWayMs: Number.POSITIVE_INFINITY, isNoted: true };

const floorMinute = (ms: EpochMs): EpochMs => Math.floor(ms / rollupMs) * rollupMs;

const fromJob = (loopId: LoopId): string => `rolled up from: ${loopId}`;
const untilJob = (loopId: LoopId): string => `rolled up until: ${loopId}`;

interface Mark {
  fromMs: EpochMs;
  untilMs: EpochMs;
  /** From here on a piece is being rolled up. */
  underWayMs: EpochMs;
  isNoted: boolean;
}

/**
 * Each minute is read from the store and written back as a point of `rollupMeasurement`, which replaces an older one of the
 * same minute: so late telemetry, a crash in between and a change of the store need no care of their own. How far each loop
 * is done stands in the state store, and is set back before late telemetry is acknowledged. `keepMs`: how long
 * the store keeps what came in; what is older is not looked at, for the rollups of it know more than the store.
 */
export function createRollups(parts: {
  readonly loops: readonly Loop[];
  readonly store: Pick<TelemetryStore, "history">;
  readonly spool: Pick<Spool, "append">;
  readonly state: Pick<StateStore, "lastRunMs" | "ran">;
  readonly clock: Clock;
  readonly log: Log;
  readonly newestMs: (loopId: LoopId) => EpochMs | null;
  /** Resolves when everything accepted so far is in the store. */
  readonly stored: () => Promise<void>;
  readonly onSpooled: () => void;
  readonly keepMs: DurationMs;
}): Rollups {
  const { loops, store, spool, state, clock, log, newestMs } = parts;
  const marks = new Map<LoopId, Mark>();
  let running: Promise<boolean> | null = null;
  let cancel: Cancel = () => undefined;
  let isStopped = false;

  for (const { id } of loops) {
    const fromMs = state.lastRunMs(fromJob(id));
    const untilMs = state.lastRunMs(untilJob(id));
    if (fromMs !== null && untilMs !== null) marks.set(id, { fromMs, untilMs, ...atRest });
  }

  const note = (loopId: LoopId, mark: Mark): void => {
    state.ran(fromJob(loopId), mark.fromMs);
    state.ran(untilJob(loopId), mark.untilMs);
    mark.isNoted = true;
  };

  /** A day before it is deleted nothing is done again: half a minute would replace a whole one. */
  const oldest = (newest: EpochMs): EpochMs => floorMinute(newest - parts.keepMs + days(1));

  const rollChunk = async (series: readonly SeriesRef[], span: RolledSpan): Promise<void> => {
    const { fromMs, untilMs: toMs } = span;
    const columns = await store.history({ series, fromMs, toMs, bucketMs: rollupMs, withSums: true });
    const lines = series.flatMap((ref, i) => toRollupLines(ref, columns, i));
    if (lines.length === 0) return;
    const body = Buffer.from(`${lines.join("\n")}\n`);
    await spool.append({ precision: "ms", lines: body, receivedMs: clock.nowMs() });
    parts.onSpooled();
  };

  const rollLoop = async (loop: Loop): Promise<void> => {
    const newest = newestMs(loop.id);
    if (newest === null) return;
    const closedMs = floorMinute(newest - closedAfterMs);
    let mark = marks.get(loop.id);
    if (mark === undefined) {
      const fromMs = floorMinute(newest - backfillMs);
      mark = { fromMs, untilMs: fromMs, ...atRest };
      marks.set(loop.id, mark);
    }
    const series = [...loop.channels.map(({ source }) => source), ...estimateSeries(loop.id)];
    while (mark.untilMs < closedMs && !isStopped) {
      const fromMs = Math.max(mark.untilMs, oldest(newest));
      const untilMs = Math.min(fromMs + chunkMs, closedMs);
      // What comes in meanwhile sets the mark back, and must not be overrun.
      mark.untilMs = untilMs;
      mark.underWayMs = fromMs;
      try {
        await rollChunk(series, { fromMs, untilMs });
        // Readers must not look for a minute among the rollups before it is there.
        await parts.stored();
      } catch (cause) {
        mark.untilMs = Math.min(mark.untilMs, fromMs);
        throw cause;
      } finally {
        mark.underWayMs = Number.POSITIVE_INFINITY;
      }
      note(loop.id, mark);
    }
  };

  const runAll = async (): Promise<boolean> => {
    await parts.stored();
    let isWhole = true;
    for (const loop of loops) {
      if (isStopped) return false;
      try {
        await rollLoop(loop);
      } catch (cause) {
        isWhole = false;
        log.warn(`Telemetry of ${loop.id} could not be rolled up; it is tried again.`, { cause });
      }
    }
    return isWhole;
  };

  const run = (): Promise<boolean> => {
    running ??= runAll().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    heard(loopId, atMs) {
      const mark = marks.get(loopId);
      if (mark === undefined || atMs >= mark.untilMs) return;
      const newest = newestMs(loopId) ?? atMs;
      if (atMs < oldest(newest)) return;
      mark.untilMs = floorMinute(atMs);
      mark.fromMs = Math.min(mark.fromMs, mark.untilMs);
      mark.isNoted = false;
    },
    settle() {
      for (const [loopId, mark] of marks) if (!mark.isNoted) note(loopId, mark);
    },
    spanOf(loopId) {
      const mark = marks.get(loopId);
      if (mark === undefined) return null;
      return { fromMs: mark.fromMs, untilMs: Math.min(mark.untilMs, mark.underWayMs) };
    },
    run,
    begin() {
      cancel = clock.every(runEveryMs, () => void run());
    },
    stop() {
      isStopped = true;
      cancel();
    },
  };
}
