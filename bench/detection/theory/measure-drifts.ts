import { cusumThreshold } from "../../../server/domain/statistics/cusum.ts";
import { createDriftFilter } from "../../../server/domain/statistics/drift-filter.ts";
import { type DriftNoise, driftNoises } from "./drift-noises.ts";
import { createBankRule, createDifferences, createOracle, type DriftRule } from "./drift-rules.ts";
import type { Effort } from "./measure-shifts.ts";
import { takeRecords } from "./records.ts";
import { type Estimate, estimate } from "./run-length.ts";

/** Delays for one loss, blocks, all at the same measured mean time to a false alarm. */
export interface SlopeRow {
  readonly slope: number;
  readonly oracle: Estimate;
  readonly bank: Estimate;
  readonly differences: Estimate;
}

/** One noise. */
export interface DriftTable {
  readonly noise: string;
  readonly gamma: number;
  /** Of the bank at its own threshold. */
  readonly falseAlarm: Estimate;
  /** What the others are set to: the same, but no more than their runs are long. */
  readonly comparedAt: number;
  readonly rows: readonly SlopeRow[];
}

/** Lengths of the loss bank's blocks, up to six hours of its grain. */
const lengths = [1, 6, 30, 120, 558, 2160];

/** Blocks that a rule sees before anything is counted, so that its filter is steady; a random part shifts block borders. */
const settling = 300;

/** Blocks drawn to know the scatter of differences. */
const scatterBlocks = 400_000;

const slopesPerDecade = 2;

/** Compares the drift bank, an oracle that knows the slope, and differences of block means. */
export function measureDrifts(effort: Effort): readonly DriftTable[] {
  return driftNoises(effort.short).map((noise) => measureNoise(noise, effort));
}

function measureNoise(noise: DriftNoise, { chance, short }: Effort): DriftTable {
  const gamma = short ? 1000 : 10_000;
  const { whiteSd, wanderSd, smallest } = noise;
  const largest = 1000 * smallest;
  const horizon = 3 * gamma;

  const starter = (create: () => DriftRule) => () => {
    const rule = create();
    const next = noise.start(chance);
    const before = settling + Math.floor(chance.uniform() * settling);
    for (let i = 0; i < before; i++) rule.step(next());
    rule.reset();
    return { rule, next };
  };
  const delayOf = (create: () => DriftRule, threshold: number, slope: number): Estimate => {
    const start = starter(create);
    return estimate(short ? 60 : 300, () => {
      const { rule, next } = start();
      for (let n = 1; ; n++) if (rule.step(next() - slope * n) >= threshold) return n;
    });
  };
  const records = (create: () => DriftRule, runs: number) =>
    takeRecords({ runs, horizon, start: starter(create) });

  const bank = () => createBankRule({ gamma, whiteSd, wanderSd, smallest, largest });
  const falseAlarm = records(bank, short ? 40 : 150).falseAlarm(1);
  const comparedAt = Math.min(falseAlarm.mean, horizon);
  const differenceSds = lengths.map((length) => scatterOf(noise.start(chance), length));
  const threshold = cusumThreshold(gamma * lengths.length, 2);
  const differences = () => createDifferences({ lengths, differenceSds, threshold });
  const differencesAt = records(differences, short ? 60 : 200).threshold(comparedAt);

  const filter = createDriftFilter({ gamma, whiteSd, wanderSd, smallest });
  const count = 3 * slopesPerDecade;
  const rows = Array.from({ length: count + 1 }, (_, i): SlopeRow => {
    const slope = smallest * (largest / smallest) ** (i / count);
    const whiteDelay = Math.cbrt((6 * Math.log(gamma) * whiteSd ** 2) / slope ** 2);
    // Twice the time after which the response stands still, or thrice the delay in white noise, whichever is less.
    const window = Math.ceil(Math.min(2 * filter.longestAge, 3 * whiteDelay + 10));
    const oracle = () =>
      createOracle({
        whiteSd,
        wanderSd: Math.sqrt(filter.wander),
        slope,
        window,
        memory: Number.POSITIVE_INFINITY,
      });
    const runs = Math.round(Math.max(20, Math.min(100, 3e8 / (horizon * window)) / (short ? 2 : 1)));
    const oracleAt = records(oracle, runs).threshold(comparedAt);
    return {
      slope,
      oracle: delayOf(oracle, oracleAt, slope),
      bank: delayOf(bank, 1, slope),
      differences: delayOf(differences, differencesAt, slope),
    };
  });
  return { noise: noise.name, gamma, falseAlarm, comparedAt, rows };
}

/** Sd of the difference of the means of two consecutive blocks of `length`. */
function scatterOf(next: () => number, length: number): number {
  const blocks = Math.max(200, Math.round(scatterBlocks / length));
  let squares = 0;
  let before = Number.NaN;
  for (let block = 0; block <= blocks; block++) {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += next();
    const mean = sum / length;
    if (block > 0) squares += (mean - before) ** 2;
    before = mean;
  }
  return Math.sqrt(squares / blocks);
}
