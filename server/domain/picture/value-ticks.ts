/** Values at which an axis has marks, and how they are written. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** The next larger of 1, 2 and 5 times a power of ten. */
export function toRoundStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const factor = [1, 2, 5].find((own) => own * power >= atLeast * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Digits behind the point that tell the multiples of a step apart. */
const toDecimals = (step: number): number => Math.min(9, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));

/**
 * At most `most` + 1 multiples of a round step in [low, high]; none when the range is empty. A count has steps of 1 at
 * least.
 */
export function toValueTicks(low: number, high: number, most: number, smallestStep = 0): readonly Tick[] {
  if (!(high > low)) return [];
  const step = Math.max(smallestStep, toRoundStep((high - low) / most));
  const decimals = toDecimals(step);
  const ticks: Tick[] = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-9; n++) {
    const value = n * step;
    // A minus before nothing but zeros says less than no minus.
    ticks.push({ value, label: (n === 0 ? 0 : value).toFixed(decimals).replace("-", "−") });
  }
  return ticks;
}
