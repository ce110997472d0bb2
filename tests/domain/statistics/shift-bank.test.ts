import { describe, expect, test } from "vitest";
import { copyState } from "../../../server/domain/statistics/copy-state.ts";
import { cusumOptimum } from "../../../server/domain/statistics/cusum-arl.ts";
import { createShiftBank, type ShiftBankSettings } from "../../../server/domain/statistics/shift-bank.ts";
import { createNoise } from "../../support/noise.ts";

const settings = { gamma: 1000, smallest: 0.01, largest: 10 };

/** Mean number of observations until the alarm, from no evidence. */
function meanRunLength(rule: ShiftBankSettings, shift: number, runs: number): number {
  const noise = createNoise(20_221_215);
  const bank = createShiftBank(rule);
  let steps = 0;
  for (let run = 0; run < runs; run++) {
    bank.reset();
    for (; bank.strength < 1; steps++) bank.step(noise.normal() + shift);
  }
  return steps / runs;
}

describe("a bank for a shift of unknown size", () => {
  // Nothing is tuned to any of these: the band is three standard errors of an exponential time, and 5 % for the formula.
  test.each([
    ["three decades, 0.01 to 10 sd", { gamma: 1000, smallest: 0.01, largest: 10 }],
    ["three decades, 0.003 to 3 sd", { gamma: 1000, smallest: 0.003, largest: 3 }],
    ["one decade", { gamma: 1000, smallest: 0.2, largest: 2 }],
    ["a single size", { gamma: 1000, smallest: 1, largest: 1 }],
    ["rarely enough that large sizes matter", { gamma: 5000, smallest: 0.5, largest: 10 }],
  ])("gives a false alarm once in γ observations: %s", (_name, rule) => {
    const runs = rule.gamma > 1000 ? 250 : 800;
    expect(Math.abs(meanRunLength(rule, 0, runs) / rule.gamma - 1)).toBeLessThan(3 / Math.sqrt(runs) + 0.05);
  });

  // Least delay that any rule can have that knows the size; sizes between those that the bank is tuned to.
  test.each([0.013, 0.05, 0.13, 0.45, 1.4, 4, 10])(
    "finds %f sd nearly as fast as the best rule that knows it",
    (size) => {
      const efficiency = cusumOptimum(settings.gamma, size).delay / meanRunLength(settings, size, 300);
      expect(efficiency).toBeGreaterThan(0.72);
    },
  );

  test("says when it began and how large it is", () => {
    const noise = createNoise(3);
    const bank = createShiftBank({ gamma: 1e5, smallest: 0.01, largest: 10 });
    for (let i = 0; i < 3000; i++) bank.step(noise.normal());
    for (let i = 0; i < 400; i++) bank.step(noise.normal() + 0.5);
    expect(bank.strength).toBeGreaterThan(1);
    expect(Math.abs(bank.sinceSteps - 400)).toBeLessThan(60);
    expect(Math.abs(bank.size - 0.5)).toBeLessThan(0.15);
  });

  test.each([
    ["nothing", []],
    ["values that are not numbers", [Number.NaN, Number.POSITIVE_INFINITY]],
    ["a shift the other way", Array.from({ length: 50 }, () => -3)],
  ])("has no evidence after %s", (_name, values) => {
    const bank = createShiftBank(settings);
    for (const z of values) bank.step(z);
    expect({ strength: bank.strength, since: bank.sinceSteps, size: bank.size }).toEqual({
      strength: 0,
      since: 0,
      size: 0,
    });
  });

  test("keeps its evidence while values are missing, and loses it on reset", () => {
    const bank = createShiftBank(settings);
    for (let i = 0; i < 5; i++) bank.step(2);
    const before = bank.strength;
    expect(before).toBeGreaterThan(0.5);
    for (let i = 0; i < 100; i++) bank.step(Number.NaN);
    expect(bank.strength).toBe(before);
    bank.reset();
    expect(bank.strength).toBe(0);
  });

  test("forgets a shift that is over, however long it lasted", () => {
    const bank = createShiftBank(settings);
    for (let i = 0; i < 100_000; i++) bank.step(5);
    expect(bank.strength).toBeLessThan(4);
    for (let i = 0; i < 2000; i++) bank.step(-1);
    expect(bank.strength).toBeLessThan(0.5);
  });

  test("goes on by itself from a copy of its state", () => {
    const noise = createNoise(5);
    const bank = createShiftBank(settings);
    for (let i = 0; i < 500; i++) bank.step(noise.normal() + 0.1);
    const copy = createShiftBank(settings, copyState(bank.state));
    const values = Array.from({ length: 500 }, () => noise.normal() + 0.1);
    for (const z of values) bank.step(z);
    expect(copy.strength).not.toBe(bank.strength);
    for (const z of values) copy.step(z);
    expect(copy.state).toEqual(bank.state);
    expect(copy.strength).toBe(bank.strength);
  });
});
