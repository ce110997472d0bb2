import {
  type AnomalySettings,
  createAnomalyWatch,
} from "../../../server/domain/detection/anomaly/anomaly-watch.ts";
import { type Experiment, skabChannels } from "./experiment.ts";
import type { Prediction } from "./score.ts";

/**
 * The watch as the product has it, for SKAB's stand. Learning ends with the 400th row at the latest (rows are a second
 * apart or more); one false alarm a year is what a loop is configured with when nobody says otherwise.
 */
export const skabSettings: AnomalySettings = {
  channels: skabChannels.map(({ name, role, unit }) => ({ name, role, unit, step: 0 })),
  learningMs: 400_000,
  falseAlarmsPerYear: 1,
};

/** What the watch says of each row, having seen that row and those before it. */
export function runWatch(experiment: Experiment, settings: AnomalySettings = skabSettings): Prediction {
  const { atMs, values } = experiment;
  const watch = createAnomalyWatch(settings);
  const outlier = new Uint8Array(atMs.length);
  const changePoint = new Uint8Array(atMs.length);
  const row = new Float64Array(values.length);
  for (let i = 0; i < atMs.length; i++) {
    for (const [c, column] of values.entries()) row[c] = column[i]!;
    watch.step(atMs[i]!, row, i === 0 ? 1 : (atMs[i]! - atMs[i - 1]!) / 1000);
    outlier[i] = watch.active ? 1 : 0;
    changePoint[i] = watch.changed ? 1 : 0;
  }
  return { outlier, changePoint };
}
