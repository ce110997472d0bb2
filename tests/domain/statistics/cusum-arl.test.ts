import { describe, expect, test } from "vitest";
import { cusumArl, cusumOptimum } from "../../../server/domain/statistics/cusum-arl.ts";
import { createNoise } from "../../support/noise.ts";

describe("the mean run length of a CUSUM", () => {
  // Two-sided tables of Montgomery (Introduction to Statistical Quality Control, k = 1/2): one side has twice the time.
  test.each([
    ["in health at 4 sd", { threshold: 4, delta: 1, shift: 0, length: 336 }],
    ["in health at 5 sd", { threshold: 5, delta: 1, shift: 0, length: 930 }],
    ["under its own shift at 4 sd", { threshold: 4, delta: 1, shift: 1, length: 8.38 }],
    ["under its own shift at 5 sd", { threshold: 5, delta: 1, shift: 1, length: 10.4 }],
    ["under twice its shift at 4 sd", { threshold: 4, delta: 1, shift: 2, length: 3.34 }],
  ])("is the published one %s", (_name, { threshold, delta, shift, length }) => {
    expect(Math.abs(cusumArl(threshold, delta, shift) / length - 1)).toBeLessThan(0.005);
  });

  test.each([
    ["small steps", { threshold: 1, delta: 0.3, shift: 0 }],
    ["a shift between nothing and its own", { threshold: 3, delta: 1, shift: 0.5 }],
    ["large steps", { threshold: 4, delta: 2.5, shift: 0 }],
    ["a shift the other way", { threshold: 1, delta: 1, shift: -0.5 }],
  ])("is that of chance itself for %s", (_name, { threshold, delta, shift }) => {
    const noise = createNoise(7);
    const runs = 3000;
    let steps = 0;
    for (let run = 0; run < runs; run++) {
      for (let sum = 0; sum < threshold; steps++)
        sum = Math.max(0, sum + delta * (noise.normal() + shift) - delta ** 2 / 2);
    }
    // Four standard errors of an exponential time.
    expect(Math.abs(steps / runs / cusumArl(threshold, delta, shift) - 1)).toBeLessThan(4 / Math.sqrt(runs));
  });

  test.each([{ shift: 0 }, { shift: 0.05 }, { shift: 0.1 }])(
    "goes over from the integral equation to the corrected diffusion without a step at shift $shift",
    ({ shift }) => {
      const [near, far] = [cusumArl(5.999, 0.1, shift), cusumArl(6.001, 0.1, shift)];
      expect(Math.abs(far / near - 1)).toBeLessThan(0.006);
    },
  );

  test("with a threshold of zero or less is that of single observations", () => {
    // P(z > 3) = 0.00135 in any table.
    expect(cusumArl(0, 6, 0)).toBeCloseTo(1 / 0.0013499, 0);
    expect(cusumArl(-1, 2, 2)).toBeCloseTo(1 / 0.93319, 3);
  });
});

describe("the least worst mean delay", () => {
  test.each([
    { gamma: 335.3676, delta: 1, threshold: 4, delay: 8.3832 },
    { gamma: 3.156e7, delta: 0.1, threshold: null, delay: 2193.8 },
    { gamma: 3.156e7, delta: 0.3, threshold: null, delay: 292.6 },
    { gamma: 8766, delta: 1, threshold: null, delay: 14.8 },
  ])("at γ = $gamma for $delta sd is $delay observations", ({ gamma, delta, threshold, delay }) => {
    const optimum = cusumOptimum(gamma, delta);
    expect(Math.abs(optimum.delay / delay - 1)).toBeLessThan(0.005);
    if (threshold !== null) expect(optimum.threshold).toBeCloseTo(threshold, 3);
  });

  test("of a shift that one observation shows is one", () => {
    expect(cusumOptimum(1e4, 10).delay).toBeCloseTo(1, 6);
  });

  test("is never more than the time to a false alarm", () => {
    for (const delta of [0.001, 0.01, 0.1]) expect(cusumOptimum(1000, delta).delay).toBeLessThan(1000);
  });
});
