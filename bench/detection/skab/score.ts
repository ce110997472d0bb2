import { type Experiment, learningRows } from "./experiment.ts";

/** What a detector says of every row of an experiment. */
export interface Prediction {
  readonly outlier: Uint8Array;
  readonly changePoint: Uint8Array;
}

/** Counts from which every figure follows; those of several experiments add up. */
export interface Counts {
  readonly truePositive: number;
  readonly trueNegative: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  /** Labelled change points, those with an alarm in their window, alarms outside all windows. */
  readonly changePoints: number;
  readonly hits: number;
  readonly falseAlarms: number;
  /** Sum over the hits of 0 (at the end of the window) to 1 (at once); NAB's sigmoid. */
  readonly promptness: number;
  /** Sum of the hits' delays, seconds. */
  readonly delayS: number;
}

/** The board's figures. Percentages, except the two F1. */
export interface Score {
  readonly f1: number;
  readonly falseAlarmRate: number;
  readonly missedAlarmRate: number;
  readonly nabStandard: number;
  readonly nabLowFalsePositive: number;
  readonly nabLowFalseNegative: number;
  readonly changePointF1: number;
  readonly missed: number;
  readonly falseAlarms: number;
  readonly meanDelayS: number;
}

/** An alarm counts for a change point up to this long after it. */
const windowMs = 60_000;

/** Steps into which the evaluator cuts a window before it looks at the delay. */
const sigmoidSteps = 1000;

/** Compares a prediction with the labels of the rows that were not for learning (SKAB's protocol of 2024). */
export function countExperiment(experiment: Experiment, prediction: Prediction): Counts {
  const { anomaly, changePoint, atMs } = experiment;
  const rows = { truePositive: 0, trueNegative: 0, falsePositive: 0, falseNegative: 0 };
  const truths: number[] = [];
  const alarms: number[] = [];
  for (let i = learningRows; i < atMs.length; i++) {
    const said = prediction.outlier[i] === 1;
    if (anomaly[i] === 1) rows[said ? "truePositive" : "falseNegative"] += 1;
    else rows[said ? "falsePositive" : "trueNegative"] += 1;
    if (changePoint[i] === 1) truths.push(atMs[i]!);
    if (prediction.changePoint[i] === 1) alarms.push(atMs[i]!);
  }
  return { ...rows, ...countChangePoints(truths, alarms) };
}

/** Windows reach from a change point to 60 s after it; one that begins inside its elder begins where that ends. */
function countChangePoints(truths: readonly number[], alarms: readonly number[]) {
  const windows = truths.map((atMs) => ({ fromMs: atMs, toMs: atMs + windowMs }));
  windows.forEach((window, i) => {
    const elder = windows[i - 1];
    if (elder !== undefined && elder.toMs >= window.fromMs) window.fromMs = elder.toMs;
  });
  let hits = 0;
  let promptness = 0;
  let delayS = 0;
  for (const { fromMs, toMs } of windows) {
    const first = alarms.find((atMs) => atMs >= fromMs && atMs <= toMs);
    if (first === undefined) continue;
    hits += 1;
    delayS += (first - fromMs) / 1000;
    promptness += toPromptness(toMs === fromMs ? 0 : (first - fromMs) / (toMs - fromMs));
  }
  const inside = (atMs: number): boolean =>
    windows.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs);
  const falseAlarms = alarms.filter((atMs) => !inside(atMs)).length;
  return { changePoints: truths.length, hits, falseAlarms, promptness, delayS };
}

/** 1 for an alarm at the window's beginning, 0 at its end: half of 1 - tanh x / tanh(π/2), x from -π/2 to π/2. */
function toPromptness(share: number): number {
  const step = Math.min(Math.trunc(share * sigmoidSteps), sigmoidSteps - 1);
  const x = -Math.PI / 2 + (Math.PI * step) / (sigmoidSteps - 1);
  return (1 - Math.tanh(x) / Math.tanh(Math.PI / 2)) / 2;
}

/** Counts of several experiments as of one. */
export function sumCounts(all: readonly Counts[]): Counts {
  const sum = (of: (counts: Counts) => number): number => all.reduce((total, c) => total + of(c), 0);
  return {
    truePositive: sum((c) => c.truePositive),
    trueNegative: sum((c) => c.trueNegative),
    falsePositive: sum((c) => c.falsePositive),
    falseNegative: sum((c) => c.falseNegative),
    changePoints: sum((c) => c.changePoints),
    hits: sum((c) => c.hits),
    falseAlarms: sum((c) => c.falseAlarms),
    promptness: sum((c) => c.promptness),
    delayS: sum((c) => c.delayS),
  };
}

/** The board's figures from counts: F1 by row, NAB with 60 s windows after each change point. */
export function toScore(c: Counts): Score {
  const missed = c.changePoints - c.hits;
  const nab = (falseCost: number, missCost: number): number => {
    const got = c.promptness * (1 + falseCost) - c.hits * falseCost;
    const score = got - falseCost * c.falseAlarms - missCost * missed;
    return (100 * (score + missCost * c.changePoints)) / (c.changePoints * (1 + missCost));
  };
  return {
    f1: c.truePositive / (c.truePositive + (c.falsePositive + c.falseNegative) / 2),
    falseAlarmRate: (100 * c.falsePositive) / (c.falsePositive + c.trueNegative),
    missedAlarmRate: (100 * c.falseNegative) / (c.falseNegative + c.truePositive),
    nabStandard: nab(0.11, 1),
    nabLowFalsePositive: nab(0.22, 1),
    nabLowFalseNegative: nab(0.11, 2),
    changePointF1: c.hits / (c.hits + (c.falseAlarms + missed) / 2),
    missed,
    falseAlarms: c.falseAlarms,
    meanDelayS: c.delayS / c.hits,
  };
}
