import { describe, expect, test } from "vitest";
import { copyState } from "../../../server/domain/statistics/copy-state.ts";
import { createDriftBank } from "../../../server/domain/statistics/drift-bank.ts";
import { createOnsetAges } from "../../../server/domain/statistics/onset-ages.ts";
import { createNoise } from "../../support/noise.ts";

interface Level {
  readonly whiteSd: number;
  readonly wanderSd: number;
}

/** Means of blocks of a healthy level, which starts at 40. */
function healthy({ whiteSd, wanderSd }: Level, seed: number): () => number {
  const noise = createNoise(seed);
  let level = 40;
  return () => {
    level += wanderSd * noise.normal();
    return level + whiteSd * noise.normal();
  };
}

const levels = [
  ["white noise", { whiteSd: 1, wanderSd: 0 }],
  ["white noise and a slow walk", { whiteSd: 0.2, wanderSd: 0.02 }],
  ["a walk that is larger than the noise", { whiteSd: 0.01, wanderSd: 0.05 }],
] as const;

const gamma = 300;

describe("a bank for a ramp of unknown slope", () => {
  test.each(levels)("gives a false alarm about once in γ blocks, never tuned: %s", (_name, level) => {
    const sd = Math.hypot(level.whiteSd, level.wanderSd);
    const bank = createDriftBank({ gamma, ...level, smallest: 0.01 * sd, largest: 3 * sd });
    const next = healthy(level, 1);
    for (let i = 0; i < 200; i++) bank.step(next());
    const runs = 300;
    let steps = 0;
    for (let run = 0; run < runs; run++) {
      bank.reset();
      for (; bank.strength < 1; steps++) bank.step(next());
    }
    expect(steps / runs / gamma).toBeGreaterThan(0.8);
    expect(steps / runs / gamma).toBeLessThan(1.5);
  });

  test.each(levels)("finds a ramp, its onset and its slope: %s", (_name, level) => {
    const sd = Math.hypot(level.whiteSd, level.wanderSd);
    const slope = 0.3 * sd;
    const bank = createDriftBank({ gamma: 1e5, ...level, smallest: 0.01 * sd, largest: 10 * sd });
    const next = healthy(level, 2);
    for (let i = 0; i < 500; i++) bank.step(next());
    expect(bank.strength).toBeLessThan(0.9);
    let blocks = 0;
    while (bank.strength < 1.3 && blocks < 2000) bank.step(next() - slope * ++blocks);
    expect(bank.strength).toBeGreaterThan(1);
    expect(bank.sinceSteps / blocks).toBeGreaterThan(0.5);
    expect(bank.sinceSteps / blocks).toBeLessThan(2);
    expect(bank.slope / slope).toBeGreaterThan(0.5);
    expect(bank.slope / slope).toBeLessThan(2);
  });

  test("finds small slopes with a few observations more than n* = (6 ln γ / a²)^(1/3)", () => {
    const bank = createDriftBank({ gamma: 1e5, whiteSd: 1, wanderSd: 0, smallest: 0.001, largest: 1 });
    const next = healthy({ whiteSd: 1, wanderSd: 0 }, 4);
    let total = 0;
    for (let run = 0; run < 20; run++) {
      for (let i = 0; i < 300; i++) bank.step(next());
      bank.reset();
      let blocks = 0;
      while (bank.strength < 1) bank.step(next() - 0.01 * ++blocks);
      total += blocks;
      // The level is back where it was: the filter has to find it again.
      for (let i = 0; i < 1000; i++) bank.step(next());
    }
    const first = Math.cbrt((6 * Math.log(1e5)) / 0.01 ** 2);
    expect(total / 20 / first).toBeGreaterThan(0.6);
    expect(total / 20 / first).toBeLessThan(1.6);
  });

  test.each([
    ["a level that stands still", () => 40],
    ["a level that rises", (i: number) => 40 + i],
    ["missing blocks only", () => Number.NaN],
  ])("does not alarm on %s", (_name, level) => {
    const bank = createDriftBank({ gamma: 1000, whiteSd: 1, wanderSd: 0.1, smallest: 0.01, largest: 10 });
    for (let i = 0; i < 2000; i++) bank.step(level(i));
    expect(bank.strength).toBeLessThan(1);
  });

  test("keeps its evidence over missing blocks", () => {
    const bank = createDriftBank({ gamma: 1000, whiteSd: 1, wanderSd: 0.1, smallest: 0.01, largest: 10 });
    for (let i = 0; i < 100; i++) bank.step(40);
    for (let i = 1; i <= 8; i++) bank.step(40 - i);
    const before = bank.strength;
    expect(before).toBeGreaterThan(1);
    for (let i = 0; i < 50; i++) bank.step(Number.NaN);
    expect(bank.strength).toBe(before);
  });

  test("stays a number whatever comes, and forgets it", () => {
    const bank = createDriftBank({ gamma: 1000, whiteSd: 1, wanderSd: 0.1, smallest: 0.01, largest: 10 });
    for (const y of [40, -1e9, 1e9, -1e9]) bank.step(y);
    for (let i = 0; i < 100_000; i++) bank.step(-1e9 - 1000 * i);
    expect(bank.strength).toBeGreaterThan(1);
    expect(bank.strength).toBeLessThan(3);
    for (let i = 0; i < 2000; i++) bank.step(7);
    expect(bank.strength).toBeLessThan(1);
  });

  test("goes on by itself from a copy of its state", () => {
    const settings = { gamma: 1000, whiteSd: 1, wanderSd: 0.1, smallest: 0.01, largest: 10 };
    const next = healthy(settings, 6);
    const bank = createDriftBank(settings);
    for (let i = 0; i < 200; i++) bank.step(next());
    const copy = createDriftBank(settings, copyState(bank.state));
    const values = Array.from({ length: 200 }, next);
    for (const y of values) bank.step(y);
    expect(copy.state).not.toEqual(bank.state);
    for (const y of values) copy.step(y);
    expect(copy.state).toEqual(bank.state);
    expect([copy.strength, copy.slope]).toEqual([bank.strength, bank.slope]);
  });
});

describe("classes of age", () => {
  test.each([1, 5, 20, 300])("up to %i steps lose nothing and grow older with each class", (longest) => {
    const classes = createOnsetAges(longest);
    const values = new Float64Array(classes.length);
    for (let now = 1; now <= 1000; now++) {
      classes.advance(values, 0, now);
      values[0]! += 1;
    }
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(1000);
    expect([...classes.ages].toSorted((a, b) => a - b)).toEqual([...classes.ages]);
    expect(classes.ages[0]).toBe(1);
    expect(classes.length).toBeLessThan(10 + 4 * Math.log2(longest + 1));
  });

  test("have the mean age of what is in them", () => {
    const classes = createOnsetAges(100);
    const counts = new Float64Array(classes.length);
    const aged = new Float64Array(classes.length);
    const seen = new Float64Array(classes.length);
    const sums = new Float64Array(classes.length);
    for (let now = 1; now <= 16 * 100; now++) {
      classes.advance(counts, 0, now);
      classes.advance(aged, 0, now);
      counts[0]! += 1;
      for (let i = 0; i < classes.length - 1; i++) {
        aged[i]! += counts[i]!;
        if (now <= 16 * 50) continue;
        seen[i]! += counts[i]!;
        sums[i]! += aged[i]!;
      }
    }
    for (let i = 0; i < classes.length - 1; i++) {
      expect(sums[i]! / seen[i]!).toBeCloseTo(classes.ages[i]!, 9);
    }
  });
});
