import type { ByteTable } from "./byte-table.ts";
import { addValue, type LineColumns, valueKind } from "./line-columns.ts";
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
  show,
  space,
  toName,
} from "./line-cursor.ts";
import { type DecimalResult, readDecimal } from "./line-decimal.ts";
import { parseValue } from "./line-value.ts";

const decimal: DecimalResult = { value: 0, to: 0, isWhole: false };

const letterI = 0x69;

/**
 * Reads the fields into `columns`, up to the space before the timestamp or the line's end; names go into `names`.
 * `null`: refused, the cursor says why.
 */
export function readFields(cursor: LineCursor, columns: LineColumns, names: ByteTable): true | null {
  const { bytes } = cursor;
  let field = -1;
  for (;;) {
    const next = readFieldName(cursor, names, field);
    if (next === null) return null;
    field = next;
    const isRead =
      cursor.at < bytes.length && bytes[cursor.at] === quote
        ? readText(cursor, columns, { field, names })
        : readNumber(cursor, columns, field) || readToken(cursor, columns, { field, names });
    if (isRead === null) return null;
    const code = cursor.at < bytes.length ? bytes[cursor.at] : newline;
    if (code === comma) {
      cursor.at++;
      continue;
    }
    if (code === space || code === newline || atLineEnd(cursor)) return true;
    return refuse(cursor, `There is something behind the value of field ${showField(names, field)}.`);
  }
}

/** Steps behind the equals sign. `after`: the field before this one, -1 for the first. */
function readFieldName(cursor: LineCursor, names: ByteTable, after: number): number | null {
  const { bytes } = cursor;
  const guessed = names.guess(after, cursor.view, cursor.at);
  if (guessed !== -1) {
    const end = cursor.at + names.lengthOf(guessed);
    if (end < bytes.length && bytes[end] === equals) {
      cursor.at = end + 1;
      return guessed;
    }
  }
  const from = cursor.at;
  if (findNameEnd(cursor) === null) return null;
  let field = names.find(bytes, from, cursor.at);
  if (field === -1) {
    const name = toName(bytes, from, cursor.at);
    if (name === "") return refuse(cursor, "A field has no name.");
    // InfluxDB would drop the point: `time` is the name of its timestamp.
    if (name === "time") return refuse(cursor, "A field may not be called time.");
    field = names.add(bytes, from, cursor.at);
  }
  names.follow(after, field);
  cursor.at++;
  return field;
}

function findNameEnd(cursor: LineCursor): true | null {
  const { bytes } = cursor;
  for (; cursor.at < bytes.length; cursor.at++) {
    const code = bytes[cursor.at]!;
    if (code > equals) continue;
    if (code === equals && !isEscaped(bytes, cursor.at)) return true;
    if ((code === comma || code === space) && !isEscaped(bytes, cursor.at))
      return refuse(cursor, "A field has no value.");
    if (code < space) break;
    if ((code === comma || code === space || code === equals) && isAmbiguous(bytes, cursor.at))
      return refuse(cursor, ambiguousEscape);
  }
  return refuse(
    cursor,
    atLineEnd(cursor) ? "A field has no value." : "A control character stands in the name of a field.",
  );
}

/** The usual value: a short decimal, or an integer. `false`: not one, nothing was read. */
function readNumber(cursor: LineCursor, columns: LineColumns, field: number): boolean {
  const { bytes } = cursor;
  if (!readDecimal(bytes, cursor.at, decimal)) return false;
  let { to } = decimal;
  let kind: number = valueKind.float;
  if (decimal.isWhole && to < bytes.length && bytes[to] === letterI) {
    kind = valueKind.int;
    to++;
  }
  if (to < bytes.length && !endsToken(bytes[to]!)) return false;
  addValue(columns, field, kind, decimal.value);
  cursor.at = to;
  return true;
}

const endsToken = (code: number): boolean =>
  code === comma || code === space || code === newline || code === carriageReturn;

/** A field and where its name is found, for sentences. */
interface NamedField {
  readonly field: number;
  readonly names: ByteTable;
}

function readToken(cursor: LineCursor, columns: LineColumns, { field, names }: NamedField): true | null {
  const { bytes } = cursor;
  const from = cursor.at;
  while (cursor.at < bytes.length && !endsToken(bytes[cursor.at]!)) cursor.at++;
  const token = Buffer.from(bytes.buffer, bytes.byteOffset + from, cursor.at - from).toString("latin1");
  const parsed = parseValue(token);
  if (typeof parsed === "string") return refuse(cursor, `Field ${showField(names, field)} ${parsed}`);
  const { kind } = parsed;
  if (kind === valueKind.unsigned || kind === valueKind.longUnsigned) cursor.unsignedAt.push(cursor.at - 1);
  addValue(columns, field, kind, parsed.value ?? from);
  return true;
}

/** A backslash takes the character behind it along, so `\"` does not end the string; newlines belong to it. */
function readText(cursor: LineCursor, columns: LineColumns, { field, names }: NamedField): true | null {
  const { bytes } = cursor;
  const from = cursor.at;
  const end = findQuote(bytes, from);
  // `cursor.at` stays in this line, so that the good lines behind it are kept.
  if (end < 0) return refuse(cursor, `The quotes of field ${showField(names, field)} are not closed.`);
  for (let at = bytes.indexOf(newline, from); at >= 0 && at < end; at = bytes.indexOf(newline, at + 1))
    cursor.quotedNewlines++;
  addValue(columns, field, valueKind.text, from);
  cursor.at = end + 1;
  return true;
}

/** Offset of the quote that closes the one at `from`; -1 when none does. */
export function findQuote(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; at < bytes.length; at++) {
    const code = bytes[at];
    if (code === backslash) at++;
    else if (code === quote) return at;
  }
  return -1;
}

function showField(names: ByteTable, field: number): string {
  const bytes = names.bytesOf(field);
  return show(toName(bytes, 0, bytes.length));
}
