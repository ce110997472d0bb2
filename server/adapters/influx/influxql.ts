import type { EpochMs } from "../../../protocol/time.ts";
import type { SeriesRef } from "../../domain/loop/loop.ts";

/** A piece of InfluxQL, or a whole statement, in which every name and text is already quoted. */
export interface InfluxQl {
  readonly influxQl: string;
}

/** A name (measurement, field, tag, database) to be quoted. */
export interface Identifier {
  readonly identifier: string;
}

/** Marks a name for a gap of `influxQl`. */
export const identifier = (name: string): Identifier => ({ identifier: name });

/**
 * Puts a statement together. A plain string in a gap becomes a quoted text, a number itself, an `Identifier` a
 * quoted name, and only another piece goes in as it is: nothing that came from outside can end its quotes.
 */
export function influxQl(
  parts: TemplateStringsArray,
  ...gaps: readonly (string | number | Identifier | InfluxQl)[]
): InfluxQl {
  const text = parts.map((part, i) => part + toText(gaps[i]));
  return { influxQl: text.join("") };
}

function toText(gap: string | number | Identifier | InfluxQl | undefined): string {
  if (gap === undefined) return "";
  if (typeof gap === "number") return String(gap);
  if (typeof gap === "string") return `'${escapeText(gap, "'")}'`;
  if ("identifier" in gap) return `"${escapeText(gap.identifier, '"')}"`;
  return gap.influxQl;
}

/** InfluxQL escapes a backslash, the quote and a newline, in names as in texts. */
const escapeText = (text: string, quote: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`).replaceAll("\n", "\\n");

/** Pieces joined by ` AND `; for none, a condition that is always true. */
export function every(conditions: readonly InfluxQl[]): InfluxQl {
  const text = conditions.map((condition) => condition.influxQl);
  return { influxQl: text.length === 0 ? "time >= -9223372036854775806" : text.join(" AND ") };
}

/**
 * The series that a reference names: those that have its tags; further tags do not matter. `::tag`, because a
 * field may have the same name.
 */
export const tagsOf = (ref: SeriesRef): readonly InfluxQl[] =>
  Object.entries(ref.tags).map(([key, value]) => influxQl`${identifier(key)}::tag = ${value}`);

/** Minimum and maximum (and sum and count) of a field in each bucket that has a value. Times in whole milliseconds. */
export function historyStatement(
  ref: SeriesRef,
  span: { readonly fromMs: EpochMs; readonly toMs: EpochMs; readonly bucketMs: number },
  withSums = false,
): InfluxQl {
  const field = identifier(ref.field);
  const where = every([influxQl`time >= ${span.fromMs}ms`, influxQl`time < ${span.toMs}ms`, ...tagsOf(ref)]);
  const sums = withSums ? influxQl`, sum(${field}::field), count(${field}::field)` : influxQl``;
  return influxQl`SELECT min(${field}::field), max(${field}::field)${sums} FROM ${identifier(ref.measurement)} WHERE ${where} GROUP BY time(${span.bucketMs}ms) fill(none)`;
}

/** The newest values of a field from a time on, at most `most`, newest first. */
export const valuesStatement = (ref: SeriesRef, fromMs: EpochMs, most: number): InfluxQl =>
  influxQl`SELECT ${identifier(ref.field)}::field FROM ${identifier(ref.measurement)} WHERE ${every([influxQl`time >= ${fromMs}ms`, ...tagsOf(ref)])} ORDER BY time DESC LIMIT ${most}`;

/** The newest value of a field; its row's time is the answer. */
export const newestStatement = (ref: SeriesRef): InfluxQl =>
  influxQl`SELECT last(${identifier(ref.field)}::field) FROM ${identifier(ref.measurement)} WHERE ${every(tagsOf(ref))}`;
