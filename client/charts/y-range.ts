/** A range of an axis, low end first. */
export type Range = readonly [number, number];

/** Air above and below the lines, as a share of what they span. */
const airShare = 0.08;
/** A limit closer than this many spans is taken into the picture, because the line is on its way there. */
const limitWithinSpans = 1.5;

/**
 * Range of a y axis for values from `low` to `high`: never narrower than `leastSpan`, so that noise looks like
 * noise, and with a limit in it once the values come near.
 */
export function toYRange(parts: {
  readonly low: number;
  readonly high: number;
  readonly leastSpan: number;
  readonly limits: readonly number[];
}): Range {
  let { low, high } = parts;
  const span = Math.max(high - low, parts.leastSpan);
  const middle = (low + high) / 2;
  low = Math.min(low, middle - span / 2);
  high = Math.max(high, middle + span / 2);
  const [bottom, top] = [low, high];
  for (const limit of parts.limits) {
    if (bottom - limit < limitWithinSpans * span) low = Math.min(low, limit);
    if (limit - top < limitWithinSpans * span) high = Math.max(high, limit);
  }
  const air = (high - low) * airShare;
  return [low - air, high + air];
}
