import type { CoolantName } from "../../description/plant-description.ts";

/**
 * A coolant's properties as functions of its temperature in degrees Celsius, each good from `lowC` to `highC`. Density
 * holds at `referencePa`; the isothermal bulk modulus carries it to other pressures. Pressures absolute.
 */
export interface CoolantLaws {
  readonly name: CoolantName;
  readonly lowC: number;
  readonly highC: number;
  /** Of the vapour, kg/mol. */
  readonly vapourKgPerMol: number;
  readonly referencePa: number;
  readonly densityKgPerM3: (tempC: number) => number;
  readonly bulkModulusPa: (tempC: number) => number;
  readonly heatJPerKgK: (tempC: number) => number;
  readonly viscosityPaS: (tempC: number) => number;
  readonly vapourPressurePa: (tempC: number) => number;
  readonly latentHeatJPerKg: (tempC: number) => number;
}

/** A law that is the same at every temperature. */
export const constant = (value: number) => (): number => value;

/** A law `unit * (c0 + c1 t + c2 t^2 + ...)`. */
export const polynomial =
  (unit: number, coefficients: readonly number[]) =>
  (tempC: number): number =>
    unit * coefficients.reduceRight((sum, coefficient) => sum * tempC + coefficient, 0);

/** A law `unit * exp(c0 + c1 t + c2 t^2 + ...)`, for what falls or rises by powers of ten. */
export const exponential = (unit: number, coefficients: readonly number[]) => {
  const exponent = polynomial(1, coefficients);
  return (tempC: number): number => unit * Math.exp(exponent(tempC));
};
