import {
  type AnomalySettings,
  createAnomalyWatch,
} from "../../../server/domain/detection/anomaly/anomaly-watch.ts";
import type { Loop } from "../../../server/domain/loop/loop.ts";
import { type Experiment, skabChannels } from "./experiment.ts";
import type { Prediction } from "./score.ts";

/** The general watch alone, as the detector of this loop has it, in the order of SKAB's columns. */
export const toSettings = ({ channels, learningMs, falseAlarmsPerYear }: Loop): AnomalySettings => ({
  channels: skabChannels.map(({ name, role, unit, column }) => {
    const step = channels.find(({ source }) => source.field === column)?.step ?? 0;
    return { name, role, unit, step };
  }),
  learningMs,
  falseAlarmsPerYear,
});

/**
 * What the watch says of each row, having seen that row and those before it: called directly, row by row, without the
 * pipeline. What the product says is held against it.
 */
export function runWatch(experiment: Experiment, settings: AnomalySettings): Prediction {
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
