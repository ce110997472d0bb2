import { createLeakFollower } from "../../../../server/domain/detection/leak/leak-follower.ts";
import type { LeakStart } from "../../../../server/domain/detection/leak/leak-start.ts";
import type { Loop } from "../../../../server/domain/loop/loop.ts";
import { createNoise } from "../../../support/noise.ts";

/** A loop with a closed charge of gas that loses coolant; a model of its own, in closed form where there is one. */
export interface GasLoopSettings {
  readonly seed: number;
  /** Loss at the reference pressure, litres per second, `atS` seconds after its onset. */
  readonly lossLPerS: (atS: number) => number;
  /** Pressure outside of the hole, kPa; `null`: the loss does not depend on the pressure. */
  readonly outsideKpa: number | null;
  /** Time constant of the gas, seconds; 0: it never cools. */
  readonly gasLagS: number;
  /** White noise of the pressure sensor, share of its reference; and its step, kPa. */
  readonly noiseShare: number;
  readonly stepKpa: number;
  /** Coloured bias of the inventory: litres and seconds. */
  readonly colouredSdL: number;
  readonly colouredTauS: number;
  /** Seconds between evaluations. */
  readonly everyS?: number;
}

/** One evaluation of such a loop, with its truth. */
export interface GasLoopView {
  readonly measuredL: number;
  readonly gasL: number;
  readonly pressureKpa: number;
  readonly inventoryL: number;
  readonly lossLPerS: number;
  readonly empty: boolean;
}

/** Isothermal far from a change, adiabatic near it: dT = -(γ-1) T dV / V - (T - T₀) dt / τ. */
export function createGasLoop(loop: Loop, settings: GasLoopSettings) {
  const { outsideKpa, gasLagS, noiseShare, stepKpa, colouredSdL, colouredTauS, everyS = 1 } = settings;
  const noise = createNoise(settings.seed);
  const { referencePressureKpa, accumulator } = loop;
  let gasL = accumulator.gasL;
  let warmth = 1;
  let bias = colouredSdL * noise.normal();
  let atS = 0;
  const truePressure = () => (referencePressureKpa * accumulator.gasL * warmth) / gasL;
  const lossNow = (): number => {
    const driven =
      outsideKpa === null
        ? 1
        : Math.sqrt(Math.max(0, (truePressure() - outsideKpa) / (referencePressureKpa - outsideKpa)));
    return settings.lossLPerS(atS) * driven;
  };
  return {
    /** Moves on to the next evaluation. */
    step(): GasLoopView {
      // Parts of a second, or the fastest leak would be a step of its own.
      const parts = Math.max(1, Math.ceil(everyS / Math.max(0.25, gasLagS / 20)));
      for (let i = 0; i < parts; i++) {
        const dtS = everyS / parts;
        const lostL = lossNow() * dtS;
        warmth *= 1 - (0.4 * lostL) / gasL;
        warmth += gasLagS > 0 ? (1 - warmth) * (1 - Math.exp(-dtS / gasLagS)) : 1 - warmth;
        gasL = Math.min(accumulator.volumeL, gasL + lostL);
        atS += dtS;
      }
      const phi = colouredTauS > 0 ? Math.exp(-everyS / colouredTauS) : 0;
      bias = phi * bias + Math.sqrt(1 - phi * phi) * colouredSdL * noise.normal();
      const shown = truePressure() + noiseShare * referencePressureKpa * noise.normal();
      const pressureKpa = stepKpa > 0 ? Math.round(shown / stepKpa) * stepKpa : shown;
      const shownGasL = (referencePressureKpa * accumulator.gasL) / pressureKpa;
      return {
        measuredL: loop.chargeL + accumulator.gasL - shownGasL + bias,
        gasL: shownGasL,
        pressureKpa,
        inventoryL: loop.chargeL + accumulator.gasL - gasL,
        lossLPerS: lossNow(),
        empty: gasL >= accumulator.volumeL * 0.97,
      };
    },
  };
}

/** A loop that has begun to leak, followed from the moment when a detector would have found it. */
export function followGasLoop(loop: Loop, settings: GasLoopSettings) {
  const plant = createGasLoop(loop, settings);
  const everyS = settings.everyS ?? 1;
  const litresPerKpa = loop.accumulator.gasL / loop.referencePressureKpa;
  const whiteVarianceL2 =
    ((settings.noiseShare * loop.referencePressureKpa) ** 2 + settings.stepKpa ** 2 / 12) * litresPerKpa ** 2;
  // Ten evaluations are seen at once, and the loss has to stand out of them and of the bias.
  const seenL = 6 * Math.hypot(Math.sqrt(whiteVarianceL2 / 10), settings.colouredSdL);
  const window: number[] = [];
  let view = plant.step();
  let atS = everyS;
  for (;;) {
    window.push(view.measuredL);
    if (window.length > 10) window.shift();
    const mean = window.reduce((sum, value) => sum + value, 0) / window.length;
    if (window.length === 10 && loop.chargeL - mean > seenL) break;
    view = plant.step();
    atS += everyS;
  }
  const mean = window.reduce((sum, value) => sum + value, 0) / window.length;
  const lossLPerS = (loop.chargeL - mean) / (atS - 4.5 * everyS);
  const start: LeakStart = {
    onset: { atS: 0, inventoryL: loop.chargeL },
    atS,
    inventoryL: view.measuredL,
    inventoryVarianceL2: whiteVarianceL2,
    lossLPerS,
    lossSdLPerS: 0.5 * lossLPerS,
    pressureKpa: view.pressureKpa,
    gasL: view.gasL,
    gasLaw: true,
    wanderL2PerS: 0,
    noise: { whiteVarianceL2, colouredSdL: settings.colouredSdL, colouredTauS: settings.colouredTauS },
  };
  const follower = createLeakFollower(loop, start);
  return {
    follower,
    start,
    get atS() {
      return atS;
    },
    get view() {
      return view;
    },
    /** The next evaluation; `heard` false: nothing of it arrives. */
    step(heard = true): GasLoopView {
      view = plant.step();
      atS += everyS;
      follower.step({
        dtS: everyS,
        atS,
        measuredL: heard ? view.measuredL : Number.NaN,
        varianceL2: whiteVarianceL2,
        pressureKpa: heard ? view.pressureKpa : Number.NaN,
        gasL: heard ? view.gasL : Number.NaN,
        bottomedOut: heard && view.empty,
      });
      return view;
    },
  };
}
