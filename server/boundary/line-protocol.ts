import { isAscii, isUtf8 } from "node:buffer";
import type { EpochMs } from "../../protocol/time.ts";
import {
  atLineEnd,
  carriageReturn,
  createCursor,
  hash,
  type LineCursor,
  newline,
  refuse,
  skipLine,
  skipSpaces,
  space,
} from "./line-cursor.ts";
import { type ParsedField, parseFields } from "./line-fields.ts";
import { createForwarder } from "./line-forwarder.ts";
import { parseSeries, type Series, type SeriesByBytes } from "./line-series.ts";
import { fromReceived, type LinePrecision, type LineTime, parseTime } from "./line-time.ts";

/** One accepted point. `atMs` is `atNs` rounded down to milliseconds. */
export interface ParsedPoint {
  readonly measurement: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly fields: readonly ParsedField[];
  readonly atNs: bigint;
  readonly atMs: EpochMs;
}

/** Why a line was not accepted; `line` counts from 1. */
export interface LineProblem {
  readonly line: number;
  readonly message: string;
}

/** What a body of line protocol holds. */
export interface ParsedLines {
  readonly points: readonly ParsedPoint[];
  /** The accepted lines, ready for the store: each with a timestamp in the body's precision, ended by a line feed. */
  readonly lines: Buffer;
  /** Where each point's line ends in `lines`: offset behind its line feed. Text may hold line feeds of its own. */
  readonly ends: readonly number[];
  /** The first refused lines, at most `mostProblems`. */
  readonly problems: readonly LineProblem[];
  /** All refused lines, also those that `problems` has no room for. */
  readonly refused: number;
}

/** A sender whose every line is wrong learns nothing from the thousandth sentence. */
const mostProblems = 1000;

/**
 * Reads a body of InfluxDB line protocol in one pass, linear in its length. Never throws: a bad line becomes a
 * problem and the good ones around it are kept. A point without a timestamp gets `receivedMs`.
 */
export function parseLines(
  body: Buffer | string,
  precision: LinePrecision,
  receivedMs: EpochMs,
): ParsedLines {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const cursor = createCursor(bytes.toString("latin1"));
  const forwarder = createForwarder(bytes);
  const received = fromReceived(receivedMs, precision);
  const isText = isAscii(bytes) || isUtf8(bytes);
  const seen: SeriesByBytes = new Map();
  const points: ParsedPoint[] = [];
  const ends: number[] = [];
  const problems: LineProblem[] = [];
  let refused = 0;
  let line = 1;
  for (; cursor.at < cursor.text.length; line += 1 + cursor.quotedNewlines) {
    startLine(cursor);
    const from = cursor.at;
    if (cursor.text.charCodeAt(from) === hash || atLineEnd(cursor)) {
      skipLine(cursor);
      continue;
    }
    const point = parsePoint(cursor, seen, precision);
    if (point !== null && !isText && !isUtf8(bytes.subarray(from, point.end)))
      refuse(cursor, "This line is not UTF-8 text.");
    if (point === null || cursor.problem !== null) {
      refused++;
      if (problems.length < mostProblems)
        problems.push({ line, message: cursor.problem ?? "This line is not line protocol." });
      skipLine(cursor);
      continue;
    }
    const { measurement, tags } = point.series;
    const { atNs, atMs } = point.time ?? received.time;
    points.push({ measurement, tags, fields: point.fields, atNs, atMs });
    const end = forwarder.accept({
      from,
      to: point.end,
      stamp: point.time === null ? received.stamp : null,
      unsignedAt: cursor.unsignedAt,
    });
    ends.push(end);
    skipLine(cursor);
  }
  return { points, lines: forwarder.finish(), ends, problems, refused };
}

function startLine(cursor: LineCursor): void {
  cursor.problem = null;
  cursor.quotedNewlines = 0;
  if (cursor.unsignedAt.length > 0) cursor.unsignedAt = [];
  skipSpaces(cursor);
}

/** A line taken apart; `end` is the offset behind its last character that counts. `time: null`: it brings none. */
interface Line {
  readonly series: Series;
  readonly fields: readonly ParsedField[];
  readonly time: LineTime | null;
  readonly end: number;
}

function parsePoint(cursor: LineCursor, seen: SeriesByBytes, precision: LinePrecision): Line | null {
  const series = parseSeries(cursor, seen);
  if (series === null) return null;
  skipSpaces(cursor);
  if (atLineEnd(cursor)) return refuse(cursor, "There are no fields.");
  const fields = parseFields(cursor);
  if (fields === null) return null;
  const fieldsEnd = cursor.at;
  skipSpaces(cursor);
  if (atLineEnd(cursor)) return { series, fields, time: null, end: fieldsEnd };
  const time = parseTime(takeWord(cursor), precision);
  if (typeof time === "string") return refuse(cursor, time);
  const end = cursor.at;
  skipSpaces(cursor);
  if (!atLineEnd(cursor)) return refuse(cursor, "There is something behind the timestamp.");
  return { series, fields, time, end };
}

function takeWord(cursor: LineCursor): string {
  const from = cursor.at;
  for (; cursor.at < cursor.text.length; cursor.at++) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (code === space || code === newline || code === carriageReturn) break;
  }
  return cursor.text.slice(from, cursor.at);
}
