import { zeroCelsiusK } from "../zero-celsius.ts";

/**
 * The loop that every light loop is: 44 L of an isooctane stand-in at 3 atm, the class of Soyuz MS-22. Half of the
 * accumulator is gas. Volume and pressure were in the press; the accumulator is a judgement.
 */
export const referenceKpa = 304;
export const referenceC = 20;
export const gasL = 4;
export const accumulatorL = 8;
export const pipeworkL = 40;

/** Isooctane at 20 C: density (kg/m3), expansion (1/K) and heat capacity, J/(kg K), after Luning Prak 2014. */
export const densityKgPerM3 = 691.9;
const expansionPerK = 1.2e-3;
export const heatJPerKgK = 2090;

/** Discharge coefficient of a sharp-edged hole in a thin wall (textbook range 0.60 to 0.65). */
const discharge = 0.62;

/** Liquid through the hole into vacuum: Cd A sqrt(2 p / rho), litres a second at absolute pressure `kpa`. */
export function lossLPerS(holeMm: number, kpa: number): number {
  const areaM2 = (Math.PI / 4) * (holeMm * 1e-3) ** 2;
  return 1e3 * discharge * areaM2 * Math.sqrt((2 * kpa * 1e3) / densityKgPerM3);
}

/** What a healthy loop begins to lose when it is holed, kg/h. */
export const lossAtOnsetKgPerH = (holeMm: number): number =>
  lossLPerS(holeMm, referenceKpa) * 1e-3 * densityKgPerM3 * 3600;

/** How fast the closed form below runs, 1/s: (1 + n/2) Q0 / Vg0 for gas that keeps its temperature (n = 1). */
export const leakPace = (holeMm: number): number => (1.5 * lossLPerS(holeMm, referenceKpa)) / gasL;

/**
 * Gas volume relative to the charge, `sinceS` after the onset: the inverse of the pressure of a gas-charged loop that
 * vents into vacuum, p / p0 = (1 + pace t)^(-2/3).
 */
export function gasGrowth(pace: number, sinceS: number): number {
  const root = Math.cbrt(1 + pace * sinceS);
  return root * root;
}

/** From the onset until the gas fills the accumulator, seconds. */
export const emptyAfterS = (holeMm: number): number => ((accumulatorL / gasL) ** 1.5 - 1) / leakPace(holeMm);

/**
 * Absolute pressure of the gas, kPa: its law with the volume that the loss and the expansion of the pipework's coolant
 * leave it. The stop of the accumulator ends its growth.
 */
export function gasKpa(growth: number, bulkC: number, gasC: number): number {
  const volumeL = gasL * growth - expansionPerK * pipeworkL * (bulkC - referenceC);
  const warmth = (gasC + zeroCelsiusK) / (referenceC + zeroCelsiusK);
  return (referenceKpa * warmth * gasL) / Math.min(volumeL, accumulatorL);
}

/** Vapour pressure, kPa: Antoine's law, log10 bar = 3.94736 - 1282.332 / (T - 48.444). */
export const vapourKpa = (tempC: number): number =>
  100 * 10 ** (3.94736 - 1282.332 / (tempC + zeroCelsiusK - 48.444));
