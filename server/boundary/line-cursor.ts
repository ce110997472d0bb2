/** Character codes that mean something in line protocol. */
export const newline = 10;
export const carriageReturn = 13;
export const space = 32;
export const quote = 34;
export const hash = 35;
export const comma = 44;
export const equals = 61;
export const backslash = 92;

/** Where reading stands in a body. One character of `text` is one byte, so positions are byte offsets too. */
export interface LineCursor {
  readonly text: string;
  at: number;
  /** The sentence that says why the current line is refused; `null` while it is fine. */
  problem: string | null;
  /** Newlines met inside quoted strings of the current line: they do not end it, but editors count them. */
  quotedNewlines: number;
  /** Offsets of the `u` behind unsigned values of the current line. */
  unsignedAt: number[];
}

/** A cursor at the start of a body whose characters are bytes. */
export function createCursor(text: string): LineCursor {
  return { text, at: 0, problem: null, quotedNewlines: 0, unsignedAt: [] };
}

/** Remembers why the line is refused, and gives `null` so that a reader can end with it. */
export function refuse(cursor: LineCursor, problem: string): null {
  cursor.problem = problem;
  return null;
}

/** True at the end of the body, at a line feed, and at the carriage return of a CRLF. */
export function atLineEnd(cursor: LineCursor): boolean {
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === newline || cursor.at >= cursor.text.length) return true;
  return code === carriageReturn && cursor.text.charCodeAt(cursor.at + 1) === newline;
}

/** Steps over spaces; says whether there were any. */
export function skipSpaces(cursor: LineCursor): boolean {
  const from = cursor.at;
  while (cursor.text.charCodeAt(cursor.at) === space) cursor.at++;
  return cursor.at > from;
}

/** Steps behind the next line feed, or to the end of the body. */
export function skipLine(cursor: LineCursor): void {
  const end = cursor.text.indexOf("\n", cursor.at);
  cursor.at = end < 0 ? cursor.text.length : end + 1;
}

/**
 * True when the character before `at` escapes it. Servers disagree on two backslashes in a row before a
 * delimiter, so `isAmbiguous` refuses that.
 */
export function isEscaped(text: string, at: number): boolean {
  return text.charCodeAt(at - 1) === backslash;
}

/** True when two backslashes stand before `at`: some servers read the second as escaped, some as escaping. */
export function isAmbiguous(text: string, at: number): boolean {
  return text.charCodeAt(at - 1) === backslash && text.charCodeAt(at - 2) === backslash;
}

/** The sentence for `isAmbiguous`. */
export const ambiguousEscape =
  "Two backslashes before a comma, space or equals sign are read differently by different servers.";

/** Bytes as text: characters above 127 are put together from their UTF-8 bytes. */
export function toText(bytes: string): string {
  for (let i = 0; i < bytes.length; i++) {
    if (bytes.charCodeAt(i) > 127) return Buffer.from(bytes, "latin1").toString("utf8");
  }
  return bytes;
}

/** A name without its escapes: a backslash before a comma, space or equals sign goes, every other one stays. */
export function toName(bytes: string): string {
  if (!bytes.includes("\\")) return toText(bytes);
  return toText(bytes.replace(/\\([, =])/g, "$1"));
}
