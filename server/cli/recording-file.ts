import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { idPattern } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { parseLines } from "../boundary/line-protocol.ts";
import type { LinePrecision } from "../boundary/line-time.ts";
import { countDistinct } from "../boundary/point-count.ts";
import {
  findYear,
  mergeChannels,
  parseIssFile,
  type RecordedChannel,
  type RecordingProblem,
  renderIssLine,
} from "../boundary/recording.ts";
import { CommandError } from "./command-error.ts";

/** One line of line protocol with its line feed, and its source time. */
export interface RecordedLine {
  readonly text: string | Buffer;
  readonly atMs: EpochMs;
}

/** A recording, ready to be sent. */
export interface Recording {
  readonly precision: LinePrecision;
  /** Lines that `lines` will give. */
  readonly total: number;
  readonly lines: Iterable<RecordedLine>;
  /** Distinct points by measurement: what a store that was empty must hold afterwards. */
  readonly pointsByMeasurement: ReadonlyMap<string, number>;
  /** Points that repeat one of the same series and time. */
  readonly merged: number;
  /** Lines left out, and the first of them. */
  readonly skipped: number;
  readonly problems: readonly RecordingProblem[];
}

/** Node holds no longer text; larger recordings are sent in parts. Bytes. */
const longestFile = 400_000_000;

/** A folder of `ID.txt` as ISS-Mimic records them. */
export interface IssFolder {
  /** Names of the channels that have a file, sorted. */
  readonly ids: readonly string[];
  /** Throws `CommandError` when the file cannot be read. */
  read(id: string): RecordedChannel;
}

/** The year comes from `year`, else from a date in the path. Throws `CommandError` when there is neither, or no file. */
export function openIssFolder(path: string, year: number | null): IssFolder {
  const folder = resolve(path);
  const inYear = year ?? findYear(folder);
  if (inYear === null)
    throw new CommandError(
      "The files count hours of a year, and no date like 2018-10-12 in the path says which. Add --year.",
    );
  const ids = listFiles(folder)
    .filter((name) => name.endsWith(".txt"))
    .map((name) => name.slice(0, -4))
    .filter((id) => idPattern.test(id));
  if (ids.length === 0)
    throw new CommandError(`There is no ID.txt in ${path}; a recording is a folder of such files.`);
  return {
    ids,
    read: (id) => parseIssFile(`${id}.txt`, readText(join(folder, `${id}.txt`)).toString("utf8"), inYear),
  };
}

/** All channels of a folder, ready to be sent. */
export function readIssRecording(path: string, year: number | null): Recording {
  const folder = openIssFolder(path, year);
  const channels = folder.ids.map((id) => folder.read(id));
  const total = channels.reduce((sum, channel) => sum + channel.atMs.length, 0);
  const problems = channels.flatMap((channel) => channel.problems);
  return {
    precision: "ms",
    total,
    lines: {
      *[Symbol.iterator]() {
        for (const sample of mergeChannels(channels))
          yield { text: `${renderIssLine(sample)}\n`, atMs: sample.atMs };
      },
    },
    pointsByMeasurement: new Map([["iss_telemetry", total]]),
    merged: channels.reduce((sum, channel) => sum + channel.merged, 0),
    skipped: problems.length,
    problems,
  };
}

/** A file of line protocol. Lines without a timestamp get `receivedMs`. */
export function readLpRecording(path: string, precision: LinePrecision, receivedMs: EpochMs): Recording {
  const { points, lines, ends, problems, refused } = parseLines(readText(path), precision, receivedMs);
  const pointsByMeasurement = countDistinct(points);
  const distinct = [...pointsByMeasurement.values()].reduce((sum, count) => sum + count, 0);
  return {
    precision,
    total: points.length,
    lines: {
      *[Symbol.iterator]() {
        for (const [i, point] of points.entries())
          yield { text: lines.subarray(ends[i - 1] ?? 0, ends[i]), atMs: point.atMs };
      },
    },
    pointsByMeasurement,
    merged: points.length - distinct,
    skipped: refused,
    problems: problems.map((problem) => ({ file: basename(path), ...problem })),
  };
}

function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (cause) {
    throw new CommandError(`${folder} is not a folder that can be read.`, cause);
  }
}

function readText(file: string): Buffer {
  try {
    if (statSync(file).size <= longestFile) return readFileSync(file);
  } catch (cause) {
    throw new CommandError(`${file} cannot be read.`, cause);
  }
  throw new CommandError(
    `${file} is larger than ${longestFile / 1_000_000} MB; split it and send the parts.`,
  );
}
