/** Names whose values never reach a log. */
const secretNames = /pass(word)?$|token|secret|authorization|cookie|smtp_?url/i;

/** Levels of nested detail that are worth reading. */
const deepest = 4;

/** Longest text that is worth reading in a log line, characters. */
const longestText = 2000;

/** Detail as it may be logged: no secrets, no credentials in addresses, errors as their names, messages and causes. */
export function toLoggable(detail: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [
      name,
      secretNames.test(name) ? "[hidden]" : toPlain(value, 0),
    ]),
  );
}

function toPlain(value: unknown, depth: number): unknown {
  if (typeof value === "string") return hideCredentials(value).slice(0, longestText);
  if (typeof value === "bigint" || typeof value === "symbol" || typeof value === "function")
    return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= deepest) return "[…]";
  if (value instanceof Error) {
    const { name, message, cause } = value;
    const text = hideCredentials(`${name}: ${message}`).slice(0, longestText);
    return cause === undefined ? text : { error: text, cause: toPlain(cause, depth + 1) };
  }
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => toPlain(item, depth + 1));
  if (Buffer.isBuffer(value)) return `[${value.length} bytes]`;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      secretNames.test(name) ? "[hidden]" : toPlain(item, depth + 1),
    ]),
  );
}

/** `http://user:secret@host` becomes `http://[hidden]@host`. */
export function hideCredentials(text: string): string {
  return text.replace(/\/\/[^/\s@]{1,500}@/g, "//[hidden]@");
}
