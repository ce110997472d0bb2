/** Digits after the point: a millionth of a kilopascal or kelvin is below any sensor. */
const scale = 1e6;

/** A finite number with as few digits as it needs, at most six after the point. No exponent below 1e21. */
export const toNumberText = (value: number): string => String(Math.round(value * scale) / scale);
