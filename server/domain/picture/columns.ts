import type { EpochMs } from "../../../protocol/time.ts";

/** What a picture shows of a series: for each run without a gap, its points in order as [time, value, time, value …]. */
export type Runs = readonly (readonly number[])[];

/** The window in time that is cut into columns of equal length. */
export interface ColumnWindow {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly count: number;
}

/**
 * The lowest and the highest value of each column, in the order in which they came, so that a spike of one sample is
 * still there. A gap breaks the line unless it begins and ends in one column. Takes any number of samples in one pass.
 */
export function toColumns(
  atMs: ArrayLike<EpochMs>,
  values: ArrayLike<number>,
  { fromMs, toMs, count }: ColumnWindow,
): Runs {
  const runs: number[][] = [];
  const columnMs = (toMs - fromMs) / count;
  let run: number[] = [];
  let column = -1;
  let broken = true;
  let low = { atMs: 0, value: 0 };
  let high = low;

  const closeColumn = (): void => {
    if (column < 0) return;
    const [first, second] = low.atMs <= high.atMs ? [low, high] : [high, low];
    run.push(first.atMs, first.value);
    if (second !== first) run.push(second.atMs, second.value);
  };

  for (let i = 0; i < values.length; i++) {
    const sample = { atMs: atMs[i] ?? Number.NaN, value: values[i] ?? Number.NaN };
    if (!(sample.atMs >= fromMs && sample.atMs <= toMs)) continue;
    if (!Number.isFinite(sample.value)) {
      broken = true;
      continue;
    }
    const own = Math.min(count - 1, Math.floor((sample.atMs - fromMs) / columnMs));
    if (own === column) {
      if (sample.value < low.value) low = sample;
      if (sample.value > high.value) high = sample;
    } else {
      closeColumn();
      if (broken) {
        run = [];
        runs.push(run);
      }
      column = own;
      low = sample;
      high = sample;
    }
    broken = false;
  }
  closeColumn();
  return runs;
}
