import type { ByteTable } from "./byte-table.ts";
import {
  ambiguousEscape,
  atLineEnd,
  backslash,
  comma,
  equals,
  isAmbiguous,
  isEscaped,
  type LineCursor,
  refuse,
  show,
  space,
  toName,
} from "./line-cursor.ts";

/** Measurement and tags of a point, without escapes. */
export interface Series {
  readonly measurement: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** InfluxDB's limit for the measurement and tags of one point, bytes. A longer one would be lost there. */
const longestSeriesBytes = 65_535;

/**
 * Reads up to the space before the fields; the answer is the series' number in `table`. `after`: the series of the line
 * before. `null`: refused, the cursor says why.
 */
export function readSeries(cursor: LineCursor, table: ByteTable, after: number): number | null {
  const { bytes } = cursor;
  const from = cursor.at;
  const guessed = table.guess(after, cursor.view, from);
  if (guessed !== -1) {
    const end = from + table.lengthOf(guessed);
    if (end < bytes.length && bytes[end] === space) {
      cursor.at = end;
      return guessed;
    }
  }
  if (findEnd(cursor) === null) return null;
  if (cursor.at - from > longestSeriesBytes)
    return refuse(cursor, `The measurement and tags are longer than ${longestSeriesBytes} bytes.`);
  let series = table.find(bytes, from, cursor.at);
  if (series === -1) {
    // Only what is good gets a number, so a series in the table needs no second look.
    const parsed = parseSeries(bytes.subarray(from, cursor.at));
    if (typeof parsed === "string") return refuse(cursor, parsed);
    series = table.add(bytes, from, cursor.at);
  }
  table.follow(after, series);
  return series;
}

function findEnd(cursor: LineCursor): true | null {
  const { bytes } = cursor;
  for (; cursor.at < bytes.length; cursor.at++) {
    const code = bytes[cursor.at]!;
    if (code === space && !isEscaped(bytes, cursor.at)) return true;
    if (code < space) break;
  }
  if (atLineEnd(cursor)) return refuse(cursor, "There are no fields.");
  return refuse(cursor, "A control character stands in the measurement or a tag.");
}

/** Takes a series apart. A string answer says why it is none. */
export function parseSeries(bytes: Uint8Array): Series | string {
  const cuts = splitUnescaped(bytes);
  if (cuts === null) return ambiguousEscape;
  const measurement = toName(bytes, 0, cuts[0] ?? bytes.length);
  if (measurement === "") return "The measurement is missing.";
  const tags: Record<string, string> = Object.create(null);
  for (const [i, cut] of cuts.slice(0, -1).entries()) {
    const problem = addTag(tags, bytes.subarray(cut + 1, cuts[i + 1]));
    if (problem !== null) return problem;
  }
  return { measurement, tags };
}

/** Offsets of commas that no backslash escapes, then the end; `null` when an escape is ambiguous. */
function splitUnescaped(bytes: Uint8Array): number[] | null {
  const cuts: number[] = [];
  for (let i = 0; i <= bytes.length; i++) {
    const code = bytes[i];
    const isDelimiter = i === bytes.length || code === comma || code === equals || code === space;
    if (isDelimiter && isAmbiguous(bytes, i)) return null;
    if (i === bytes.length || (code === comma && !isEscaped(bytes, i))) cuts.push(i);
  }
  return cuts;
}

/** Adds one `key=value`; the answer is a problem or `null`. */
function addTag(tags: Record<string, string>, part: Uint8Array): string | null {
  const cut = findEquals(part, 0);
  const key = toName(part, 0, cut < 0 ? part.length : cut);
  if (key === "") return "A tag has no name.";
  if (cut < 0 || cut === part.length - 1) return `Tag ${show(key)} has no value.`;
  if (findEquals(part, cut + 1) >= 0)
    return `Tag ${show(key)} has an equals sign in its value; write it as \\=.`;
  // InfluxDB would drop the point: `time` is the name of its timestamp.
  if (key === "time") return "A tag may not be called time.";
  if (tags[key] !== undefined) return `Tag ${show(key)} is there twice.`;
  tags[key] = toName(part, cut + 1, part.length);
  return null;
}

function findEquals(part: Uint8Array, from: number): number {
  let at = part.indexOf(equals, from);
  while (at > 0 && part[at - 1] === backslash) at = part.indexOf(equals, at + 1);
  return at;
}
