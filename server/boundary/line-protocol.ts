import type { EpochMs } from "../../protocol/time.ts";
import { refusedPoint, valueKind } from "./line-columns.ts";
import { toText } from "./line-cursor.ts";
import { findQuote } from "./line-fields.ts";
import { createLineReader, type LineBatch, type LineProblem, type LineReader } from "./line-reader.ts";
import type { Series } from "./line-series.ts";
import { type LinePrecision, toNs } from "./line-time.ts";

/** One field of a point. An integer is a `number` while that is exact, else a `bigint`. */
export interface ParsedField {
  readonly name: string;
  readonly value: number | string | boolean | bigint;
  readonly type: "float" | "int" | "unsigned" | "string" | "bool";
}

/** One accepted point. `atMs` is `atNs` rounded down to milliseconds. */
export interface ParsedPoint {
  readonly measurement: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly fields: readonly ParsedField[];
  readonly atNs: bigint;
  readonly atMs: EpochMs;
}

/** What a body of line protocol holds, a point an object: for where a body is read once and not in a hurry. */
export interface ParsedLines {
  readonly points: readonly ParsedPoint[];
  /** The accepted lines, ready for the store: each with a timestamp in the body's precision, ended by a line feed. */
  readonly lines: Buffer;
  /** Where each point's line ends in `lines`: offset behind its line feed. Text may hold line feeds of its own. */
  readonly ends: readonly number[];
  /** The first refused lines; `refused` counts all. */
  readonly problems: readonly LineProblem[];
  readonly refused: number;
}

/** Reads a body as `LineReader` does, and makes objects of its columns. Points of one series share their tags. */
export function parseLines(
  body: Buffer | string,
  precision: LinePrecision,
  receivedMs: EpochMs,
): ParsedLines {
  const reader = createLineReader();
  const batch = reader.read(typeof body === "string" ? Buffer.from(body) : body, precision, receivedMs);
  const { columns, lines, problems, refused } = batch;
  const ends = Array.from(columns.forwardedTo.subarray(0, columns.pointCount));
  return { points: toPoints(reader, batch), lines, ends, problems, refused };
}

/** The points of a batch that count, as objects. */
export function toPoints(reader: LineReader, batch: LineBatch): ParsedPoint[] {
  const { columns } = batch;
  const seriesByNumber = new Map<number, Series>();
  const nameByNumber = new Map<number, string>();
  const points: ParsedPoint[] = [];
  for (let i = 0; i < columns.pointCount; i++) {
    const number = columns.seriesOf[i]!;
    if (number === refusedPoint) continue;
    const { measurement, tags } = remembered(seriesByNumber, number, reader.series);
    const fields: ParsedField[] = [];
    for (let k = i === 0 ? 0 : columns.valuesEnd[i - 1]!; k < columns.valuesEnd[i]!; k++) {
      const name = remembered(nameByNumber, columns.fieldOf[k]!, reader.fieldName);
      fields.push({ name, ...toValue(batch, k) });
    }
    const atMs = columns.atMs[i]!;
    points.push({ measurement, tags, fields, atNs: toNs(atMs, columns.restNs[i]!), atMs });
  }
  return points;
}

function remembered<T>(known: Map<number, T>, key: number, find: (key: number) => T): T {
  const old = known.get(key);
  if (old !== undefined) return old;
  const found = find(key);
  known.set(key, found);
  return found;
}

/** The `k`-th value of a batch as it was written. */
function toValue({ columns, body }: LineBatch, k: number): Omit<ParsedField, "name"> {
  const value = columns.value[k]!;
  switch (columns.kind[k]) {
    case valueKind.int:
      return { value, type: "int" };
    case valueKind.unsigned:
      return { value, type: "unsigned" };
    case valueKind.bool:
      return { value: value === 1, type: "bool" };
    case valueKind.text:
      return { value: textAt(body, value), type: "string" };
    case valueKind.longInt:
      return { value: longAt(body, value), type: "int" };
    case valueKind.longUnsigned:
      return { value: longAt(body, value), type: "unsigned" };
    default:
      return { value, type: "float" };
  }
}

/** The text whose opening quote stands at `from`, without its escapes. */
export function textAt(body: Buffer, from: number): string {
  const text = toText(body, from + 1, findQuote(body, from));
  return text.includes("\\") ? text.replace(/\\(["\\])/g, "$1") : text;
}

function longAt(body: Buffer, from: number): bigint {
  const digits = /^-?[0-9]+/.exec(body.toString("latin1", from, from + longestInteger))?.[0] ?? "0";
  return BigInt(digits);
}

/** Digits of the longest 64-bit integer with its sign. */
const longestInteger = 20;
