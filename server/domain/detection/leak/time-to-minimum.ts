import type { TimeLeft } from "../../../../protocol/estimate.ts";
import { z95 } from "../../statistics/normal-tail.ts";
import { openedBy } from "./loss-filter.ts";

/** A loop that loses coolant, as far as its future depends on it. */
export interface Draining {
  /** From what is left now to the minimum, litres. */
  readonly spareL: number;
  /** Of these, litres that the accumulator still has; beyond them pressure falls to `emptyKpa`. */
  readonly accumulatorL: number;
  /** Gas volume now, litres, and the pressure it gives, kPa absolute. */
  readonly gasL: number;
  readonly gasKpa: number;
  /** What drives the leak beyond the gas: the pump's head at its place, kPa. */
  readonly headKpa: number;
  /** Pressure that drives the leak once the accumulator is empty, kPa absolute. */
  readonly emptyKpa: number;
  /** Loss now, litres per second. */
  readonly lossLPerS: number;
  /** κ of `loss-filter.ts` at the pressure now: 1 for a hole into vacuum, 0 for a seep of constant rate. */
  readonly drive: number;
}

/** Panels of Simpson's rule: the integrand is a smooth power, four digits need no more. */
const panels = 8;

/**
 * Time in which the accumulator gives `litres`, seconds: integral of dV / q, the pressure being p_gas V / (V + v) + head. For a
 * hole into vacuum and no head this is the closed form p(t) = p₀ (1 + (3/2) q₀ t / V)^(-2/3).
 */
function whileGasExpandsS(draining: Draining, litres: number): number {
  const { gasL, gasKpa, headKpa, lossLPerS, drive } = draining;
  const step = litres / panels;
  let sum = 0;
  for (let i = 0; i <= panels; i++) {
    const weight = i === 0 || i === panels ? 1 : i % 2 === 1 ? 4 : 2;
    const kpa = (gasKpa * gasL) / (gasL + i * step) + headKpa;
    sum += weight / openedBy(drive, kpa / (gasKpa + headKpa) - 1);
  }
  return (sum * step) / 3 / lossLPerS;
}

/** Time until the spare litres are gone, seconds: with coolant in the accumulator, then without. */
export function drainTimeS(draining: Draining): { readonly firstS: number; readonly emptyS: number } {
  const { spareL, accumulatorL, gasKpa, headKpa, emptyKpa, lossLPerS } = draining;
  const first = Math.min(spareL, Math.max(0, accumulatorL));
  // Far from where the drive was learnt; a hole into vacuum stops last.
  const opened = openedBy(1, emptyKpa / (gasKpa + headKpa) - 1);
  return {
    firstS: whileGasExpandsS(draining, first),
    emptyS: (spareL - first) / lossLPerS / Math.min(1, opened),
  };
}

/** A span whose inverse is normal: `medianS`, and the standard deviation of the inverse as a share of it. */
export interface Span {
  readonly medianS: number;
  readonly doubtShare: number;
  /** The minimum seems to be reached, and with what the litres may be off by it is reached so late, seconds (95 %). */
  readonly lateS?: number;
}

const toMs = (seconds: number): number | null =>
  Number.isFinite(seconds) && seconds >= 0 ? Math.round(seconds * 1000) : null;

/** Quantiles of the span; `null` where it may have no end. */
export function toQuantiles({ medianS, doubtShare, lateS }: Span): TimeLeft {
  if (lateS !== undefined) return { p05Ms: 0, p50Ms: 0, p95Ms: toMs(lateS) };
  const late = 1 - z95 * doubtShare;
  return {
    p05Ms: toMs(medianS / (1 + z95 * doubtShare)),
    p50Ms: toMs(medianS),
    p95Ms: late > 0 ? toMs(medianS / late) : null,
  };
}

/** Probability that the span ends within `withinS` seconds. */
export function probabilityWithin({ medianS, doubtShare }: Span, withinS: number): number {
  if (medianS <= withinS && doubtShare === 0) return 1;
  if (withinS <= 0 || doubtShare === 0) return 0;
  return normalShare((1 - medianS / withinS) / doubtShare);
}

/** Share of a standard normal distribution below `z`; error below 1e-7 (Abramowitz and Stegun 26.2.17). */
export function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z > 0 ? 1 - tail : tail;
}
