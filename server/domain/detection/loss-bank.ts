import { cusumThreshold } from "../statistics/cusum.ts";
import type { Compensation } from "./compensation.ts";
import { type Grain, grainS, type Onset } from "./grain.ts";
import { createLossScale, delta, type LossScale } from "./loss-scale.ts";
import type { GrainContext, ScaleState, Scatter } from "./loss-scale-state.ts";
import { createLossTrend, type LossTrendState } from "./loss-trend.ts";
import { blockTurnShare } from "./unseen-heat.ts";

/** Watches one inventory for a loss at several time scales at once. */
export interface LossBank {
  /** Takes the next grain. Grains may be missing (gaps); they may not go back. */
  step(grain: Grain, context: GrainContext): void;
  /** Evidence as a share of the threshold, the largest of all scales; 1 or more is a loss. */
  readonly strength: number;
  /** Where the strongest scale left zero; `null` while there is no evidence. */
  onset(): Onset | null;
  /** Loss rate, litres per second, from the last two blocks of the strongest scale: the block of the onset is only partly lost. */
  latestLPerS(): number;
  /** Scatter of one grain about its neighbours, litres (sd); at least the sensor's own grain. */
  grainSdL(): number;
  /** Slow wander of the inventory as a random walk, litres² per second; 0 before it is known. */
  wanderL2PerS(): number;
  /** Variance of the difference between two moments `spanS` seconds apart in health, litres². */
  differenceL2(spanS: number): number;
  /** Largest healthy difference over such a span, in its standard deviations; 0 when none was seen. */
  tailOf(spanS: number): number;
  /** The smallest loss, litres per second, that would be called within `withinS` seconds, as scatter and doubt were in the last day; `null` before that is known. */
  smallestLPerS(withinS: number): number | null;
  /** Forgets evidence and open blocks: what comes now cannot be compared with what was. */
  hold(): void;
  /** A loss of `lossLPerS` went on for this share of the time in which the scatter was learnt: takes it out again. */
  recentre(lossLPerS: number, share: number): void;
  readonly state: BankState;
}

export interface BankState {
  readonly scales: ScaleState[];
  /** One for each place of `trendsAt`. */
  readonly trends: LossTrendState[];
  /** Which scale is the strongest; it can change only with a grain. */
  strongest: number;
  strength: number;
}

/** Block lengths in grains: 10 s, 1 min, 5 min, 20 min, one low orbit (93 min), 6 h, 1 day. */
const lengths = [1, 6, 30, 120, 558, 2160, 8640] as const;

/** While learning, only losses of these shares of the charge within 10 s and within 1 min count as one sd. */
const uncalibratedShare = [0.0005, 0.001];

/** Evidence above this share of the threshold stops learning, so that a leak does not become normal. */
export const quietBelow = 0.3;

/** Mean of an unfinished turn of a swing whose period is four blocks, squared, for a variance of one: (4/π)². */
const unfinished = 1.62;

/** Trends are followed over blocks of 20 min and of one low orbit, whose swing is no trend. */
const trendsAt: readonly number[] = [3, 4];

/**
 * Real residuals (load, walls, an orbit's rest) come back within hours; what stays from block to block is this share of
 * the scatter. In simulated station loops days differ as such a wander makes them.
 */
const wanderShare = 0.72;

/** Strength that the trend has in health, most of the time. */
const usualTrend = 0.1;

const yearS = 31_557_600;

/** What a bank must know of its loop and its sensor. */
export interface BankSettings {
  readonly chargeL: number;
  /** What one ADC code of the sensor means, litres. */
  readonly stepL: number;
  /** Shared out over the scales (Bonferroni); each scale's threshold follows from its number of blocks a year. */
  readonly falseAlarmsPerYear: number;
  /** What the coolant's temperature may do within minutes where no thermometer sees it, litres; left out: it is seen. */
  readonly unseenL?: number;
  readonly compensation: Pick<Compensation, "features" | "doubtL2">;
}

