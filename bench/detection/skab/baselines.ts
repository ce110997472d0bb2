import type { Experiment } from "./experiment.ts";
import type { Prediction } from "./score.ts";

/** A rule that never looks at the data: what it scores is what the measure gives away. */
export interface Baseline {
  readonly name: string;
  predict(experiment: Experiment): Prediction;
}

const toPrediction = (
  { atMs }: Experiment,
  outlier: (sinceS: number) => boolean,
  changePoint: (sinceS: number, beforeS: number) => boolean,
): Prediction => {
  const sinceS = Array.from(atMs, (at) => (at - atMs[0]!) / 1000);
  return {
    outlier: Uint8Array.from(sinceS, (s) => (outlier(s) ? 1 : 0)),
    changePoint: Uint8Array.from(sinceS, (s, i) => (changePoint(s, sinceS[i - 1] ?? -1) ? 1 : 0)),
  };
};

/** All experiments follow one schedule: something is done to the stand between these times of the file, seconds. */
const scheduleFromS = 600;
const scheduleToS = 1020;

/** One second more than a window is long: each window of a change point then holds one alarm. */
const metronomeS = 61;

const never = (): boolean => false;

export const baselines: readonly Baseline[] = [
  { name: "always an alarm", predict: (e) => toPrediction(e, () => true, never) },
  {
    name: "by the schedule, 600 s to 1020 s",
    predict: (e) =>
      toPrediction(
        e,
        (s) => s >= scheduleFromS && s <= scheduleToS,
        (s, before) =>
          (s >= scheduleFromS && before < scheduleFromS) || (s >= scheduleToS && before < scheduleToS),
      ),
  },
  {
    name: "a change point every 61 s",
    predict: (e) =>
      toPrediction(e, never, (s, before) => Math.floor(s / metronomeS) !== Math.floor(before / metronomeS)),
  },
];
