import { isAscii, isUtf8 } from "node:buffer";
import { randomInt } from "node:crypto";
import type { EpochMs } from "../../protocol/time.ts";
import { type ByteTable, createByteTable } from "./byte-table.ts";
import { createColumns, growPoints, type LineColumns, resetColumns } from "./line-columns.ts";
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
  toName,
} from "./line-cursor.ts";
import { readFields } from "./line-fields.ts";
import { createForwarder, type Forwarder } from "./line-forwarder.ts";
import { parseSeries, readSeries, type Series } from "./line-series.ts";
import { fromReceived, type LinePrecision, type LineTime, readTime } from "./line-time.ts";

/** Why a line was not accepted; `line` counts from 1. */
export interface LineProblem {
  readonly line: number;
  readonly message: string;
  /** `forbidden`: well written, but not for this sender to write; left out: it could not be taken as it stands. */
  readonly code?: "forbidden";
}

/** What a body of line protocol holds. The columns belong to the reader: they are good until it reads the next body. */
export interface LineBatch {
  readonly columns: LineColumns;
  /** The body that was read: texts and long integers stand in it, at the offsets that the columns give. */
  readonly body: Buffer;
  /** The accepted lines, ready for the store: each with a timestamp in the body's precision, ended by a line feed. */
  readonly lines: Buffer;
  /** The first refused lines, at most `mostProblems`. */
  readonly problems: readonly LineProblem[];
  /** All refused lines, also those that `problems` has no room for. */
  readonly refused: number;
}

/** Reads bodies one after the other and remembers what they have in common: the names of series and fields. */
export interface LineReader {
  /**
   * Reads a body of InfluxDB line protocol in one pass, linear in its length. Never throws: a bad line becomes a
   * problem and the good ones around it are kept. A point without a timestamp gets `receivedMs`.
   */
  read(body: Buffer, precision: LinePrecision, receivedMs: EpochMs): LineBatch;
  /** The series with this number. */
  series(index: number): Series;
  /** The field name with this number. */
  fieldName(index: number): string;
  /** Changes when the names were forgotten and their numbers begin anew. Never within a body. */
  readonly generation: number;
}

/** A sender whose every line is wrong learns nothing from the thousandth sentence. */
const mostProblems = 1000;

/** Names kept from body to body: ten times what a large site sends. A sender that invents names makes us forget them. */
const mostNames = 100_000;
const mostNameBytes = 16_000_000;

/** What one reading of a body needs. */
interface Reading {
  readonly cursor: LineCursor;
  readonly precision: LinePrecision;
  readonly received: LineTime & { readonly stamp: string };
  readonly forwarder: Forwarder;
  readonly isText: boolean;
  readonly body: Buffer;
}

/** A reader that has seen nothing yet. */
export function createLineReader(): LineReader {
  const seed = randomInt(0x7fff_ffff);
  const series = createByteTable(seed);
  const fields = createByteTable(seed);
  const columns = createColumns();
  const time: LineTime = { atMs: 0, restNs: 0 };
  let lastSeries = -1;
  let generation = 0;

  const forgetMany = (): void => {
    if (![series, fields].some((table) => table.size > mostNames || table.heldBytes > mostNameBytes)) return;
    series.clear();
    fields.clear();
    lastSeries = -1;
    generation++;
  };

  /** Reads one line into the columns; `false`: refused, the cursor says why. */
  const readPoint = (reading: Reading): boolean => {
    const { cursor } = reading;
    const from = cursor.at;
    const index = readSeries(cursor, series, lastSeries);
    if (index === null) return false;
    lastSeries = index;
    skipSpaces(cursor);
    if (atLineEnd(cursor)) return refuse(cursor, "There are no fields.") !== null;
    if (readFields(cursor, columns, fields) === null) return false;
    let to = cursor.at;
    skipSpaces(cursor);
    const isStamped = !atLineEnd(cursor);
    if (isStamped) {
      const word = { from: cursor.at, to: skipWord(cursor) };
      const problem = readTime(cursor.bytes, word, reading.precision, time);
      if (problem !== null) return refuse(cursor, problem) !== null;
      to = word.to;
      skipSpaces(cursor);
      if (!atLineEnd(cursor)) return refuse(cursor, "There is something behind the timestamp.") !== null;
    }
    if (!reading.isText && !isUtf8(reading.body.subarray(from, to)))
      return refuse(cursor, "This line is not UTF-8 text.") !== null;
    const at = columns.pointCount;
    if (at === columns.seriesOf.length) growPoints(columns);
    const { atMs, restNs } = isStamped ? time : reading.received;
    columns.seriesOf[at] = index;
    columns.atMs[at] = atMs;
    columns.restNs[at] = restNs;
    columns.valuesEnd[at] = columns.valueCount;
    columns.forwardedTo[at] =
      isStamped && cursor.unsignedAt.length === 0
        ? reading.forwarder.keep(from, to)
        : reading.forwarder.change({
            from,
            to,
            stamp: isStamped ? null : reading.received.stamp,
            unsignedAt: cursor.unsignedAt,
          });
    columns.pointCount = at + 1;
    return true;
  };

  return {
    read(body, precision, receivedMs) {
      forgetMany();
      resetColumns(columns);
      // The same kind of array whatever came in: the loops over it are compiled for one.
      const cursor = createCursor(new Uint8Array(body.buffer, body.byteOffset, body.length));
      const reading: Reading = {
        cursor,
        precision,
        received: fromReceived(receivedMs, precision),
        forwarder: createForwarder(body),
        isText: isAscii(body) || isUtf8(body),
        body,
      };
      const problems: LineProblem[] = [];
      let refused = 0;
      for (let line = 1; cursor.at < cursor.bytes.length; line += 1 + cursor.quotedNewlines) {
        startLine(cursor);
        if (isNothing(cursor)) {
          skipLine(cursor);
          continue;
        }
        const values = columns.valueCount;
        if (readPoint(reading)) columns.line[columns.pointCount - 1] = line;
        else {
          columns.valueCount = values;
          refused++;
          const message = cursor.problem ?? "This line is not line protocol.";
          if (problems.length < mostProblems) problems.push({ line, message });
        }
        skipLine(cursor);
      }
      return { columns, body, lines: reading.forwarder.finish(), problems, refused };
    },
    series(index) {
      const parsed = parseSeries(series.bytesOf(index));
      // Only good series have a number.
      return typeof parsed === "string" ? { measurement: "", tags: {} } : parsed;
    },
    fieldName: (index) => nameIn(fields, index),
    get generation() {
      return generation;
    },
  };
}

function nameIn(table: ByteTable, index: number): string {
  const bytes = table.bytesOf(index);
  return toName(bytes, 0, bytes.length);
}

function startLine(cursor: LineCursor): void {
  cursor.problem = null;
  cursor.quotedNewlines = 0;
  if (cursor.unsignedAt.length > 0) cursor.unsignedAt = [];
  skipSpaces(cursor);
}

/** A comment, or a line without anything. */
const isNothing = (cursor: LineCursor): boolean => atLineEnd(cursor) || cursor.bytes[cursor.at] === hash;

/** Steps behind the word at the cursor; the answer is where it ends. */
function skipWord(cursor: LineCursor): number {
  const { bytes } = cursor;
  let { at } = cursor;
  for (; at < bytes.length; at++) {
    const code = bytes[at];
    if (code === space || code === newline || code === carriageReturn) break;
  }
  cursor.at = at;
  return at;
}
