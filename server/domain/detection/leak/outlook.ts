import { bottomInventoryL } from "../../loop/inventory.ts";
import type { Loop } from "../../loop/loop.ts";
import { z95 } from "../../statistics/normal-tail.ts";
import { type LossFilter, openedBy } from "./loss-filter.ts";
import { drainTimeS, type Span } from "./time-to-minimum.ts";
import { vapourPressureKpa } from "./vapour-pressure.ts";

/** What the future of a leaking loop depends on, now. */
export interface OutlookView {
  readonly inventoryL: number;
  readonly lostL: number;
  readonly pressureKpa: number;
  readonly gasL: number;
  readonly bottomedOut: boolean;
  /** Lost since the accumulator ran empty, litres. */
  readonly openLostL: number;
}

/** What a leak will do, by the hole that a filter has learnt. */
export interface Outlook {
  /** Loss at the pressure now for each litre at the reference pressure. */
  opened(view: OutlookView): number;
  /** Standard deviation of the loss at the pressure now, litres per second. */
  lossSdLPerS(view: OutlookView): number;
  /** Time until the minimum inventory. */
  span(view: OutlookView): Span;
  /** Standard deviation of the litres lost that comes from not knowing the loop's volumes better, as a share. */
  readonly litresDoubt: number;
}

/** Liquid and pipes give a little with the pressure, and no owner knows the gas better: the litres may be off by this share. */
const usualLitresDoubt = 0.015;
/** The same where volumes or pressure were assumed by the configuration. */
const assumedLitresDoubt = 0.25;

/**
 * After the accumulator ran empty the rate rests on the size of the hole and on pressures that the pump, which draws
 * vapour, makes uneven: the loss may be off by this share.
 */
export const emptyDoubt = 0.3;

/** Step for the derivative of the time left with respect to the drive. */
const driveNudge = 0.1;

/** `referenceKpa`: pressure at which the filter tells its loss. */
export function createOutlook(loop: Loop, filter: LossFilter, referenceKpa: number): Outlook {
  const litresDoubt = loop.assumed.length > 0 ? assumedLitresDoubt : usualLitresDoubt;
  const boilingKpa = vapourPressureKpa(loop.coolant, loop.referenceTempC);

  const fall = (view: OutlookView): number => view.pressureKpa / referenceKpa - 1;
  // Without coolant in the accumulator the pressure is far from where the drive was learnt: then it is a hole into
  // vacuum, which stops last.
  const drive = (view: OutlookView): number => (view.bottomedOut ? 1 : filter.drive);
  const opened = (view: OutlookView): number => openedBy(drive(view), fall(view));
  /** How much the logarithm of `opened` changes with the drive. */
  const openedPerDrive = (view: OutlookView): number =>
    view.bottomedOut ? 0 : (0.5 * fall(view)) / opened(view) ** 2;

  /** κ told at the pressure now: q ∝ sqrt(1 + κ (p / p₀ - 1)) whichever pressure is p₀; and its derivative. */
  const driveNow = (view: OutlookView): number => (drive(view) * (1 + fall(view))) / opened(view) ** 2;
  const driveNowPerDrive = (view: OutlookView): number => (1 + fall(view)) / opened(view) ** 4;

  /** Once empty, the pump may still give its head at the hole or not: the pressure lies between boiling and that. */
  const emptyKpa = (headKpa: number): number => Math.sqrt(boilingKpa * (boilingKpa + headKpa));
  /** The loss goes with the root of that pressure. */
  const emptyDoubtShare = (headKpa: number): number =>
    Math.hypot(emptyDoubt, Math.log(1 + headKpa / boilingKpa) / 4);

  return {
    litresDoubt,
    opened,
    lossSdLPerS(view) {
      const scatter = filter.variance(0, 1, filter.lossLPerS * openedPerDrive(view));
      const doubt = view.bottomedOut ? emptyDoubt : litresDoubt;
      return opened(view) * Math.hypot(Math.sqrt(scatter), doubt * filter.lossLPerS);
    },
    span(view) {
      const spareL = view.inventoryL - loop.minimumInventoryL;
      const lossLPerS = filter.lossLPerS * opened(view);
      if (spareL <= 0) {
        const offL = Math.hypot(filter.inventorySdL, litresDoubt * view.lostL, emptyDoubt * view.openLostL);
        const lateL = spareL + z95 * offL;
        return { medianS: 0, doubtShare: 0, lateS: lateL > 0 && lossLPerS > 0 ? lateL / lossLPerS : 0 };
      }
      if (lossLPerS <= 0) return { medianS: Number.POSITIVE_INFINITY, doubtShare: 1 };
      const { volumeL } = loop.accumulator;
      const closedKpa = (loop.referencePressureKpa * loop.accumulator.gasL) / view.gasL;
      const gasKpa = Math.min(view.pressureKpa, view.bottomedOut ? boilingKpa : closedKpa);
      const headKpa = view.pressureKpa - gasKpa;
      const inAccumulatorL = Math.min(volumeL - view.gasL, view.inventoryL - bottomInventoryL(loop));
      const draining = {
        spareL,
        accumulatorL: view.bottomedOut ? 0 : Math.max(0, inAccumulatorL),
        gasL: view.gasL,
        gasKpa,
        headKpa,
        emptyKpa: emptyKpa(headKpa),
        lossLPerS,
        drive: driveNow(view),
      };
      const { firstS, emptyS } = drainTimeS(draining);
      const medianS = firstS + emptyS;
      const nudged = drainTimeS({ ...draining, drive: draining.drive + driveNudge });
      const perDriveNow = Math.log((nudged.firstS + nudged.emptyS) / medianS) / driveNudge;
      const perDrive = view.bottomedOut ? 0 : perDriveNow * driveNowPerDrive(view) - openedPerDrive(view);
      const variance = filter.variance(1 / spareL, -1 / filter.lossLPerS, perDrive);
      // Litres that are off by a share put the minimum and the loss off together: (spare - k lost) / (k q).
      const offShare = litresDoubt * (1 + Math.abs(view.lostL) / spareL);
      const emptyShare = emptyDoubtShare(headKpa) * (emptyS / medianS);
      return { medianS, doubtShare: Math.hypot(Math.sqrt(variance), offShare, emptyShare) };
    },
  };
}
