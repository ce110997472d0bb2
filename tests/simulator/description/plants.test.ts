import { describe, expect, test } from "vitest";
import { loadPlant } from "../../../simulator/description/library.ts";
import { createPlant } from "../../../simulator/plant/create-plant.ts";
import { usualInputs } from "../../../simulator/plant/inputs.ts";

const startS = 1_700_000_000;
const orbitS = 5566;

/** Lowest and highest of some channels, the mean of the coolant's temperature, over so many seconds of healthy life. */
function watch(id: string, forS: number, channels: readonly string[]) {
  const parsed = loadPlant(id);
  if (parsed.kind === "problems") throw new Error(`${id} has problems`);
  const plant = createPlant(parsed.value, startS);
  const probes = channels.map((channel) => {
    const sensor = parsed.value.sensors.find((s) => s.channel === channel);
    if (sensor === undefined) throw new Error(`${id} has no ${channel}`);
    return plant.probe(sensor);
  });
  const seen = probes.map((): number[] => []);
  let bulkSumC = 0;
  for (let s = 0; s < forS; s++) {
    plant.step(usualInputs, 1);
    bulkSumC += plant.truth.bulkTempC;
    probes.forEach((probe, i) => {
      seen[i]?.push(probe());
    });
  }
  const ranges = seen.map((values) => ({
    low: values.reduce((least, v) => Math.min(least, v)),
    high: values.reduce((most, v) => Math.max(most, v)),
  }));
  const range = (channel: string) =>
    ranges[channels.indexOf(channel)] ?? { low: Number.NaN, high: Number.NaN };
  return { range, bulkC: bulkSumC / forS, truth: plant.truth };
}

describe("the Soyuz loop, healthy", () => {
  const { range, bulkC, truth } = watch("soyuz", orbitS, ["accumulator_pressure_kpa", "flow_lpm"]);

  test("is about as warm as its reference, and keeps its 44 L", () => {
    expect(bulkC).toBeGreaterThan(17);
    expect(bulkC).toBeLessThan(22);
    expect(truth.inventoryL).toBeCloseTo(44, 3);
  });

  test("swings by about 18 kPa either way with the orbit, round 3 atmospheres", () => {
    const { low, high } = range("accumulator_pressure_kpa");
    expect((high - low) / 2).toBeGreaterThan(12);
    expect((high - low) / 2).toBeLessThan(22);
    expect((high + low) / 2).toBeGreaterThan(285);
    expect((high + low) / 2).toBeLessThan(315);
  });

  test("pumps about 6 L a minute", () => {
    expect(range("flow_lpm").low).toBeGreaterThan(5.7);
    expect(range("flow_lpm").high).toBeLessThan(6.3);
  });
});

describe("the coolant distribution unit, healthy", () => {
  const { range, bulkC, truth } = watch("cdu", 86_400, [
    "suction_a_kpa",
    "supply_c",
    "make_up_starts",
    "flow_lpm",
  ]);

  test("stays within its make-up band all day, so that make-up never starts", () => {
    expect(range("suction_a_kpa").low).toBeGreaterThan(240);
    expect(range("suction_a_kpa").high).toBeLessThan(256);
    expect(range("make_up_starts").high).toBe(0);
  });

  test("is at about 35 C on average and supplies its racks evenly", () => {
    expect(bulkC).toBeGreaterThan(33);
    expect(bulkC).toBeLessThan(37);
    expect(range("supply_c").high - range("supply_c").low).toBeLessThan(0.5);
    expect(truth.inventoryL).toBeCloseTo(300, 2);
  });

  test("pumps about 180 L a minute", () => {
    expect(range("flow_lpm").low).toBeGreaterThan(175);
    expect(range("flow_lpm").high).toBeLessThan(190);
  });
});

describe("the water loop, healthy", () => {
  const { range, bulkC, truth } = watch("water-loop", 7200, ["pump_in_kpa", "accumulator_pct"]);

  test("is at 17 C and 200 kPa, and hardly moves", () => {
    expect(bulkC).toBeGreaterThan(16.5);
    expect(bulkC).toBeLessThan(17.5);
    expect(range("pump_in_kpa").low).toBeGreaterThan(197);
    expect(range("pump_in_kpa").high).toBeLessThan(203);
    expect(truth.inventoryL).toBeCloseTo(150, 3);
  });

  test("has half of its accumulator full", () => {
    expect(range("accumulator_pct").low).toBeGreaterThan(48);
    expect(range("accumulator_pct").high).toBeLessThan(52);
  });
});
