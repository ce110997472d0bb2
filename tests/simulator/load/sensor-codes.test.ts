import { expect, test } from "vitest";
import { codeScales, createSensorCodes } from "../../../simulator/load/sensor-codes.ts";

/** Codes of many readings of the same values, by channel. */
function readMany(count: number): number[][] {
  const sensors = createSensorCodes(5);
  const values = Float64Array.from([304, 364, 23.1, 16.9, 20, 6]);
  const codes = new Int32Array(values.length);
  const columns: number[][] = codeScales.map(() => []);
  for (let i = 0; i < count; i++) {
    sensors.read(values, codes);
    codes.forEach((code, channel) => {
      columns[channel]?.push(code);
    });
  }
  return columns;
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

test.each([
  { channel: 0, value: 304, sd: 0.152, step: 0.365 },
  { channel: 3, value: 16.9, sd: 0.02, step: 0.0626 },
  { channel: 5, value: 6, sd: 0.018, step: 0.001 },
])("channel $channel reads its value in steps with its noise", ({ channel, value, sd, step }) => {
  const scale = codeScales[channel];
  if (scale === undefined) throw new Error("There is no such channel.");
  const readings = (readMany(20_000)[channel] ?? []).map((code) => code / 10 ** scale.decimals);
  const offStep = readings.map((reading) => Math.abs(reading / step - Math.round(reading / step)));
  expect(Math.max(...offStep)).toBeLessThan(1e-6);
  // Rounding to a step coarser than the noise shifts the mean by up to a twentieth of the step.
  expect(Math.abs(mean(readings) - value)).toBeLessThan(0.05 * step + 0.03 * sd);
  const spread = Math.sqrt(mean(readings.map((x) => (x - mean(readings)) ** 2)));
  expect(spread).toBeGreaterThan(0.8 * sd);
  expect(spread).toBeLessThan(1.1 * Math.hypot(sd, step / 2));
});

test("noise of two channels is not the same noise", () => {
  const [pressure = [], pumpOut = []] = readMany(20_000);
  const [a, b] = [mean(pressure), mean(pumpOut)];
  const covariance = mean(pressure.map((x, i) => (x - a) * ((pumpOut[i] ?? 0) - b)));
  const spread = (of: readonly number[], middle: number) => Math.sqrt(mean(of.map((x) => (x - middle) ** 2)));
  expect(Math.abs(covariance / (spread(pressure, a) * spread(pumpOut, b)))).toBeLessThan(0.05);
});
