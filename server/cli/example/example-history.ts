import { type EpochMs, hours } from "../../../protocol/time.ts";
import type { BucketColumns, TelemetryStore } from "../../app/ports.ts";
import { exampleLoop, exampleLossLPerH } from "./example-loop.ts";

/** Between -1 and 1, the same for the same numbers: an example's noise need not be chance. */
function toNoise(k: number, series: number): number {
  const wave = Math.sin(12.9898 * k + 78.233 * series) * 43_758.5453;
  return 2 * (wave - Math.floor(wave)) - 1;
}

/** Litres that are gone. */
const toLostL = (atMs: EpochMs, onsetMs: EpochMs): number =>
  (Math.max(0, atMs - onsetMs) / hours(1)) * exampleLossLPerH;

/** Pressure of the accumulator's gas, which fills what is gone, at one temperature: Boyle's law. */
function toPressureKpa(lostL: number): number {
  const { referencePressureKpa, accumulator } = exampleLoop;
  return (referencePressureKpa * accumulator.gasL) / (accumulator.gasL + lostL);
}

/** How far each series scatters, in its unit: two pressures, the level, the inventory. */
const scatters = [0.35, 0.5, 0.12, 0.08] as const;

function toValues(atMs: EpochMs, onsetMs: EpochMs): readonly number[] {
  const lostL = toLostL(atMs, onsetMs);
  const { accumulator, chargeL } = exampleLoop;
  const pressureKpa = toPressureKpa(lostL);
  const level = (100 * (accumulator.volumeL - accumulator.gasL - lostL)) / accumulator.volumeL;
  return [pressureKpa, pressureKpa + 42, level, chargeL - lostL];
}

/** A store that knows how the example's loop has leaked since its onset, and nothing else. */
export const createExampleHistory = (onsetMs: EpochMs): Pick<TelemetryStore, "history"> => ({
  history({ fromMs, toMs, bucketMs }) {
    const tMs: EpochMs[] = [];
    for (let atMs = fromMs; atMs < toMs; atMs += bucketMs) tMs.push(atMs);
    const column = (series: number, sign: 1 | -1) =>
      tMs.map((atMs, k) => {
        const middle = toValues(atMs, onsetMs)[series] ?? 0;
        return middle + (scatters[series] ?? 0) * (toNoise(k, series) + sign);
      });
    const buckets: BucketColumns = {
      tMs,
      min: scatters.map((_, series) => column(series, -1)),
      max: scatters.map((_, series) => column(series, 1)),
    };
    return Promise.resolve(buckets);
  },
});
