import { type DurationMs, type EpochMs, minutes, seconds } from "../../protocol/time.ts";
import type { HttpTarget } from "../senders/http-target.ts";
import type { SenderCounters } from "../senders/sender.ts";
import { renderSummary } from "../senders/summary.ts";
import type { ProgressScreen } from "../write-file/progress.ts";
import { placeSideFiles, prepareSideFiles, toSidePaths } from "../write-file/side-files.ts";
import { createLoad, type Load } from "./create-load.ts";
import type { LoadSender } from "./load-batch.ts";
import type { LoadClock } from "./load-clock.ts";
import type { LoadOptions } from "./load-options.ts";
import { createLoadPrinter, type LoadProgress, noticedLagMs } from "./load-progress.ts";
import { createFileLoadSender, createHttpLoadSender, createNullLoadSender } from "./load-senders.ts";
import { renderLoadTruth } from "./load-truth.ts";
import { runLoad } from "./run-load.ts";

/**
 * A load and where it goes. To a server it starts now; otherwise always on the evening before MS-22's leak, so that the
 * same seed gives the same bytes.
 */
export interface LoadCommand extends Omit<LoadOptions, "startMs"> {
  /** Source time to make; `null`: until stopped, into a file one minute. */
  readonly lengthMs: DurationMs | null;
  readonly outlet: /** In real time. */
    | { readonly kind: "http"; readonly target: HttpTarget }
    /** As fast as it goes; the truth is written beside the file. */
    | { readonly kind: "file"; readonly path: string }
    /** As fast as it goes, kept nowhere: how fast the generator itself is. */
    | { readonly kind: "nowhere" };
}

/** What a load command runs by and whom it tells. */
export interface LoadSurroundings {
  readonly clock: LoadClock;
  readonly stop: AbortSignal;
  readonly screen: ProgressScreen;
  /** Hears sentences about trouble on the way. */
  readonly say: (sentence: string) => void;
}

/** How a load ended. */
export interface LoadOutcome {
  readonly progress: LoadProgress;
  readonly counters: SenderCounters;
  /** Not stopped before its length, and all of it was taken. */
  readonly isWhole: boolean;
}

/** What is still queued when a run is stopped gets this long. */
const farewellMs: DurationMs = seconds(0.5);

/** A file without an end would fill the disk within minutes. */
const usualFileLengthMs: DurationMs = minutes(1);

/** Where telemetry that is not of today starts. */
const usualStartMs: EpochMs = Date.UTC(2022, 11, 14, 21, 45);

/** Runs a load to its end, or until stopped. Rejects with `RangeError` for impossible options, `OutputFileError` for files. */
export async function runLoadCommand(command: LoadCommand, around: LoadSurroundings): Promise<LoadOutcome> {
  const { outlet, lengthMs, seed } = command;
  const startMs = outlet.kind === "http" ? around.clock.nowMs() : usualStartMs;
  const load = createLoad({ ...command, startMs });
  switch (outlet.kind) {
    case "http": {
      const { clock, say } = around;
      const sender = createHttpLoadSender({ target: outlet.target, say, seed, wait: clock.wait });
      return drive({ load, sender, lengthMs, pace: "wall clock" }, around);
    }
    case "file": {
      const sender = await createFileLoadSender(outlet.path);
      const fileLengthMs = lengthMs ?? usualFileLengthMs;
      const outcome = await drive(
        { load, sender, lengthMs: fileLengthMs, pace: "as fast as it goes" },
        around,
      );
      if (sender.partPath !== null && outcome.isWhole) await writeTruth(outlet.path, load);
      return outcome;
    }
    case "nowhere":
      return drive({ load, sender: createNullLoadSender(), lengthMs, pace: "as fast as it goes" }, around);
  }
}

async function writeTruth(path: string, load: Load): Promise<void> {
  const truth = [{ path: toSidePaths(path).truthPath, text: renderLoadTruth(load.truth) }];
  await prepareSideFiles(truth);
  await placeSideFiles(truth);
}

interface Drive {
  readonly load: Load;
  readonly sender: LoadSender & { finish?(): Promise<void> };
  readonly lengthMs: DurationMs | null;
  readonly pace: "wall clock" | "as fast as it goes";
}

async function drive(
  { load, sender, lengthMs, pace }: Drive,
  { clock, stop, screen }: LoadSurroundings,
): Promise<LoadOutcome> {
  const printer = createLoadPrinter(screen, load.channels.length);
  try {
    const onProgress = (progress: LoadProgress) => printer.show(progress);
    const progress = await runLoad({ load, sender, lengthMs, pace, clock, stop, onProgress });
    await Promise.race([sender.whenIdle(), farewell(clock, stop)]);
    const isMade = lengthMs === null || progress.madeMs === lengthMs;
    // A run that was stopped leaves its file under the temporary name: half a file must not look whole.
    if (isMade) await sender.finish?.();
    const counters = sender.counters();
    return { progress, counters, isWhole: isMade && counters.queued === 0 && counters.rejected === 0 };
  } finally {
    printer.end();
    await sender.close();
  }
}

/** Resolves a moment after the run was stopped; never, when it is not. */
async function farewell(clock: LoadClock, stop: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    else stop.addEventListener("abort", () => resolve(), { once: true });
  });
  await clock.wait(farewellMs, new AbortController().signal);
}

/** The last words of a run: what was sent, how fast, and whether it was in time. */
export function renderLoadOutcome({ progress, counters }: LoadOutcome, channels: number): string {
  const { points, elapsedMs, worstLagMs } = progress;
  const perS = Math.round((points * channels * 1000) / Math.max(1, elapsedMs));
  const late = `The load could not keep its pace: it was up to ${(worstLagMs / 1000).toFixed(1)} s behind.`;
  return [
    renderSummary(counters, "lines"),
    `${perS} values/s.`,
    ...(worstLagMs >= noticedLagMs ? [late] : []),
  ].join(" ");
}
