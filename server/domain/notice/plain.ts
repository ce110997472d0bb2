/** Longest sentence of evidence or comment in a mail, characters; the page has the rest. */
export const longestSentence = 300;

/**
 * Text from outside as one line of at most `limit` characters (UTF-16 units, never half a character): no line
 * breaks or other control characters, so that it can stand in a subject, a header or a list.
 */
export function toOneLine(text: string, limit: number = longestSentence): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  if (line.length <= limit) return line;
  return `${line
    .slice(0, limit - 1)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trimEnd()}…`;
}

/** `1 loop`, `2 loops`. */
export const toCount = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
