import { describe, expect, test } from "vitest";
import { createChance } from "../../../../bench/detection/theory/chance.ts";
import { drawEfficiency } from "../../../../bench/detection/theory/draw-efficiency.ts";
import { createDifferences, createOracle } from "../../../../bench/detection/theory/drift-rules.ts";
import { measureRuns, measureTail } from "../../../../bench/detection/theory/false-alarms.ts";
import type { UnknownCurve } from "../../../../bench/detection/theory/measure-shifts.ts";
import { takeRecords } from "../../../../bench/detection/theory/records.ts";
import { createBonferroni, createKnown } from "../../../../bench/detection/theory/shift-rules.ts";

describe("seeded chance", () => {
  test("has the moments and the tails of a normal variable", () => {
    const chance = createChance(1);
    const count = 1_000_000;
    const sums = [0, 0, 0, 0];
    let beyondThree = 0;
    let beyondLayers = 0;
    for (let i = 0; i < count; i++) {
      const z = chance.normal();
      for (let power = 1; power <= 4; power++) sums[power - 1]! += z ** power / count;
      if (z > 3) beyondThree += 1;
      if (Math.abs(z) > 3.5) beyondLayers += 1;
    }
    const [mean = 0, square = 0, cube = 0, fourth = 0] = sums;
    expect(Math.abs(mean)).toBeLessThan(0.005);
    expect(Math.abs(square - 1)).toBeLessThan(0.007);
    expect(Math.abs(cube)).toBeLessThan(0.02);
    expect(Math.abs(fourth - 3)).toBeLessThan(0.05);
    // 0.00134990 and 0.000465258 in any table; five standard errors.
    expect(Math.abs(beyondThree - 1350)).toBeLessThan(185);
    expect(Math.abs(beyondLayers - 465)).toBeLessThan(110);
  });

  test("comes again from the same seed, and differs with another", () => {
    const draw = (seed: number): number[] => Array.from({ length: 5 }, createChance(seed).normal);
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });
});

describe("the mean time to a false alarm by importance sampling", () => {
  test("is that of whole runs where those can be waited for", () => {
    const settings = { gamma: 3000, smallest: 0.3, largest: 5 };
    const rule = createBonferroni(settings);
    const whole = measureRuns(rule, createChance(2), 800);
    const sampled = measureTail(rule, settings, { chance: createChance(3), runs: 3000 });
    const error = Math.hypot(whole.error, sampled.error);
    expect(sampled.error / sampled.mean).toBeLessThan(0.1);
    expect(Math.abs(whole.mean - sampled.mean)).toBeLessThan(4 * error);
    // Bonferroni is on the safe side, for its alarms overlap.
    expect(whole.mean).toBeGreaterThan(settings.gamma);
  });

  test("of the CUSUM of known size is what the integral equation says", () => {
    const settings = { gamma: 1e6, smallest: 1, largest: 2 };
    const { mean, error } = measureTail(createKnown(1e6, 1), settings, {
      chance: createChance(4),
      runs: 4000,
    });
    expect(error / mean).toBeLessThan(0.1);
    expect(Math.abs(mean - 1e6)).toBeLessThan(4 * error);
  });
});

describe("records of healthy runs", () => {
  test("give the time to a false alarm at any threshold, and the threshold for a time", () => {
    const heights = [1, 5, 2, 9, 3, 20];
    const records = takeRecords({
      runs: 2,
      horizon: heights.length,
      start: () => {
        let n = 0;
        return { rule: { step: () => heights[n++]!, reset: () => undefined }, next: () => 0 };
      },
    });
    expect(records.falseAlarm(4).mean).toBe(2);
    expect(records.falseAlarm(6).mean).toBe(4);
    // Never reached: the whole time, one alarm assumed.
    expect(records.falseAlarm(21).mean).toBe(12);
    expect(records.threshold(4)).toBeGreaterThan(5);
    expect(records.threshold(4)).toBeLessThanOrEqual(9.01);
  });
});

describe("the rules that a ramp is compared with", () => {
  const settings = { whiteSd: 1, wanderSd: 0.1, slope: 0.5, window: 60, memory: 1000 };

  test.each([
    ["the oracle", () => createOracle(settings)],
    ["differences", () => createDifferences({ lengths: [1, 4], differenceSds: [1.4, 0.7], threshold: 8 })],
  ])("%s has evidence of a ramp and none of a level", (_name, create) => {
    const chance = createChance(5);
    const rule = create();
    for (let i = 0; i < 200; i++) rule.step(chance.normal());
    rule.reset();
    expect(rule.step(0)).toBeLessThan(3);
    let evidence = 0;
    for (let i = 1; i <= 40; i++) evidence = rule.step(-0.5 * i);
    expect(evidence).toBeGreaterThan(5);
    for (let i = 1; i <= 40; i++) evidence = rule.step(40 + i);
    expect(evidence).toBeLessThan(1);
  });

  test("the oracle's evidence is the likelihood ratio of the best onset", () => {
    const oracle = createOracle({ ...settings, window: 3 });
    const chance = createChance(6);
    const values = Array.from({ length: 30 }, (_, i) => chance.normal() - 0.02 * i * i);
    // The same filter and response again, every onset summed by itself.
    let level = values[0]!;
    let variance = 1.01;
    const steady = (0.01 + Math.sqrt(0.01 ** 2 + 4 * 0.01)) / 2;
    const gain = steady / (steady + 1);
    const means = [1, 2, 3].map((age) => (0.5 * (1 - (1 - gain) ** age)) / gain / Math.sqrt(steady + 1));
    const innovations: number[] = [];
    for (const [n, y] of values.entries()) {
      const evidence = oracle.step(y);
      const z = (level - y) / Math.sqrt(variance + 1);
      level -= (variance / (variance + 1)) * (level - y);
      variance += 0.01 - variance ** 2 / (variance + 1);
      innovations.push(z);
      const best = Math.max(
        0,
        ...innovations.map((_, onset) =>
          innovations
            .slice(onset)
            .reduce((sum, e, i) => sum + means[Math.min(i, 2)]! * e - means[Math.min(i, 2)]! ** 2 / 2, 0),
        ),
      );
      if (n >= 3) expect(evidence).toBeCloseTo(best, 9);
    }
  });
});

test("the picture shows a line a curve, with its name", () => {
  const point = (size: number) => ({
    size,
    optimum: 8,
    delay: { mean: 10, error: 0.1 },
    efficiency: { mean: 0.8, error: 0.01 },
  });
  const curve: UnknownCurve = {
    rule: "a rule",
    settings: { gamma: 1e4, smallest: 0.01, largest: 10 },
    falseAlarm: { mean: 1e4, error: 100 },
    method: "whole runs",
    points: [point(0.01), point(10)],
  };
  const svg = drawEfficiency([curve, { ...curve, rule: "another" }]);
  expect(svg.match(/stroke-width="1.8"/g)).toHaveLength(4);
  expect(svg).toContain("a rule, 0.01 to 10 sd");
  expect(svg).toContain("another, 0.01 to 10 sd");
  expect(svg).not.toContain("NaN");
});
