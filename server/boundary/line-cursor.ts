/** Character codes that mean something in line protocol. */
export const newline = 10;
export const carriageReturn = 13;
export const space = 32;
export const quote = 34;
export const hash = 35;
export const comma = 44;
export const equals = 61;
export const backslash = 92;

/** Where reading stands in a body. */
export interface LineCursor {
  readonly bytes: Uint8Array;
  /** The same bytes, for reading several at once. */
  readonly view: DataView;
  at: number;
  /** The sentence that says why the current line is refused; `null` while it is fine. */
  problem: string | null;
  /** Newlines met inside quoted strings of the current line: they do not end it, but editors count them. */
  quotedNewlines: number;
  /** Offsets of the `u` behind unsigned values of the current line. */
  unsignedAt: number[];
}

/** A cursor at the start of a body. */
export function createCursor(bytes: Uint8Array): LineCursor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes, view, at: 0, problem: null, quotedNewlines: 0, unsignedAt: [] };
}

/** Remembers why the line is refused, and gives `null` so that a reader can end with it. */
export function refuse(cursor: LineCursor, problem: string): null {
  cursor.problem = problem;
  return null;
}

/** True at the end of the body, at a line feed, and at the carriage return of a CRLF. */
export function atLineEnd({ bytes, at }: LineCursor): boolean {
  if (at >= bytes.length) return true;
  const code = bytes[at];
  if (code === newline) return true;
  return code === carriageReturn && at + 1 < bytes.length && bytes[at + 1] === newline;
}

/** Steps over spaces. */
export function skipSpaces(cursor: LineCursor): void {
  const { bytes } = cursor;
  let { at } = cursor;
  while (at < bytes.length && bytes[at] === space) at++;
  cursor.at = at;
}

/** Steps behind the next line feed, or to the end of the body. */
export function skipLine(cursor: LineCursor): void {
  const { bytes, at } = cursor;
  if (at < bytes.length && bytes[at] === newline) {
    cursor.at = at + 1;
    return;
  }
  const end = bytes.indexOf(newline, at);
  cursor.at = end < 0 ? bytes.length : end + 1;
}

/**
 * True when the byte before `at` escapes it. Servers disagree on two backslashes in a row before a
 * delimiter, so `isAmbiguous` refuses that.
 */
export function isEscaped(bytes: Uint8Array, at: number): boolean {
  return at > 0 && bytes[at - 1] === backslash;
}

/** True when two backslashes stand before `at`: some servers read the second as escaped, some as escaping. */
export function isAmbiguous(bytes: Uint8Array, at: number): boolean {
  return at > 1 && bytes[at - 1] === backslash && bytes[at - 2] === backslash;
}

/** The sentence for `isAmbiguous`. */
export const ambiguousEscape =
  "Two backslashes before a comma, space or equals sign are read differently by different servers.";

/** A stretch of UTF-8 as text. */
export function toText(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString("utf8");
}

/** A name without its escapes: a backslash before a comma, space or equals sign goes, every other one stays. */
export function toName(bytes: Uint8Array, from: number, to: number): string {
  const text = toText(bytes, from, to);
  return text.includes("\\") ? text.replace(/\\([, =])/g, "$1") : text;
}

/** A name as it may stand in a sentence: in quotes, and never so long that it hides the sentence. */
export function show(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 57)}...` : name);
}
