import { densityKgPerM3 } from "../../loop/coolants.ts";
import type { Loop } from "../../loop/loop.ts";
import { z95 } from "../../statistics/normal-tail.ts";

/** Diameter of the sharp round hole that lets out as much, millimetres, with its 90 % interval. */
export interface HoleSize {
  readonly mm: number;
  readonly lowMm: number;
  readonly highMm: number;
}

/** Discharge coefficient of a sharp-edged hole (textbook range 0.60 to 0.65), and the standard deviation of its doubt. */
const discharge = 0.62;
const dischargeSdShare = 0.03;

/** d of q = Cd (π/4) d² sqrt(2 p / ρ), millimetres; q in L/s, p in kPa above the pressure outside. */
function toDiameterMm(loop: Loop, lossLPerS: number, pressureKpa: number): number {
  const density = densityKgPerM3(loop.coolant, loop.referenceTempC);
  const speed = Math.sqrt((2e3 * Math.max(1e-3, pressureKpa)) / density);
  return 1e3 * Math.sqrt(((Math.max(0, lossLPerS) * 1e-3) / (discharge * speed)) * (4 / Math.PI));
}

/** Hole into vacuum that loses `lossLPerS` ± `lossSdLPerS` at an absolute pressure of `pressureKpa`. */
export function toHole(
  loop: Loop,
  loss: { readonly lossLPerS: number; readonly lossSdLPerS: number },
  pressureKpa: number,
): HoleSize {
  const { lossLPerS, lossSdLPerS } = loss;
  const doubt = z95 * Math.hypot(lossSdLPerS, dischargeSdShare * lossLPerS);
  return {
    mm: toDiameterMm(loop, lossLPerS, pressureKpa),
    lowMm: toDiameterMm(loop, lossLPerS - doubt, pressureKpa),
    highMm: toDiameterMm(loop, lossLPerS + doubt, pressureKpa),
  };
}
