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

/** Series already seen in the body by their bytes: a body repeats few series many times. */
export type SeriesByBytes = Map<string, Series>;

/** Reads up to the space before the fields. `null`: refused, the cursor says why. */
export function parseSeries(cursor: LineCursor, seen: SeriesByBytes): Series | null {
  const from = cursor.at;
  const end = findEnd(cursor);
  if (end === null) return null;
  const bytes = cursor.text.slice(from, end);
  const known = seen.get(bytes);
  if (known !== undefined) return known;
  const series = toSeries(cursor, bytes);
  if (series !== null) seen.set(bytes, series);
  return series;
}

function findEnd(cursor: LineCursor): number | null {
  const { text } = cursor;
  for (; cursor.at < text.length; cursor.at++) {
    const code = text.charCodeAt(cursor.at);
    if (code === space && !isEscaped(text, cursor.at)) return cursor.at;
    if (code < space) break;
  }
  if (atLineEnd(cursor)) return refuse(cursor, "There are no fields.");
  return refuse(cursor, "A control character stands in the measurement or a tag.");
}

function toSeries(cursor: LineCursor, bytes: string): Series | null {
  if (bytes.length > longestSeriesBytes)
    return refuse(cursor, `The measurement and tags are longer than ${longestSeriesBytes} bytes.`);
  const parts = splitUnescaped(bytes);
  if (parts === null) return refuse(cursor, ambiguousEscape);
  const measurement = parts[0] ?? "";
  if (measurement === "") return refuse(cursor, "The measurement is missing.");
  const tags: Record<string, string> = Object.create(null);
  for (const part of parts.slice(1)) {
    const problem = addTag(tags, part);
    if (problem !== null) return refuse(cursor, problem);
  }
  return { measurement: toName(measurement), tags };
}

/** Cuts at commas that no backslash escapes; `null` when an escape is ambiguous. */
function splitUnescaped(bytes: string): string[] | null {
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i <= bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    const isDelimiter = i === bytes.length || code === comma || code === equals || code === space;
    if (isDelimiter && isAmbiguous(bytes, i)) return null;
    if (i < bytes.length && (code !== comma || isEscaped(bytes, i))) continue;
    parts.push(bytes.slice(from, i));
    from = i + 1;
  }
  return parts;
}

/** Adds one `key=value`; the answer is a problem or `null`. */
function addTag(tags: Record<string, string>, part: string): string | null {
  const cut = findEquals(part, 0);
  const key = toName(cut < 0 ? part : part.slice(0, cut));
  if (key === "") return "A tag has no name.";
  if (cut < 0 || cut === part.length - 1) return `Tag ${show(key)} has no value.`;
  if (findEquals(part, cut + 1) >= 0)
    return `Tag ${show(key)} has an equals sign in its value; write it as \\=.`;
  // InfluxDB would drop the point: `time` is the name of its timestamp.
  if (key === "time") return "A tag may not be called time.";
  if (tags[key] !== undefined) return `Tag ${show(key)} is there twice.`;
  tags[key] = toName(part.slice(cut + 1));
  return null;
}

function findEquals(part: string, from: number): number {
  let at = part.indexOf("=", from);
  while (at > 0 && part.charCodeAt(at - 1) === backslash) at = part.indexOf("=", at + 1);
  return at;
}

/** A name as it may stand in a sentence: in quotes, and never so long that it hides the sentence. */
export function show(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 57)}...` : name);
}
