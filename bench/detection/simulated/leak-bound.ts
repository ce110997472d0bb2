import { densityKgPerM3, expansionPerK } from "../../../server/domain/loop/coolants.ts";
import type { Loop } from "../../../server/domain/loop/loop.ts";
import type { PlantDescription } from "../../../simulator/description/plant-description.ts";

const secondsAYear = 365.25 * 86_400;

/**
 * Standard deviation, litres, with which one reading of all sensors together tells the inventory when nothing but their
 * white noise and their steps stands between. No detector has less: drifts, lags and wander only add to it.
 */
export function sensorNoiseL(loop: Loop, plant: PlantDescription): number {
  const noiseOf = (field: string): number => {
    const sensor = plant.sensors.find(({ channel }) => channel === field);
    return sensor === undefined ? Number.NaN : Math.hypot(sensor.noise.whiteSd, sensor.step / Math.sqrt(12));
  };
  let information = 0;
  let temperatures = 0;
  let temperatureVariance = 0;
  for (const { role, source } of loop.channels) {
    const sd = noiseOf(source.field);
    if (Number.isNaN(sd)) continue;
    const { gasL, volumeL } = loop.accumulator;
    // Closed gas at one temperature: dV = V dp / p.
    if (role === "pressure") information += 1 / ((gasL * sd) / loop.referencePressureKpa) ** 2;
    if (role === "quantity") information += 1 / ((volumeL * sd) / 100) ** 2;
    if (role === "temperature") {
      temperatures += 1;
      temperatureVariance += sd * sd;
    }
  }
  const perK = loop.chargeL * expansionPerK(loop.coolant, loop.referenceTempC);
  const thermalL = temperatures === 0 ? 0 : (perK * Math.sqrt(temperatureVariance)) / temperatures;
  return Math.hypot(1 / Math.sqrt(information), thermalL);
}

/**
 * First-order bound of the mean delay, seconds, for a loss that begins at once and goes on at a known rate, seen once in
 * `sampleS` seconds through white noise: n* = (6 ln(gamma) / a^2)^(1/3) with a = q dt / s (Lorden's bound with the
 * Kullback-Leibler information a^2 n^3 / 6 of a ramp); gamma is the mean number of readings between false alarms.
 */
export function leakDelayBoundS(
  loop: Loop,
  plant: PlantDescription,
  { kgPerH, sampleS }: { readonly kgPerH: number; readonly sampleS: number },
): number {
  const litresPerS = kgPerH / 3.6 / densityKgPerM3(loop.coolant, loop.referenceTempC);
  const a = (litresPerS * sampleS) / sensorNoiseL(loop, plant);
  const gamma = secondsAYear / loop.falseAlarmsPerYear / sampleS;
  return Math.max(1, Math.cbrt((6 * Math.log(gamma)) / (a * a))) * sampleS;
}
