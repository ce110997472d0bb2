import { createRandom } from "../random.ts";
import { referenceKpa } from "./gas-spring.ts";

/** How a channel's readings come about: noise, converter step, and digits. */
export interface CodeScale {
  /** Standard deviation of the noise, in the unit of the channel. */
  readonly noiseSd: number;
  /** One code of the converter, as a whole number of the last digit written. */
  readonly step: number;
  /** Digits behind the decimal point. */
  readonly decimals: number;
}

/** Sensors of flight: pressure noise 0.05 % and step 0.12 %; temperature 0.02 C and 0.0626 C; flow 0.3 %. */
const pressure: CodeScale = { noiseSd: 0.0005 * referenceKpa, step: 365, decimals: 3 };
const temperature: CodeScale = { noiseSd: 0.02, step: 626, decimals: 4 };
const flow: CodeScale = { noiseSd: 0.018, step: 1, decimals: 3 };

/** In the order of `loadChannels`. */
export const codeScales: readonly CodeScale[] = [
  pressure,
  pressure,
  temperature,
  temperature,
  temperature,
  flow,
];

/** Readings as whole numbers of the last digit, so that writing them needs no floating point. */
export interface SensorCodes {
  /** Values in their units to codes, in place of `codes`. Uses up chance: the order of calls matters. */
  read(values: Float64Array, codes: Int32Array): void;
}

/** Entries of the noise table: few enough to stay in the processor's first cache. */
const tableBits = 12;
const tableSize = 2 ** tableBits;

/** Draws with one stream of chance for all loops. */
export function createSensorCodes(seed: number): SensorCodes {
  const noise = createNoiseTable(seed);
  const random = createRandom(seed, "load noise");
  const channels = codeScales.length;
  const perStep = Float64Array.from(codeScales, ({ step, decimals }) => 10 ** decimals / step);
  const noiseSteps = Float64Array.from(codeScales, ({ noiseSd }, i) => noiseSd * perStep[i]!);
  const steps = Int32Array.from(codeScales, ({ step }) => step);

  return {
    read(values, codes) {
      let chance = 0;
      for (let i = 0; i < channels; i++) {
        // One draw of 32 bits picks two entries.
        chance = i % 2 === 0 ? random.uniform() * 2 ** 32 : chance / tableSize;
        const deviate = noise[(chance >>> 0) & (tableSize - 1)]!;
        codes[i] = Math.floor(values[i]! * perStep[i]! + deviate * noiseSteps[i]! + 0.5) * steps[i]!;
      }
    },
  };
}

/** Normal deviates, shifted and scaled so that the table as a whole has mean 0 and standard deviation 1. */
function createNoiseTable(seed: number): Float64Array {
  const random = createRandom(seed, "load noise table");
  const table = Float64Array.from({ length: tableSize }, () => random.normal());
  const mean = table.reduce((sum, x) => sum + x, 0) / tableSize;
  const variance = table.reduce((sum, x) => sum + (x - mean) ** 2, 0) / tableSize;
  return table.map((x) => (x - mean) / Math.sqrt(variance));
}
