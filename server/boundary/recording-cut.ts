const newline = 0x0a;
const quote = 0x22;
const backslash = 0x5c;

/**
 * Where a piece of a recording may be cut: the offset behind its last line feed that stands outside quotes, 0 when it
 * has none. The piece begins with a line. `hasEscapes`: a backslash takes the character behind it along (line protocol).
 */
export function findCut(piece: Uint8Array, hasEscapes: boolean): number {
  if (!piece.includes(quote)) return findLineEnd(piece);
  let isQuoted = false;
  let cut = 0;
  for (let at = 0; at < piece.length; at++) {
    const code = piece[at];
    if (code === backslash && hasEscapes) at++;
    else if (code === quote) isQuoted = !isQuoted;
    else if (code === newline && !isQuoted) cut = at + 1;
  }
  return cut;
}

/** The offset behind the last line feed, whatever stands around it; 0 when there is none. */
export const findLineEnd = (piece: Uint8Array): number => piece.lastIndexOf(newline) + 1;

/** Line feeds in a piece. */
export function countLineEnds(piece: Uint8Array): number {
  let count = 0;
  for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, at + 1)) count++;
  return count;
}
