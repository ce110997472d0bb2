import { describe, expect, test } from "vitest";
import { createLeakRate } from "../../../server/domain/detection/leak-rate.ts";
import { createNoise } from "../../support/noise.ts";

const noiseL = 0.02;

/** Follows a true ramp from a first rate that is wrong by `wrongBy`, once a second. */
function follow(given: { readonly lossLPerS: number; readonly wrongBy: number; readonly seed: number }) {
  const { lossLPerS, wrongBy, seed } = given;
  const noise = createNoise(seed);
  const rate = createLeakRate({
    inventoryL: 40 + noiseL * noise.normal(),
    varianceL2: noiseL ** 2,
    lossLPerS: lossLPerS * wrongBy,
    wanderL2PerS: 0,
  });
  for (let s = 1; s <= 1200; s++) rate.step(1, 40 - lossLPerS * s + noiseL * noise.normal(), noiseL ** 2);
  return rate;
}

describe("the rate of a leak", () => {
  test.each([
    ["twice too large at first", 2],
    ["half of the truth at first", 0.5],
    ["right from the beginning", 1],
  ])("comes to the truth when it is %s", (_name, wrongBy) => {
    const rate = follow({ lossLPerS: 0.002, wrongBy, seed: 5 });
    expect(Math.abs(rate.lossLPerS / 0.002 - 1)).toBeLessThan(0.1);
    expect(Math.abs(rate.inventoryL - (40 - 0.002 * 1200))).toBeLessThan(noiseL);
  });

  test("covers the truth: nine times in ten it is within 1.645 of its standard deviations", () => {
    let rateCovered = 0;
    let levelCovered = 0;
    for (let seed = 0; seed < 200; seed++) {
      const rate = follow({ lossLPerS: 0.001, wrongBy: seed % 2 === 0 ? 1.4 : 0.7, seed });
      if (Math.abs(rate.lossLPerS - 0.001) <= 1.645 * rate.lossSdLPerS) rateCovered++;
      if (Math.abs(rate.inventoryL - 38.8) <= 1.645 * rate.inventorySdL) levelCovered++;
    }
    expect(rateCovered).toBeGreaterThanOrEqual(172);
    expect(levelCovered).toBeGreaterThanOrEqual(172);
    // An interval that always covers says nothing; this one stays narrow.
    const { lossSdLPerS } = follow({ lossLPerS: 0.001, wrongBy: 1.4, seed: 1 });
    expect(lossSdLPerS).toBeLessThan(0.15 * 0.001);
  });

  test("follows a hole that grows", () => {
    const noise = createNoise(9);
    const rate = createLeakRate({ inventoryL: 40, varianceL2: 4e-4, lossLPerS: 0.001, wanderL2PerS: 0 });
    let level = 40;
    for (let s = 0; s < 3600; s++) {
      level -= 0.001 * (1 + s / 3600);
      rate.step(1, level + noiseL * noise.normal(), noiseL ** 2);
    }
    expect(rate.lossLPerS).toBeGreaterThan(0.0017);
    expect(rate.lossLPerS).toBeLessThan(0.0022);
  });

  test("goes on in silence, with growing doubt and the same rate", () => {
    const rate = follow({ lossLPerS: 0.002, wrongBy: 1, seed: 5 });
    const before = { level: rate.inventoryL, loss: rate.lossLPerS };
    const doubts = { level: rate.inventorySdL, loss: rate.lossSdLPerS };
    for (let s = 0; s < 600; s++) rate.step(1, null, noiseL ** 2);
    expect(rate.lossLPerS).toBe(before.loss);
    expect(rate.inventoryL).toBeCloseTo(before.level - 600 * before.loss, 9);
    expect(rate.inventorySdL).toBeGreaterThan(2 * doubts.level);
    expect(rate.lossSdLPerS).toBeGreaterThan(doubts.loss);
  });

  test("never is a gain, whatever is measured", () => {
    const rate = createLeakRate({ inventoryL: 40, varianceL2: 1e-4, lossLPerS: 0.001, wanderL2PerS: 0 });
    for (let s = 0; s < 600; s++) {
      rate.step(1, 40 + 0.01 * s, 1e-4);
      expect(rate.lossLPerS).toBeGreaterThanOrEqual(0);
    }
    const gaining = createLeakRate({ inventoryL: 40, varianceL2: 1, lossLPerS: -5, wanderL2PerS: 0 });
    expect(gaining.lossLPerS).toBe(0);
  });

  test("is less sure where a healthy loop wanders", () => {
    const sd = (wanderL2PerS: number): number => {
      const rate = createLeakRate({ inventoryL: 40, varianceL2: 4e-4, lossLPerS: 0.002, wanderL2PerS });
      for (let s = 1; s <= 600; s++) rate.step(1, 40 - 0.002 * s, 4e-4);
      return rate.lossSdLPerS;
    };
    expect(sd(1e-5)).toBeGreaterThan(1.5 * sd(0));
  });
});
