import type { AnomalySettings } from "../../../server/domain/detection/anomaly/anomaly-watch.ts";
import { type Experiment, learningRows } from "./experiment.ts";
import { runWatch } from "./run-watch.ts";

/** How a recording without any fault was borne. */
export interface Peace {
  readonly hours: number;
  /** Share of the rows in alarm, per cent. */
  readonly inAlarmPercent: number;
  readonly onsets: number;
  readonly onsetsPerHour: number;
  readonly changePointsPerHour: number;
}

/** Runs the watch over a recording without faults, learning from its first rows; these do not count. */
export function measurePeace(recording: Experiment, settings?: AnomalySettings): Peace {
  const { outlier, changePoint } = runWatch(recording, settings);
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
