import { cusumOptimum } from "../../../server/domain/statistics/cusum-arl.ts";
import { createWhitener } from "../../../server/domain/statistics/whitener.ts";
import type { Effort } from "./measure-shifts.ts";
import { type Estimate, estimate, runLength } from "./run-length.ts";
import { createBank } from "./shift-rules.ts";

/** A stream with correlated noise, read as it is and through the whitener. */
export interface CorrelationRow {
  readonly phi: number;
  readonly learnt: number;
  /** What a shift of 1 sd of the stream is worth after whitening, sd. */
  readonly shrink: number;
  /** Mean time to a false alarm of the bank, whitened and not. */
  readonly whitened: Estimate;
  readonly raw: Estimate;
  /** Delay for a shift of 1 sd of the stream, and the least possible at the measured time to a false alarm. */
  readonly delay: Estimate;
  readonly optimum: number;
}

const range = { smallest: 0.01, largest: 10 } as const;

/** Values learnt from before anything is decided. */
const learning = 20_000;

/** AR(1) noise of unit variance about a level: φ is learnt from it, then the bank runs on what is new in each value. */
export function measureCorrelation({ short, chance }: Effort): readonly CorrelationRow[] {
  const gamma = short ? 1000 : 10_000;
  const bank = createBank({ gamma, ...range });
  return [0, 0.5, 0.8, 0.945].map((phi) => {
    const whitener = createWhitener();
    const fresh = Math.sqrt(1 - phi * phi);
    let value = chance.normal();
    const next = (): number => {
      value = phi * value + fresh * chance.normal();
      return value;
    };
    for (let i = 0; i < learning; i++) whitener.learn(next());
    const runs = short ? 100 : 400;
    const whitened = estimate(runs, () => runLength(bank, () => whitener.step(next())));
    const raw = estimate(runs, () => runLength(bank, next));
    const delay = estimate(runs, () => {
      whitener.step(next());
      return runLength(bank, () => whitener.step(next() + 1));
    });
    const shrink = Math.sqrt((1 - phi) / (1 + phi));
    const optimum = cusumOptimum(whitened.mean, shrink).delay;
    return { phi, learnt: whitener.phi, shrink, whitened, raw, delay, optimum };
  });
}
