import type { CoolantId } from "../../loop/loop.ts";

/** Rows of [°C, kPa], rising. */
type VapourTable = readonly (readonly [number, number])[];

/**
 * Vapour pressures, kPa absolute. Ammonia and water: CoolProp 8.0. PG25: 0.95 of water (Raoult). Isooctane: Antoine,
 * log10 bar = 3.94736 - 1282.332 / (T - 48.444). HFE-7200: 16 kPa at 25 °C and 101 kPa at 76 °C (3M product guide),
 * Clausius-Clapeyron between and beyond.
 */
const vapourTable: Readonly<Record<CoolantId, VapourTable>> = {
  ammonia: [
    [-40, 71.6],
    [-20, 190],
    [0, 429],
    [4, 497],
    [20, 857],
    [40, 1555],
  ],
  water: [
    [4, 0.81],
    [17, 1.94],
    [25, 3.17],
    [45, 9.6],
  ],
  pg25: [
    [4, 0.77],
    [17, 1.84],
    [25, 3.01],
    [45, 9.1],
  ],
  isooctane: [
    [0, 1.7],
    [10, 3.1],
    [20, 5.1],
    [30, 8.2],
    [40, 12.7],
  ],
  "hfe-7200": [
    [25, 16],
    [76, 101],
  ],
};

const perKelvin = (tempC: number): number => 1 / (tempC + 273.15);

/** Pressure at which a coolant boils at `tempC`, kPa absolute: log p linear in 1/T between the rows and beyond them. */
export function vapourPressureKpa(coolant: CoolantId, tempC: number): number {
  const table = vapourTable[coolant];
  let i = 1;
  while (i < table.length - 1 && tempC > table[i]![0]) i++;
  const [c0, p0] = table[i - 1]!;
  const [c1, p1] = table[i]!;
  const share = (perKelvin(tempC) - perKelvin(c0)) / (perKelvin(c1) - perKelvin(c0));
  return Math.exp(Math.log(p0) + (Math.log(p1) - Math.log(p0)) * share);
}
