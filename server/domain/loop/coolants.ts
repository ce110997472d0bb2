import type { CoolantId } from "./loop.ts";

/** Density against temperature: rows of [°C, kg/m³], rising in temperature. */
type DensityTable = readonly (readonly [number, number])[];

/** A liquid whose density falls by `betaPerK` of its value at `atC` for each kelvin, as a table of two rows. */
const linear = (rho: number, betaPerK: number, atC: number): DensityTable => [
  [-50, rho * (1 - betaPerK * (-50 - atC))],
  [90, rho * (1 - betaPerK * (90 - atC))],
];

/**
 * Liquid densities. Ammonia (at 1.81 MPa), water and PG25 (25.2 % propylene glycol by weight): CoolProp 8.0.
 * Isooctane (2,2,4-trimethylpentane): 687.7 kg/m³ at 25 °C, Luning Prak 2014, expansion 1.2e-3 1/K.
 * HFE-7200: 1420 (1 - 0.0016 (T - 25)) kg/m³, 3M product guide.
 */
const densityTable: Readonly<Record<CoolantId, DensityTable>> = {
  ammonia: [
    [-40, 690.6],
    [-20, 665.9],
    [0, 639.6],
    [4, 634.1],
    [20, 611.2],
    [40, 579.9],
  ],
  water: [
    [4, 1000.1],
    [17, 998.9],
    [25, 997.1],
    [45, 990.3],
  ],
  pg25: [
    [15, 1021.4],
    [25, 1017.3],
    [35, 1012.6],
    [45, 1007.3],
  ],
  "hfe-7200": linear(1420, 1.6e-3, 25),
  isooctane: linear(687.7, 1.2e-3, 25),
};

/** Density of a liquid coolant, kg/m³, at `tempC`; linear between the table's rows and along its end slopes outside. */
export function densityKgPerM3(coolant: CoolantId, tempC: number): number {
  const table = densityTable[coolant];
  let i = 1;
  while (i < table.length - 1 && tempC > table[i]![0]) i++;
  const [t0, rho0] = table[i - 1]!;
  const [t1, rho1] = table[i]!;
  return rho0 + ((rho1 - rho0) * (tempC - t0)) / (t1 - t0);
}

/** Relative growth of volume per kelvin at `tempC`, 1/K: -(1/ρ) dρ/dT over ±2 K. */
export function expansionPerK(coolant: CoolantId, tempC: number): number {
  const below = densityKgPerM3(coolant, tempC - 2);
  const above = densityKgPerM3(coolant, tempC + 2);
  return (below - above) / 4 / densityKgPerM3(coolant, tempC);
}
