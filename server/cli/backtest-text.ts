import type { LoopEstimate } from "../../protocol/estimate.ts";
import { toReadable, toSpan } from "../../protocol/units.ts";
import type { LoopStory, OccurrenceEvent } from "../app/backtest-story.ts";
import { toRateText, toTimeLeftInterval, toTimeLeftShort } from "../domain/notice/alarm-words.ts";
import { toUtcText } from "../domain/notice/utc.ts";
import type { BacktestRun } from "./backtest-task.ts";
import { toCountText } from "./terminal.ts";

/** What came of the recordings, for people: a story a loop, then a line about all of them when there are several. */
export function renderBacktestText(runs: readonly BacktestRun[]): string {
  const stories = runs.flatMap(renderRun);
  if (runs.length === 1) return stories.join("\n");
  const alarmed = runs.filter(({ loops }) => loops.some(({ occurrences }) => occurrences.length > 0)).length;
  return [...stories, `${alarmed} of ${runs.length} recordings have alarms.\n`].join("\n");
}

function renderRun({ input, loops, failure }: BacktestRun): readonly string[] {
  if (failure !== null) return [];
  return loops.map((story) => `${input}\n${renderLoop(story).join("\n")}\n`);
}

function renderLoop(story: LoopStory): readonly string[] {
  const { loopId, name, fromMs, toMs, occurrences, last } = story;
  const title = name === loopId ? loopId : `${loopId}, ${name}`;
  if (fromMs === null || toMs === null) return [`  ${title}: nothing could be judged.`];
  const events = occurrences
    .flatMap((occurrence) => occurrence.events.map((event) => ({ event, alarmClass: occurrence.alarmClass })))
    .map((one, k) => ({ ...one, k }))
    .sort((a, b) => a.event.atMs - b.event.atMs || a.k - b.k);
  return [
    `  ${title}: ${toUtcText(fromMs)} to ${toUtcText(toMs)} (${toSpan(toMs - fromMs)}), ${toCountText(story.evaluations)} evaluations`,
    `  ${toWatchedText(story)}`,
    ...(events.length === 0 ? ["  No alarm."] : events.flatMap(({ event }) => renderEvent(event))),
    ...(last === null ? [] : [`  At the end: ${toEndText(last)}.`]),
  ];
}

function toWatchedText({ watchedFromMs, occurrences }: LoopStory): string {
  if (watchedFromMs !== null)
    return `Known well enough to be watched for small leaks from ${toUtcText(watchedFromMs)}.`;
  return occurrences.length > 0
    ? "Never known well enough to be watched for small leaks."
    : "Never known well enough to be watched for small leaks: no alarm means little here.";
}

/** Widest word in its column. */
const kindWidth = "returned".length;
const severityWidth = "EMERGENCY".length;

const marks = { for: "+", against: "-", note: "·" } as const;

function renderEvent({ kind, atMs, alarm, reason }: OccurrenceEvent): readonly string[] {
  const rate = toRateText(alarm);
  const left = toTimeLeftShort(alarm.timeLeft);
  const interval = toTimeLeftInterval(alarm.timeLeft);
  const isOver = kind === "returned";
  const facts = [
    alarm.alarmClass === alarm.verdict ? alarm.verdict : `${alarm.alarmClass}: ${alarm.verdict}`,
    ...(isOver || rate === null ? [] : [rate]),
    ...(isOver || left === null ? [] : [`time left ${left}${interval === null ? "" : ` (${interval})`}`]),
    ...(reason === null ? [] : [reason]),
  ];
  const line = `  ${toUtcText(atMs)}  ${kind.padEnd(kindWidth)}  ${alarm.severity.toUpperCase().padEnd(severityWidth)}  ${facts.join("; ")}`;
  if (kind === "revised" || isOver) return [line];
  return [
    line,
    `      ${alarm.headline}`,
    ...(alarm.onsetMs === null ? [] : [`      Began about ${toUtcText(alarm.onsetMs)}.`]),
    ...alarm.evidence.map(({ side, text }) => `      ${marks[side]} ${text}`),
  ];
}

function toEndText({ detection, inventoryL, inventorySdL }: LoopEstimate): string {
  const state = "reason" in detection ? `${detection.kind} (${detection.reason})` : detection.kind;
  if (inventoryL === null) return state;
  const sd = inventorySdL === null ? "" : ` ± ${toReadable(inventorySdL, 2)}`;
  return `${state}; inventory ${toReadable(inventoryL, 4)}${sd} L`;
}