/** A bank of seven scales, from ten seconds to a day. */
export function createLossBank(
  { chargeL, stepL, falseAlarmsPerYear, unseenL = 0, compensation }: BankSettings,
  saved?: BankState,
): LossBank {
  // One share of the false alarms for each scale and each trend.
  const shares = lengths.length + trendsAt.length;
  const gammaOf = (grains: number): number => (yearS / (grains * grainS) / falseAlarmsPerYear) * shares;
  const trends = trendsAt.map((i, k) =>
    createLossTrend({ gamma: gammaOf(lengths[i]!), wanderShare }, saved?.trends[k]),
  );
  const bank: readonly LossScale[] = lengths.map((grains, i) => {
    const share = uncalibratedShare[i];
    return createLossScale(
      {
        grains,
        threshold: cusumThreshold(gammaOf(grains), delta),
        // A code is uniform within ±half a step (sd 0.29); averages of a dithered code do better, but not without end.
        floorSdL: stepL * (grains === 1 ? 0.3 : 0.1),
        uncalibratedSdL: share === undefined ? null : share * chargeL,
        trend: trends[trendsAt.indexOf(i)] ?? null,
        unseenSdL: unseenL * blockTurnShare(grains * grainS),
        width: compensation.features.length,
        doubtL2: compensation.doubtL2,
      },
      saved?.scales[i],
    );
  });
  const state: BankState = saved ?? {
    scales: bank.map((scale) => scale.state),
    trends: trends.map((trend) => trend.state),
    strongest: 0,
    strength: 0,
  };
  const first = bank[0]!;
  const shorter: Scatter = { varianceL2: 0, freedom: 0 };

  const strongest = (): LossScale => bank[state.strongest]!;

  const keepStrength = (): void => {
    let most = strongest().strength;
    for (const trend of trends) most = Math.max(most, trend.strength - usualTrend);
    state.strength = most;
  };

  /** Place of the strongest trend, where it is stronger than every scale; -1 where it is not. */
  const leading = (): number => {
    let best = -1;
    let most = strongest().strength;
    for (let k = 0; k < trends.length; k++) {
      const strength = trends[k]!.strength - usualTrend;
      if (strength <= most) continue;
      most = strength;
      best = k;
    }
    return best;
  };

  /** The trend knows how long and how fast; what the inventory was then follows from what it is now. */
  const trendOnset = (k: number): Onset => {
    const now = bank[trendsAt[k]!]!.newest();
    const blocks = Math.max(1, trends[k]!.sinceBlocks);
    return {
      ...now,
      atS: now.atS - blocks * now.scaleS,
      inventoryL: now.inventoryL + blocks * trends[k]!.lossL,
    };
  };

  return {
    state,
    step(grain, context) {
      let walkL2 = 0;
      let turnL2 = 0;
      for (let i = 0; i < bank.length; i++) {
        const scale = bank[i]!;
        scale.step(grain, context, i === 0 || shorter.freedom === 0 ? null : shorter);
        if (scale.known) shorter.freedom = scale.count;
        if (i + 1 === bank.length) break;
        const ratio = lengths[i + 1]! / lengths[i]!;
        // A longer block may wander as a random walk would: its variance grows with its length.
        walkL2 = (scale.known ? scale.variance : walkL2) * ratio;
        // A swing that this block sees whole leaves its unfinished last turn in the longer one.
        turnL2 = Math.max(turnL2, scale.known ? unfinished * scale.variance : 0) / (ratio * ratio);
        shorter.varianceL2 = Math.max(walkL2, turnL2);
      }
      shorter.freedom = 0;
      state.strongest = 0;
      for (let i = 1; i < bank.length; i++) if (bank[i]!.strength > strongest().strength) state.strongest = i;
      keepStrength();
    },
    get strength() {
      return state.strength;
    },
    onset() {
      const scale = strongest();
      const k = leading();
      if (k >= 0) return trendOnset(k);
      return scale.strength > 0 ? scale.onset : null;
    },
    latestLPerS() {
      const scale = strongest();
      const k = leading();
      if (k >= 0) return trends[k]!.lossL / (lengths[trendsAt[k]!]! * grainS);
      return scale.lastFallL / (scale.settings.grains * grainS);
    },
    // The difference of two grains has twice the variance of one.
    grainSdL: () => Math.sqrt(first.variance / 2),
    wanderL2PerS() {
      // What comes back within a longer block is coloured noise; only the longest block known shows what does not.
      let wander = 0;
      for (let i = 2; i < bank.length; i++) {
        const scale = bank[i]!;
        if (scale.known) wander = scale.variance / (scale.settings.grains * grainS);
      }
      return wander;
    },
    differenceL2(spanS) {
      let known = first;
      for (const scale of bank) {
        if (!scale.known) break;
        known = scale;
        if (scale.settings.grains * grainS >= spanS) break;
      }
      const lengthS = known.settings.grains * grainS;
      return Math.max(first.variance, known.variance * Math.max(1, spanS / lengthS));
    },
    tailOf(spanS) {
      let tail = first.tail;
      for (const scale of bank) {
        if (!scale.known) break;
        tail = Math.max(tail, scale.tail);
        if (scale.settings.grains * grainS >= spanS) break;
      }
      return tail;
    },
    smallestLPerS(withinS) {
      let smallest: number | null = null;
      for (const scale of bank) {
        const blockS = scale.settings.grains * grainS;
        // The leak begins within a block, which is lost to it; and one block alone never decides.
        const blocks = Math.floor(withinS / blockS) - 1;
        if (blocks < 2 || !scale.known) continue;
        const perBlockSd = (scale.settings.threshold / blocks + (delta * delta) / 2) / delta;
        const rate = (perBlockSd * scale.seenSdL) / blockS;
        if (smallest === null || rate < smallest) smallest = rate;
      }
      return smallest;
    },
    hold() {
      for (const scale of bank) scale.hold();
      state.strongest = 0;
      keepStrength();
    },
    recentre(lossLPerS, share) {
      for (const scale of bank) scale.recentre(lossLPerS * scale.settings.grains * grainS, share);
    },
  };
}
