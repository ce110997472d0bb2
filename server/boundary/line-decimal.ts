/** Where `readDecimal` leaves what it read: one record used again, so that a value costs no object. */
export interface DecimalResult {
  value: number;
  /** Offset behind the last character of the number. */
  to: number;
  /** True when there was neither a point nor an exponent. */
  isWhole: boolean;
}

/** A whole number of up to 15 digits is exact in a double, and so is every power of ten up to 10^22. */
const exactDigits = 15;
const exactPower = 22;
const powersOfTen = new Float64Array(Array.from({ length: exactPower + 1 }, (_, i) => Number(`1e${i}`)));

const minus = 0x2d;
const plus = 0x2b;
const point = 0x2e;
const zero = 0x30;

/**
 * Reads the decimal at `from` where one division or multiplication of two exact numbers gives it correctly rounded
 * (W. D. Clinger, "How to read floating point numbers accurately", 1990). `false`: it is longer, or no number; the
 * caller reads it another way. What stands behind the number is not looked at.
 */
export function readDecimal(bytes: Uint8Array, from: number, result: DecimalResult): boolean {
  const end = bytes.length;
  let at = from;
  const isNegative = at < end && bytes[at] === minus;
  if (isNegative) at++;
  const digitsFrom = at;
  let mantissa = 0;
  let digit = 0;
  for (; at < end; at++) {
    digit = bytes[at]! - zero;
    if (digit < 0 || digit > 9) break;
    mantissa = mantissa * 10 + digit;
  }
  let digits = at - digitsFrom;
  let power = 0;
  let isWhole = true;
  if (at < end && bytes[at] === point) {
    isWhole = false;
    const fractionFrom = ++at;
    for (; at < end; at++) {
      digit = bytes[at]! - zero;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
    }
    power = fractionFrom - at;
    digits -= power;
  }
  if (digits === 0 || digits > exactDigits) return false;
  if (at < end && (bytes[at]! | 0x20) === 0x65) {
    isWhole = false;
    let exponent = 0;
    const sign = at + 1 < end ? bytes[at + 1] : 0;
    const exponentFrom = sign === minus || sign === plus ? at + 2 : at + 1;
    for (at = exponentFrom; at < end; at++) {
      digit = bytes[at]! - zero;
      if (digit < 0 || digit > 9) break;
      exponent = exponent * 10 + digit;
    }
    if (at === exponentFrom) return false;
    power += sign === minus ? -exponent : exponent;
  }
  if (power < -exactPower || power > exactPower) return false;
  const magnitude = power < 0 ? mantissa / powersOfTen[-power]! : mantissa * powersOfTen[power]!;
  result.value = isNegative ? -magnitude : magnitude;
  result.to = at;
  result.isWhole = isWhole;
  return true;
}
