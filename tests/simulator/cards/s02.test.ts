import { describe, expect, test } from "vitest";
import {
  expectAround,
  expectBetween,
  firstTime,
  type Played,
  play,
  type Reading,
  rangeOf,
  scenarioOf,
} from "./play.ts";

const accumulator = "accumulator_pressure_kpa";
const pumpOutlet = "pump_out_pressure_kpa";

const emptyTime = (played: Played): number => firstTime(played, ({ bottomedOut }) => bottomedOut);

const valuesIn = (readings: readonly Reading[], fromS: number, toS: number): readonly number[] =>
  readings.filter(({ atS }) => atS > fromS && atS <= toS).map(({ value }) => value);

describe.each([
  { variant: null, name: "S02, torn open as by 3 mm", emptyS: 38 },
  { variant: "hole-5mm", name: "S02, torn open as by 5 mm", emptyS: 14 },
])("$name", ({ variant, emptyS }) => {
  const torn = play("S02", { variant, forS: 1200 });
  const before = torn.truthAt(0);

  test("empties the accumulator in the card's time, and the pressure collapses to that of vapour", () => {
    expectAround(emptyTime(torn), emptyS);
    expectAround(torn.truthAt(emptyTime(torn) + 3).pressureKpa, 5);
  });

  test("halves the pressure a little before that, and not just then: gas that expands fast gets cold", () => {
    const halvedS = firstTime(torn, ({ pressureKpa }) => pressureKpa <= before.pressureKpa / 2);
    expectBetween(halvedS / emptyTime(torn), 0.65, 1);
  });

  test("takes a tenth to six tenths of the accumulator's coolant in five seconds", () => {
    const takenL = before.accumulatorLiquidL - torn.truthAt(5).accumulatorLiquidL;
    expectBetween(takenL / before.accumulatorLiquidL, 0.1, 0.6);
  });

  test("takes a tenth of the pressure in three seconds on both sensors, far more than noise or an orbit", () => {
    for (const channel of [accumulator, pumpOutlet]) {
      const readings = torn.readings(channel);
      const healthy = rangeOf(valuesIn(readings, -60, 0));
      const fallen = valuesIn(readings, 0, 4).at(-1) ?? Number.NaN;
      expect(fallen).toBeLessThan(0.9 * healthy.low);
    }
  });

  test("ends the flow", () => {
    expect(rangeOf(valuesIn(torn.readings("flow_lpm"), 900, 1200)).high).toBeLessThan(0.1);
  });

  test("warms nothing beforehand: no temperature moves while the pressure goes", () => {
    const moved = Math.abs(torn.truthAt(emptyTime(torn)).bulkTempC - before.bulkTempC);
    expect(moved).toBeLessThan(0.3);
  });

  test("would be told by a warning within 20 s", () => {
    const first = scenarioOf("S02", variant).ideal[0];
    expect(first).toMatchObject({ severity: "warning", verdict: "leak", untilS: 20 });
    expectBetween(first?.fromS ?? Number.NaN, 1, 10);
  });
});

describe("samples at one a second on the way down", () => {
  const countDown = (variant: string | null): number => {
    const torn = play("S02", { variant, forS: 60 });
    return valuesIn(torn.readings(accumulator), 0, emptyTime(torn)).length;
  };

  test("with 5 mm are 5 to 20", () => {
    expectBetween(countDown("hole-5mm"), 5, 20);
  });

  test("with 3 mm are as many as the card's 38 s, and not the 5 to 20 that it also names", () => {
    expectAround(countDown(null), 38);
  });
});

describe("S02's look-alike, a pressure sensor that drops to 0", () => {
  const failed = play("S02", { variant: "sensor-zero", forS: 1200 });

  test("reads exactly 0 on one of the two pressure sensors from its first second on", () => {
    expect(rangeOf(valuesIn(failed.readings(accumulator), -60, -1)).low).toBeGreaterThan(290);
    const readings = failed.readings(accumulator).filter(({ atS }) => atS >= 0);
    expect(readings).toHaveLength(1201);
    expect(readings.every(({ value }) => value === 0)).toBe(true);
  });

  test("moves nothing else, and no coolant is lost", () => {
    for (const channel of failed.channels.filter((name) => name !== accumulator)) {
      const readings = failed.readings(channel);
      const healthy = valuesIn(readings, -60, -1);
      const now = valuesIn(readings, 0, 60);
      const mean = (values: readonly number[]) =>
        values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(Math.abs(mean(now) / mean(healthy) - 1)).toBeLessThan(0.005);
    }
    expect(failed.truthAt(1200).lostKg).toBe(0);
    expect(failed.truthAt(1200).inventoryL).toBeCloseTo(44, 6);
  });

  test("would be told as a sensor fault by an advisory, and never as a leak", () => {
    const { ideal } = scenarioOf("S02", "sensor-zero");
    expect(ideal.map(({ severity, verdict }) => [severity, verdict])).toEqual([["advisory", "sensor fault"]]);
  });
});
