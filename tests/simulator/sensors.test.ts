import { describe, expect, test } from "vitest";
import { toPlant } from "../../simulator/plant/plant.ts";
import { createSteadyPlant } from "../../simulator/plant/steady-plant.ts";
import { createSensors } from "../../simulator/sensors.ts";

const plant = toPlant({});
const state = createSteadyPlant(plant, 1_700_000_000);

/** Many readings of the same state, field by field. */
function readings(seed: number, count: number): Map<string, number[]> {
  const read = createSensors(plant, seed);
  const byField = new Map<string, number[]>();
  for (let i = 0; i < count; i++) {
    for (const { field, value } of read(state)) byField.set(field, [...(byField.get(field) ?? []), value]);
  }
  return byField;
}

const mean = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0) / xs.length;
const sd = (xs: readonly number[]) => Math.sqrt(mean(xs.map((x) => (x - mean(xs)) ** 2)));

const fields = [
  { field: "accumulator_pressure_kpa", truth: state.pressurePa / 1e3, noise: 0.152, step: 0.3648 },
  { field: "pump_out_pressure_kpa", truth: state.pressurePa / 1e3 + 60, noise: 0.152, step: 0.3648 },
  { field: "radiator_in_c", truth: (state.segments[4]?.wallK ?? 0) - 273.15, noise: 0.02, step: 0.0626 },
  { field: "radiator_out_c", truth: (state.segments[9]?.wallK ?? 0) - 273.15, noise: 0.02, step: 0.0626 },
  { field: "accumulator_c", truth: state.accumulatorShellK - 273.15, noise: 0.02, step: 0.0626 },
  { field: "flow_lpm", truth: 6, noise: 0.018, step: 12 / 4096 },
];

describe("the loop's sensors", () => {
  const byField = readings(1, 2000);

  test("are these, in this order", () => {
    expect([...byField.keys()]).toEqual(fields.map(({ field }) => field));
  });

  test.each(fields)("$field shows the truth within its noise and step", ({ field, truth, noise, step }) => {
    const values = byField.get(field) ?? [];
    expect(Math.abs(mean(values) - truth)).toBeLessThan(noise + step / 2);
    expect(sd(values)).toBeGreaterThan(0);
    expect(sd(values)).toBeLessThan(1.2 * Math.hypot(noise, step / 2));
  });

  test.each(fields)("$field shows whole steps only", ({ field, step }) => {
    for (const value of new Set(byField.get(field) ?? [])) {
      const code = value / step;
      expect(Math.abs(code - Math.round(code))).toBeLessThan(1e-6);
    }
  });

  test("repeat their noise with the seed, and change it with another", () => {
    expect(readings(1, 50)).toEqual(readings(1, 50));
    expect(readings(2, 50)).not.toEqual(readings(1, 50));
  });

  test("never show a pressure below vacuum or a flow below standstill", () => {
    const read = createSensors(plant, 1);
    const empty = { ...state, pressurePa: 0, pumpHeadPa: 0, flowM3PerS: 0 };
    for (let i = 0; i < 200; i++) {
      for (const { field, value } of read(empty)) {
        if (!field.endsWith("_c")) expect(value).toBeGreaterThanOrEqual(0);
      }
    }
  });
});
