import type { TimeLeft } from "../../../protocol/estimate.ts";
import { bottomInventoryL, hasBottomedOut } from "../loop/inventory.ts";
import type { Loop } from "../loop/loop.ts";
import { createLeakRate } from "./leak-rate.ts";
import { grainS, type Onset } from "./loss-scale.ts";
import { createOpenLoop, type OpenLoop } from "./open-loop.ts";
import { toTimeLeft } from "./time-left.ts";
import type { Witness } from "./witness.ts";

/** A leak that was found, followed until the loop is serviced. */
export interface KnownLeak {
  readonly onset: Onset;
  /**
   * Takes the next evaluation, `dtS` after the last. `measured`: the reference witness had a usable value;
   * `pressureKpa`: mean of the loop's pressures (the hole may be anywhere between them), `NaN` when there is none.
   */
  step(dtS: number, measured: boolean, pressureKpa: number): void;
  readonly bottomedOut: boolean;
  readonly inventoryL: number;
  readonly inventorySdL: number;
  readonly lossLPerS: number;
  /** Scatter of the data and doubt about the loop's model together. */
  readonly lossSdLPerS: number;
  timeLeft(): TimeLeft;
}

/** The gas law with a roughly known accumulator gives the rate only this well, as a share (gas cools as it expands). */
export const modelDoubt = 0.1;

/** After the accumulator ran empty the rate rests on the size of the hole alone. */
const openLoopDoubt = 0.5;

/** Follows the leak seen by `witness` since `onset`. */
export function createKnownLeak(loop: Loop, witness: Witness, onset: Onset, atS: number): KnownLeak {
  const spanS = Math.max(grainS, atS - onset.atS);
  const grainVariance = witness.bank.grainSdL() ** 2;
  // One evaluation is a single sample, not a mean over a grain: its variance is larger by the number of samples in one.
  const sampleVariance = grainVariance * grainS;
  const rate = createLeakRate({
    // The newest sample, not the last grain: that one is some seconds old, and the leak has gone on meanwhile.
    inventoryL: witness.inventoryL,
    varianceL2: sampleVariance,
    // The mean since the onset misses part of the first block; the last blocks alone see the gas cool as it expands.
    lossLPerS: (witness.bank.latestLPerS() + (onset.inventoryL - witness.grainInventoryL) / spanS) / 2,
    wanderL2PerS: witness.bank.wanderL2PerS(),
  });
  let openLoop: OpenLoop | null = null;
  let lastKpa = loop.referencePressureKpa;

  const lossLPerS = (): number => (openLoop ?? rate).lossLPerS;
  const lossSdLPerS = (): number =>
    openLoop === null
      ? Math.hypot(rate.lossSdLPerS, modelDoubt * rate.lossLPerS)
      : openLoopDoubt * openLoop.lossLPerS;

  return {
    onset,
    step(dtS, measured, pressureKpa) {
      if (!Number.isNaN(pressureKpa)) lastKpa = pressureKpa;
      if (openLoop === null && measured && hasBottomedOut(loop, witness.gasL)) {
        openLoop = createOpenLoop({
          inventoryL: Math.min(rate.inventoryL, bottomInventoryL(loop)),
          lossLPerS: rate.lossLPerS,
          pressureKpa: lastKpa,
        });
      }
      if (openLoop === null) rate.step(dtS, measured ? witness.inventoryL : null, sampleVariance);
      else openLoop.step(dtS, lastKpa);
    },
    get bottomedOut() {
      return openLoop !== null;
    },
    get inventoryL() {
      return (openLoop ?? rate).inventoryL;
    },
    get inventorySdL() {
      return openLoop === null
        ? rate.inventorySdL
        : openLoopDoubt * (bottomInventoryL(loop) - openLoop.inventoryL);
    },
    get lossLPerS() {
      return lossLPerS();
    },
    get lossSdLPerS() {
      return lossSdLPerS();
    },
    timeLeft: () =>
      toTimeLeft((openLoop ?? rate).inventoryL - loop.minimumInventoryL, lossLPerS(), lossSdLPerS()),
  };
}
