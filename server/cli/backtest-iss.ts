import type { ChannelId, LoopId } from "../../protocol/ids.ts";
import type { Backtest } from "../app/backtest.ts";
import type { Lane } from "../app/lane.ts";
import { mergeChannels, mostNamedProblems } from "../boundary/recording.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { type BacktestTask, emptyIntake, type HearProgress, type RunIntake } from "./backtest-task.ts";
import { openIssFolder } from "./recording-file.ts";

/** Samples between two evaluations: how a stream is cut makes no difference to what is found. */
const samplesAtOnce = 5000;

/** The tag that names a channel's file. */
const fileTag = "id";

/** A channel that a file feeds. */
interface Target {
  readonly lane: Lane;
  readonly place: number;
}

/** Judges a folder of `ID.txt`. Throws `CommandError` when it cannot be read. */
export function judgeIssFolder(
  { input, loops, year }: BacktestTask,
  { lane }: Backtest,
  onProgress: HearProgress,
): RunIntake {
  const folder = openIssFolder(input, year);
  const { targetsById, heard, missing } = planFiles(loops, folder.ids, lane);
  const channels = folder.ids.filter((id) => targetsById.has(id)).map((id) => folder.read(id));
  const lanes = new Set([...targetsById.values()].flatMap((targets) => targets.map((target) => target.lane)));
  const advance = (): void => {
    for (const one of lanes) one.advance();
  };
  const total = channels.reduce((sum, channel) => sum + channel.atMs.length, 0);
  let points = 0;
  for (const { id, atMs, value } of mergeChannels(channels)) {
    for (const { lane: to, place } of targetsById.get(id) ?? []) to.take(place, atMs, value);
    points++;
    if (points % samplesAtOnce !== 0) continue;
    advance();
    onProgress(points / total);
  }
  advance();
  const problems = channels.flatMap((channel) => channel.problems);
  return {
    ...emptyIntake,
    heard,
    points,
    refused: problems.length,
    problems: problems.slice(0, mostNamedProblems),
    unused: folder.ids.filter((id) => !targetsById.has(id)).map((id) => `${id}.txt`),
    missing,
  };
}

function planFiles(loops: readonly Loop[], ids: readonly string[], laneOf: (loopId: LoopId) => Lane) {
  const present = new Set(ids);
  const targetsById = new Map<string, Target[]>();
  const heard: LoopId[] = [];
  const missing: { readonly loopId: LoopId; readonly channels: readonly ChannelId[] }[] = [];
  for (const loop of loops) {
    const without: ChannelId[] = [];
    for (const [place, channel] of loop.channels.entries()) {
      const id = channel.source.tags[fileTag];
      if (id === undefined || !present.has(id)) {
        without.push(channel.id);
        continue;
      }
      const targets = targetsById.get(id) ?? [];
      targetsById.set(id, targets);
      targets.push({ lane: laneOf(loop.id), place });
    }
    if (without.length === loop.channels.length) continue;
    heard.push(loop.id);
    if (without.length > 0) missing.push({ loopId: loop.id, channels: without });
  }
  return { targetsById, heard, missing };
}
