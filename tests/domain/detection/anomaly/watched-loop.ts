import {
  type AnomalySettings,
  type AnomalyWatch,
  createAnomalyWatch,
} from "../../../../server/domain/detection/anomaly/anomaly-watch.ts";
import { createNoise } from "../../../support/noise.ts";

/** A pump's flow, vibration and current, and the coolant's temperature, with the scatter of usual sensors. */
export const settings: AnomalySettings = {
  channels: [
    { name: "Flow", role: "flow", unit: "L/min", step: 0 },
    { name: "Vibration", role: "vibration", unit: "g", step: 0 },
    { name: "Motor current", role: "current", unit: "A", step: 0 },
    { name: "Coolant temperature", role: "temperature", unit: "degC", step: 0 },
  ],
  learningMs: 600_000,
  falseAlarmsPerYear: 1,
};
const levels = [76, 0.22, 2.4, 30];
const scatters = [0.4, 0.004, 0.2, 0.05];

/** What is done to the loop at a second of the story: added to each channel's value. `NaN` takes the value away. */
export type Plot = (second: number) => readonly number[];

export interface Told {
  readonly watch: AnomalyWatch;
  /** Seconds at which the watch became active, and at which it was no longer. */
  readonly onsets: readonly number[];
  readonly ends: readonly number[];
  readonly changePoints: readonly number[];
}

/** How a story is played: its noise, and a watch that goes on from a second of the story. */
interface Telling {
  readonly seed?: number;
  readonly watch?: AnomalyWatch;
  readonly fromS?: number;
}

/** Plays a story second by second. */
export function tell(plot: Plot, toS: number, telling: Telling = {}): Told {
  const { seed = 1, watch = createAnomalyWatch(settings), fromS = 0 } = telling;
  const noise = createNoise(seed);
  const onsets: number[] = [];
  const ends: number[] = [];
  const changePoints: number[] = [];
  const values = new Float64Array(levels.length);
  for (let second = 0; second < toS; second++) {
    const added = plot(second);
    for (let c = 0; c < levels.length; c++)
      values[c] = levels[c]! + scatters[c]! * noise.normal() + (added[c] ?? 0);
    if (second < fromS) continue;
    const before = watch.active;
    watch.step(second * 1000, values, 1);
    if (watch.active && !before) onsets.push(second);
    if (!watch.active && before) ends.push(second);
    if (watch.changed) changePoints.push(second);
  }
  return { watch, onsets, ends, changePoints };
}

/** Nothing happens. */
export const quiet: Plot = () => [];

/** Adds to one channel from one second to another. */
export const during =
  (fromS: number, toS: number, added: readonly number[]): Plot =>
  (second) =>
    second >= fromS && second < toS ? added : [];
