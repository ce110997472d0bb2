import { setImmediate as yieldToEvents } from "node:timers/promises";
import { type DurationMs, type EpochMs, minutes } from "../../protocol/time.ts";
import { type CsvChannel, countOperations, csvHeader, toCsvRows } from "../senders/csv.ts";
import { createFileSender, type FileSender } from "../senders/file-sender.ts";
import { toLines } from "../senders/line-protocol.ts";
import type { SenderCounters } from "../senders/sender.ts";
import type { Arrival } from "../timing/frame.ts";
import type { Progress } from "./progress.ts";
import { dropSideFiles, placeSideFiles, prepareSideFiles, type SideFile, toSidePaths } from "./side-files.ts";

/** What a story is written from. A simulation is one. */
export interface StorySource {
  readonly loopId: string;
  /** All that arrives up to and including `untilMs`. */
  advance(untilMs: EpochMs): readonly Arrival[];
  progress(): { readonly startedMs: EpochMs; readonly nowMs: EpochMs; readonly endMs: EpochMs };
}

/** A story on its way into a file. */
export interface WriteStoryOptions {
  readonly source: StorySource;
  /** In the order of a frame's values, with whether quality is sent. The plant's sensors. */
  readonly channels: readonly CsvChannel[];
  readonly path: string;
  readonly format: "csv" | "lp";
  /** What was really so, asked at the end; and the planned losses of signal, `null` when none are planned. */
  readonly renderTruth: () => string;
  readonly renderCalendar: () => string | null;
  readonly progress: Progress;
  /** Breaks the writing off. */
  readonly stop: AbortSignal;
}

/** What came of it. Nothing of a story that was broken off or failed has its final name. */
export interface WrittenStory {
  /** `broken off`: on a signal; the half file is at `partPath` (`null`: a device). */
  readonly kind: "whole" | "broken off";
  readonly counters: SenderCounters;
  readonly paths: readonly string[];
  readonly partPath: string | null;
  /** Declared operations that a CSV file has no place for. */
  readonly operationsLeftOut: number;
}

/** Source time made in one go: a signal is heard, and the disk waited for, in between. */
const chunkMs: DurationMs = minutes(10);

/**
 * Writes a whole story as fast as the disk takes it, then its truth and its calendar beside it. Rejects with
 * `OutputFileError` when a file cannot be written; nothing is left behind then.
 */
export async function writeStory(options: WriteStoryOptions): Promise<WrittenStory> {
  const { path, channels, format, progress } = options;
  const sender = await createFileSender(path, format === "csv" ? csvHeader(channels) : "");
  try {
    const operations = await writeTelemetry(options, sender);
    const operationsLeftOut = format === "csv" ? operations : 0;
    if (options.stop.aborted) {
      await sender.close();
      const { partPath } = sender;
      return { kind: "broken off", counters: sender.counters(), paths: [], partPath, operationsLeftOut };
    }
    const sideFiles = sender.partPath === null ? [] : toSideFiles(options);
    await placeAll(sender, sideFiles);
    const paths = [path, ...sideFiles.filter(({ text }) => text !== null).map((file) => file.path)];
    return { kind: "whole", counters: sender.counters(), paths, partPath: null, operationsLeftOut };
  } finally {
    progress.end();
    await sender.close();
  }
}

/** Returns how many operations came along. */
async function writeTelemetry(options: WriteStoryOptions, sender: FileSender): Promise<number> {
  const { source, channels, format, progress, stop } = options;
  const names = channels.map(({ channel }) => channel);
  let operations = 0;
  while (!stop.aborted) {
    const { startedMs, nowMs, endMs } = source.progress();
    progress.update((nowMs - startedMs) / Math.max(1, endMs - startedMs));
    if (nowMs >= endMs) break;
    const arrivals = source.advance(Math.min(endMs, nowMs + chunkMs));
    operations += countOperations(arrivals);
    sender.send(format === "csv" ? toCsvRows(channels, arrivals) : toLines(source.loopId, names, arrivals));
    // Written before more is made: a full disk is known by then, and the plant does not run on for nothing.
    await sender.whenIdle();
    await sender.whenRoom();
    await yieldToEvents();
    // Less than a step is left: it will never be made.
    if (source.progress().nowMs === nowMs) break;
  }
  return operations;
}

function toSideFiles({ path, renderTruth, renderCalendar }: WriteStoryOptions): readonly SideFile[] {
  const { truthPath, calendarPath } = toSidePaths(path);
  return [
    { path: truthPath, text: renderTruth() },
    { path: calendarPath, text: renderCalendar() },
  ];
}

/** All files get their names together, after all of them are whole. */
async function placeAll(sender: FileSender, sideFiles: readonly SideFile[]): Promise<void> {
  try {
    await prepareSideFiles(sideFiles);
    await sender.finish();
  } catch (error) {
    await dropSideFiles(sideFiles);
    throw error;
  }
  await placeSideFiles(sideFiles);
}
