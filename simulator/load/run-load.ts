import type { DurationMs } from "../../protocol/time.ts";
import type { Load } from "./create-load.ts";
import type { LoadSender } from "./load-batch.ts";
import type { LoadClock } from "./load-clock.ts";
import type { LoadProgress } from "./load-progress.ts";

/** How a load is driven. */
export interface LoadRun {
  readonly load: Load;
  readonly sender: LoadSender;
  /** Source time to make; `null`: until stopped. */
  readonly lengthMs: DurationMs | null;
  /** Each point when its source time has come by the wall clock, or all of them as fast as the sender takes them. */
  readonly pace: "wall clock" | "as fast as it goes";
  readonly clock: LoadClock;
  readonly stop: AbortSignal;
  /** Called after every stretch of work. */
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** After so many bytes everything else gets its turn: some tens of milliseconds of work. */
const stretchBytes = 4_000_000;

/**
 * Makes the load until its length is reached or it is stopped. Points that cannot go out in time are late, never left
 * out; how late is in the progress. Resolves when the last point is handed to the sender, and rejects with what the
 * sender throws.
 */
export async function runLoad(run: LoadRun): Promise<LoadProgress> {
  const { load, sender, lengthMs, clock, stop } = run;
  const startedMs = clock.nowMs();
  const endMs = lengthMs === null ? Number.POSITIVE_INFINITY : load.startMs + lengthMs;
  const isPaced = run.pace === "wall clock";
  let points = 0;
  let bytes = 0;
  let worstLagMs = 0;

  const isDone = (): boolean => load.atMs >= endMs || stop.aborted;
  /** How long the next points are overdue by the wall clock; below zero while their time has not come. */
  const overdueMs = (): DurationMs => clock.nowMs() - startedMs - (load.atMs - load.startMs);

  const report = (): LoadProgress => {
    const lagMs = isPaced && load.atMs < endMs ? Math.max(0, overdueMs()) : 0;
    worstLagMs = Math.max(worstLagMs, lagMs);
    const progress = {
      madeMs: Math.min(load.atMs, endMs) - load.startMs,
      lengthMs,
      elapsedMs: clock.nowMs() - startedMs,
      points,
      waitingPoints: sender.counters().queued,
      bytes,
      lagMs,
      worstLagMs,
    };
    run.onProgress?.(progress);
    return progress;
  };

  /** Makes what is due, as long as there is room and it does not take too long. */
  const workAStretch = (): void => {
    const dueMs = isPaced ? load.atMs + overdueMs() : Number.POSITIVE_INFINITY;
    const untilBytes = bytes + stretchBytes;
    while (load.atMs <= dueMs && bytes < untilBytes && !isDone() && sender.hasRoom()) {
      if (isPaced) worstLagMs = Math.max(worstLagMs, overdueMs());
      const batch = { points: load.points, lane: load.part };
      const length = load.next();
      points += batch.points;
      bytes += length;
      sender.send({ ...batch, bytes: load.buffer.subarray(0, length) });
    }
  };

  while (!isDone()) {
    report();
    workAStretch();
    if (isDone()) break;
    if (sender.hasRoom()) await clock.wait(isPaced ? Math.max(0, -overdueMs()) : 0, stop);
    else await sender.whenRoom();
  }
  return report();
}
