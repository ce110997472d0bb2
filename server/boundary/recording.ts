import type { EpochMs } from "../../protocol/time.ts";

/** A line of a recording that was left out. `line` counts from 1. */
export interface RecordingProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** One channel's samples in the order of its file: `atMs[i]` is the source time of `value[i]`. */
export interface RecordedChannel {
  /** Name of the file without its ending. */
  readonly id: string;
  readonly atMs: readonly EpochMs[];
  readonly value: readonly number[];
  /** Samples whose channel and time were there before; the later value won, as it does in the database. */
  readonly merged: number;
  readonly problems: readonly RecordingProblem[];
}

/** One sample of a recording. */
export interface RecordedSample {
  readonly id: string;
  readonly atMs: EpochMs;
  readonly value: number;
}

/** Problems of a recording that are named; what comes after them is counted. */
export const mostNamedProblems = 20;

const hourMs = 3_600_000;

/** Day of year counts from 1 in these files: hour 24 is midnight of 1 January (6844.99 h is 12 October). */
const firstHour = 24;
const lastHour = firstHour + 366 * 24;

/** The hour falls by more than this only when the year turns; else it is a clock that was set back a little. */
const halfYearHours = 183 * 24;

/**
 * Reads one `ID.txt` of ISS-Mimic: lines of "hour-of-year value". Source time is rounded to milliseconds. A jump of
 * the clock back by seconds stays as it is; a jump back by most of a year is New Year.
 */
export function parseIssFile(file: string, text: string, year: number): RecordedChannel {
  const atMs: EpochMs[] = [];
  const value: number[] = [];
  const problems: RecordingProblem[] = [];
  const positionByTime = new Map<EpochMs, number>();
  let merged = 0;
  let currentYear = year;
  let lastHours = firstHour;
  let line = 0;
  for (const written of text.split("\n")) {
    line++;
    if (written.trim() === "") continue;
    const pair = parsePair(written);
    if (typeof pair === "string") {
      problems.push({ file, line, message: pair });
      continue;
    }
    if (pair.hours < lastHours - halfYearHours) currentYear++;
    lastHours = pair.hours;
    const at = Date.UTC(currentYear, 0, 1) + Math.round((pair.hours - firstHour) * hourMs);
    const known = positionByTime.get(at);
    if (known !== undefined) {
      value[known] = pair.value;
      merged++;
      continue;
    }
    positionByTime.set(at, atMs.length);
    atMs.push(at);
    value.push(pair.value);
  }
  return { id: file.replace(/\.txt$/, ""), atMs, value, merged, problems };
}

function parsePair(written: string): { readonly hours: number; readonly value: number } | string {
  const words = written.trim().split(/\s+/);
  const [hoursText, valueText] = words;
  if (hoursText === undefined || valueText === undefined || words.length !== 2)
    return "A line is an hour of the year and a value, with a space between.";
  const hours = Number(hoursText);
  if (!(hours >= firstHour && hours < lastHour))
    return `The hour of the year must be from ${firstHour} to ${lastHour}.`;
  const value = Number(valueText);
  return Number.isFinite(value) ? { hours, value } : "The value is not a finite number.";
}

/** Year of the last `YYYY-MM-DD` in a path, by which such folders are called; `null` when there is none. */
export function findYear(path: string): number | null {
  const dates = [...path.matchAll(/(?<![0-9])((?:19|20)[0-9]{2})-[0-9]{2}-[0-9]{2}(?![0-9])/g)];
  const year = dates.at(-1)?.[1];
  return year === undefined ? null : Number(year);
}

/** All samples by time. Each channel keeps its own order: a sample that jumped back comes right behind its elder. */
export function* mergeChannels(channels: readonly RecordedChannel[]): Generator<RecordedSample> {
  const heads = channels.map((channel) => ({ channel, position: 0 }));
  for (;;) {
    let next: (typeof heads)[number] | null = null;
    let nextMs = Number.POSITIVE_INFINITY;
    for (const head of heads) {
      const atMs = head.channel.atMs[head.position];
      if (atMs === undefined || atMs >= nextMs) continue;
      next = head;
      nextMs = atMs;
    }
    const value = next?.channel.value[next.position];
    if (next === null || value === undefined) return;
    next.position++;
    yield { id: next.channel.id, atMs: nextMs, value };
  }
}

/** A sample as line protocol with a timestamp in milliseconds; the channel's name becomes the tag `id`. */
export function renderIssLine(sample: RecordedSample): string {
  return `iss_telemetry,id=${sample.id} value=${sample.value} ${sample.atMs}`;
}
