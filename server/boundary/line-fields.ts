import {
  ambiguousEscape,
  atLineEnd,
  backslash,
  carriageReturn,
  comma,
  equals,
  isAmbiguous,
  isEscaped,
  type LineCursor,
  newline,
  quote,
  refuse,
  space,
  toName,
  toText,
} from "./line-cursor.ts";
import { show } from "./line-series.ts";
import { parseValue } from "./line-value.ts";

/** One field of a point. An integer is a `number` while that is exact, else a `bigint`. */
export interface ParsedField {
  readonly name: string;
  readonly value: number | string | boolean | bigint;
  readonly type: "float" | "int" | "unsigned" | "string" | "bool";
}

/** Reads the fields, up to the space before the timestamp or the line's end. `null`: refused. */
export function parseFields(cursor: LineCursor): ParsedField[] | null {
  const fields: ParsedField[] = [];
  for (;;) {
    const name = parseFieldName(cursor);
    if (name === null) return null;
    const field =
      cursor.text.charCodeAt(cursor.at) === quote ? parseString(cursor, name) : parseToken(cursor, name);
    if (field === null) return null;
    fields.push(field);
    if (cursor.text.charCodeAt(cursor.at) === comma) {
      cursor.at++;
      continue;
    }
    if (cursor.text.charCodeAt(cursor.at) === space || atLineEnd(cursor)) return fields;
    return refuse(cursor, `There is something behind the value of field ${show(name)}.`);
  }
}

function parseFieldName(cursor: LineCursor): string | null {
  const { text } = cursor;
  const from = cursor.at;
  for (; cursor.at < text.length; cursor.at++) {
    const code = text.charCodeAt(cursor.at);
    if (code > equals) continue;
    if (code === equals && !isEscaped(text, cursor.at)) break;
    if ((code === comma || code === space) && !isEscaped(text, cursor.at))
      return refuse(cursor, "A field has no value.");
    if (code < space) break;
    if ((code === comma || code === space || code === equals) && isAmbiguous(text, cursor.at))
      return refuse(cursor, ambiguousEscape);
  }
  if (text.charCodeAt(cursor.at) !== equals)
    return refuse(
      cursor,
      atLineEnd(cursor) ? "A field has no value." : "A control character stands in the name of a field.",
    );
  const name = toName(text.slice(from, cursor.at));
  if (name === "") return refuse(cursor, "A field has no name.");
  // InfluxDB would drop the point: `time` is the name of its timestamp.
  if (name === "time") return refuse(cursor, "A field may not be called time.");
  cursor.at++;
  return name;
}

function parseToken(cursor: LineCursor, name: string): ParsedField | null {
  const { text } = cursor;
  const from = cursor.at;
  for (; cursor.at < text.length; cursor.at++) {
    const code = text.charCodeAt(cursor.at);
    if (code === comma || code === space || code === newline || code === carriageReturn) break;
  }
  const token = text.slice(from, cursor.at);
  const parsed = parseValue(token);
  if (typeof parsed === "string") return refuse(cursor, `Field ${show(name)} ${parsed}`);
  if (parsed.type === "unsigned") cursor.unsignedAt.push(cursor.at - 1);
  return { name, value: parsed.value, type: parsed.type };
}

/** A backslash takes the character behind it along, so `\"` does not end the string; newlines belong to it. */
function parseString(cursor: LineCursor, name: string): ParsedField | null {
  const { text } = cursor;
  const from = cursor.at + 1;
  let newlines = 0;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === newline) newlines++;
    else if (code === backslash) {
      i++;
      if (text.charCodeAt(i) === newline) newlines++;
    } else if (code === quote) {
      cursor.at = i + 1;
      cursor.quotedNewlines += newlines;
      return { name, value: toStringValue(text.slice(from, i)), type: "string" };
    }
  }
  // `cursor.at` stays in this line, so that the good lines behind it are kept.
  return refuse(cursor, `The quotes of field ${show(name)} are not closed.`);
}

function toStringValue(bytes: string): string {
  if (!bytes.includes("\\")) return toText(bytes);
  return toText(bytes.replace(/\\(["\\])/g, "$1"));
}
