/** Coolants that the plant can be filled with. */
export const coolantNames = ["isooctane", "ammonia", "water"] as const;
export type CoolantName = (typeof coolantNames)[number];

/** A liquid as the plant needs it. Temperatures in kelvin, pressures in pascal, absolute. */
export interface Coolant {
  readonly name: CoolantName;
  readonly molarKgPerMol: number;
  /** Pressure at which `densityKgPerM3` holds. */
  readonly referencePa: number;
  readonly densityKgPerM3: (tempK: number) => number;
  /** Isothermal bulk modulus. */
  readonly bulkModulusPa: (tempK: number) => number;
  readonly heatJPerKgK: (tempK: number) => number;
  readonly vapourPressurePa: (tempK: number) => number;
}

/** 0 degrees Celsius in kelvin. */
export const zeroCelsiusK = 273.15;

const polynomial =
  (coefficients: readonly number[], lowC: number, highC: number) =>
  (tempK: number): number => {
    // Outside its range a polynomial invents physics; the nearest known value is the smaller error.
    const t = Math.min(highC, Math.max(lowC, tempK - zeroCelsiusK));
    return coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  };

const scaled = (factor: number, of: (tempK: number) => number) => (tempK: number) => factor * of(tempK);

/**
 * Isooctane (2,2,4-trimethylpentane). Density 687.70 kg/m3 at 25 C (Luning Prak 2014), expansion 1.2e-3/K; isothermal
 * modulus 640 MPa; cp 2.09 kJ/kgK; vapour pressure by Antoine, log10 bar = 3.94736 - 1282.332 / (T - 48.444).
 */
const isooctane: Coolant = {
  name: "isooctane",
  molarKgPerMol: 0.11423,
  referencePa: 101_325,
  densityKgPerM3: (tempK) => 687.7 * Math.exp(-1.2e-3 * (tempK - 298.15)),
  bulkModulusPa: () => 640e6,
  heatJPerKgK: () => 2090,
  vapourPressurePa: (tempK) => 1e5 * 10 ** (3.94736 - 1282.332 / (Math.max(tempK, 200) - 48.444)),
};

/**
 * Ammonia, liquid near 1.81 MPa. Polynomials and Antoine constants fitted to CoolProp 8.0 values at -40, -20, 0, 4, 20
 * and 40 C; largest deviation 0.005 % (density), 0.3 % (modulus, cp), 0.08 % (vapour pressure). Clamped to -60...60 C.
 */
const ammonia: Coolant = {
  name: "ammonia",
  molarKgPerMol: 0.017031,
  referencePa: 1.81e6,
  densityKgPerM3: polynomial([639.615, -1.362277, -2.724539e-3, -1.341494e-5], -60, 60),
  bulkModulusPa: scaled(1e6, polynomial([914.0805, -12.12019, 3.6852e-2], -60, 60)),
  heatJPerKgK: polynomial([4597.574, 6.033458, 5.214691e-2], -60, 60),
  vapourPressurePa: (tempK) => 1e3 * Math.exp(15.21143936 - 2236.18257 / (Math.max(tempK, 200) - 28.75)),
};

const kellNumerator = polynomial(
  [999.83952, 16.945176, -7.9870401e-3, -4.6170461e-5, 1.0556302e-7, -2.8054253e-10],
  0,
  100,
);
const kellDenominator = polynomial([1, 1.687985e-2], 0, 100);
const buckC = (tempK: number) => Math.max(0, tempK - zeroCelsiusK);

/**
 * Water. Density by Kell (1975), modulus fitted to CoolProp 8.0 at 4...45 C, vapour pressure by Buck (1996).
 * Clamped at 0 C: freezing is not modelled.
 */
const water: Coolant = {
  name: "water",
  molarKgPerMol: 0.018015,
  referencePa: 101_325,
  densityKgPerM3: (tempK) => kellNumerator(tempK) / kellDenominator(tempK),
  bulkModulusPa: scaled(1e6, polynomial([1970.676, 13.56553, -0.1557245], 0, 60)),
  heatJPerKgK: () => 4184,
  vapourPressurePa: (tempK) =>
    611.21 * Math.exp((18.678 - buckC(tempK) / 234.5) * (buckC(tempK) / (257.14 + buckC(tempK)))),
};

/** The coolants by name, each with the source of its numbers in the code beside it. */
export const coolantByName: Readonly<Record<CoolantName, Coolant>> = { isooctane, ammonia, water };

/** Liquid density at a pressure, kg/m3: the reference density squeezed by the bulk modulus. */
export const liquidDensity = (coolant: Coolant, tempK: number, pressurePa: number): number =>
  coolant.densityKgPerM3(tempK) * (1 + (pressurePa - coolant.referencePa) / coolant.bulkModulusPa(tempK));

/** Vapour as a perfect gas, kg/m3; within 10 % for these coolants below 1 MPa. */
export const vapourDensity = (coolant: Coolant, tempK: number, pressurePa: number): number =>
  (pressurePa * coolant.molarKgPerMol) / (gasConstant * tempK);

/** Molar gas constant, J/(mol K), CODATA 2018. */
export const gasConstant = 8.314462618;
