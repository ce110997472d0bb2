const zero = 48;
const minus = 45;
const point = 46;

const encoder = new TextEncoder();

/** Text as bytes, to be written many times. */
export const toBytes = (text: string): Uint8Array => encoder.encode(text);

/** Writes `text` at `at`; returns where it ends. */
export function writeText(buffer: Uint8Array, at: number, text: Uint8Array): number {
  // For a few tens of bytes a loop is faster than a call of `set`.
  for (let i = 0; i < text.length; i++) buffer[at + i] = text[i]!;
  return at + text.length;
}

/** The most bytes that `writeFixed` writes: sign, ten digits, point. */
export const mostFixedBytes = 12;

/**
 * Writes the whole number `code` (32 bits) as a decimal number with `decimals` (1..9) digits behind the point:
 * -12 with three is `-0.012`. Returns where it ends.
 */
export function writeFixed(buffer: Uint8Array, at: number, code: number, decimals: number): number {
  let end = at;
  let left = code;
  if (left < 0) {
    buffer[end++] = minus;
    left = -left;
  }
  end += countDigits(left, decimals) + 1;
  // From the last digit to the first; the point comes when the decimals are done.
  let digitAt = end - 1;
  for (let i = 0; i < decimals; i++) {
    const tenth = (left / 10) | 0;
    buffer[digitAt--] = zero + left - tenth * 10;
    left = tenth;
  }
  buffer[digitAt--] = point;
  do {
    const tenth = (left / 10) | 0;
    buffer[digitAt--] = zero + left - tenth * 10;
    left = tenth;
  } while (left > 0);
  return end;
}

/** Digits of a number that has at least one before its point. */
function countDigits(value: number, decimals: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  return Math.max(digits, decimals + 1);
}
