import { type Experiment, learningRows } from "./experiment.ts";
import type { Prediction } from "./score.ts";

/** How a recording without any fault was borne. */
export interface Peace {
  readonly hours: number;
  /** Share of the rows in alarm, per cent. */
  readonly inAlarmPercent: number;
  readonly onsets: number;
  readonly onsetsPerHour: number;
  readonly changePointsPerHour: number;
}

/** Counts what was said of a recording without faults; the first rows are learnt from and do not count. */
export function measurePeace(recording: Experiment, { outlier, changePoint }: Prediction): Peace {
  const { atMs } = recording;
  let rows = 0;
  let onsets = 0;
  let changes = 0;
  for (let i = learningRows; i < atMs.length; i++) {
    rows += outlier[i]!;
    changes += changePoint[i]!;
    if (outlier[i] === 1 && (i === learningRows || outlier[i - 1] === 0)) onsets += 1;
  }
  const hours = (atMs.at(-1)! - atMs[learningRows]!) / 3_600_000;
  return {
    hours,
    inAlarmPercent: (100 * rows) / (atMs.length - learningRows),
    onsets,
    onsetsPerHour: onsets / hours,
    changePointsPerHour: changes / hours,
  };
}
