import { valueKind } from "./line-columns.ts";

/** A value outside quotes: a number or a truth value. `value: null`: an integer that no double holds exactly. */
export interface TokenValue {
  readonly value: number | null;
  readonly kind: number;
}

const truthByToken: ReadonlyMap<string, TokenValue> = new Map(
  [
    ...["t", "T", "true", "True", "TRUE"].map((token) => [token, 1] as const),
    ...["f", "F", "false", "False", "FALSE"].map((token) => [token, 0] as const),
  ].map(([token, value]) => [token, { value, kind: valueKind.bool }]),
);

const largestInt64 = 9_223_372_036_854_775_807n;
const smallestInt64 = -9_223_372_036_854_775_808n;

/** Digits in the longest 64-bit integer with its sign; more need not be converted to be refused. */
const longestInteger = 20;

/** Reads a value that stands outside quotes. A string answer says what is wrong, to follow "Field x". */
export function parseValue(token: string): TokenValue | string {
  if (token === "") return "has no value.";
  const last = token.charCodeAt(token.length - 1);
  if (last === 0x69) return parseInteger(token.slice(0, -1), false);
  if (last === 0x75) return parseInteger(token.slice(0, -1), true);
  if (isFloat(token)) {
    const value = Number(token);
    return Number.isFinite(value)
      ? { value, kind: valueKind.float }
      : "is larger than any number the store can keep.";
  }
  const truth = truthByToken.get(token);
  if (truth !== undefined) return truth;
  if (/^[+-]?(nan|inf|infinity)$/i.test(token)) return "is not a finite number; leave the field out instead.";
  return "is neither a number, nor true or false, nor text in double quotes.";
}

function parseInteger(digits: string, unsigned: boolean): TokenValue | string {
  const signed = digits.startsWith("-");
  const from = signed ? 1 : 0;
  if (digitsEnd(digits, from) !== digits.length || digits.length === from || (signed && unsigned))
    return unsigned ? "is not an unsigned integer." : "is not an integer.";
  const kind = unsigned ? valueKind.unsigned : valueKind.int;
  if (digits.length - from <= 15) return { value: Number(digits), kind };
  // InfluxDB 1.x knows no unsigned values: we forward them as integers, so they must fit one.
  if (digits.length > longestInteger) return "does not fit a signed 64-bit integer.";
  const exact = BigInt(digits);
  if (exact > largestInt64 || exact < smallestInt64) return "does not fit a signed 64-bit integer.";
  const value = Number(exact);
  if (Number.isSafeInteger(value)) return { value, kind };
  return { value: null, kind: unsigned ? valueKind.longUnsigned : valueKind.longInt };
}

/** `-12`, `.5`, `5.`, `1e-3`: what InfluxDB takes, and no more (`+5`, `0x10`, `1_0`). */
function isFloat(token: string): boolean {
  const from = token.charCodeAt(0) === 0x2d ? 1 : 0;
  const whole = digitsEnd(token, from);
  let at = whole;
  let digits = whole - from;
  if (token.charCodeAt(at) === 0x2e) {
    const end = digitsEnd(token, at + 1);
    digits += end - at - 1;
    at = end;
  }
  if (digits === 0) return false;
  if (at === token.length) return true;
  const exponent = token.charCodeAt(at);
  if (exponent !== 0x65 && exponent !== 0x45) return false;
  const sign = token.charCodeAt(at + 1);
  const exponentFrom = sign === 0x2d || sign === 0x2b ? at + 2 : at + 1;
  return exponentFrom < token.length && digitsEnd(token, exponentFrom) === token.length;
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) break;
  }
  return at;
}
