import { describe, expect, test } from "vitest";
import {
  type Draining,
  drainTimeS,
  normalShare,
  probabilityWithin,
  toQuantiles,
} from "../../../../server/domain/detection/leak/time-to-minimum.ts";

const draining: Draining = {
  spareL: 3,
  accumulatorL: 4,
  gasL: 4,
  gasKpa: 300,
  headKpa: 0,
  emptyKpa: 5,
  lossLPerS: 0.01,
  drive: 1,
};

describe("the time that a loop needs to lose its spare litres", () => {
  test("is the closed form for a hole into vacuum: V grows by (1 + 3/2 q t / V)^(2/3)", () => {
    const exactS = ((7 / 4) ** 1.5 - 1) * (4 / 0.01 / 1.5);
    expect(drainTimeS(draining).firstS / exactS).toBeCloseTo(1, 4);
  });

  test("is litres over rate for a seep that does not ask for the pressure", () => {
    expect(drainTimeS({ ...draining, drive: 0 })).toEqual({ firstS: expect.closeTo(300, 6), emptyS: 0 });
  });

  test("is longer the more stands against the leak, and shorter with the pump's head behind it", () => {
    const freeS = drainTimeS(draining).firstS;
    expect(drainTimeS({ ...draining, drive: 1.5 }).firstS).toBeGreaterThan(freeS);
    expect(drainTimeS({ ...draining, headKpa: 100 }).firstS).toBeLessThan(freeS);
  });

  test("beyond the accumulator's end is that of the pressure which is left", () => {
    const { emptyS } = drainTimeS({ ...draining, spareL: 5 });
    expect(emptyS).toBeCloseTo((1 / 0.01) * Math.sqrt(300 / 5), 6);
  });
});

describe("quantiles", () => {
  test.each([
    ["of a well-known rate are close together", 0.05, { p05Ms: 924_000, p50Ms: 1_000_000, p95Ms: 1_090_000 }],
    ["of an unknown rate have no end", 0.7, { p05Ms: 465_000, p50Ms: 1_000_000, p95Ms: null }],
    ["of a known rate are one", 0, { p05Ms: 1_000_000, p50Ms: 1_000_000, p95Ms: 1_000_000 }],
  ])("%s", (_name, doubtShare, expected) => {
    const found = toQuantiles({ medianS: 1000, doubtShare });
    for (const key of ["p05Ms", "p50Ms", "p95Ms"] as const) {
      const ms = found[key];
      expect(ms === null ? null : Math.round(ms / 1000) * 1000).toBe(expected[key]);
    }
  });

  test("are what the probability within a time says", () => {
    const span = { medianS: 1000, doubtShare: 0.2 };
    const { p05Ms, p50Ms, p95Ms } = toQuantiles(span);
    expect(probabilityWithin(span, p05Ms! / 1000)).toBeCloseTo(0.05, 3);
    expect(probabilityWithin(span, p50Ms! / 1000)).toBeCloseTo(0.5, 3);
    expect(probabilityWithin(span, p95Ms! / 1000)).toBeCloseTo(0.95, 3);
    expect(probabilityWithin(span, 0)).toBe(0);
  });

  test("of a loss that is none have no end, and those of an empty loop are now", () => {
    expect(toQuantiles({ medianS: Number.POSITIVE_INFINITY, doubtShare: 1 })).toEqual({
      p05Ms: null,
      p50Ms: null,
      p95Ms: null,
    });
    expect(toQuantiles({ medianS: 0, doubtShare: 0 })).toEqual({ p05Ms: 0, p50Ms: 0, p95Ms: 0 });
  });
});

test.each([
  [0, 0.5],
  [1.645, 0.95],
  [-1.645, 0.05],
  [3, 0.99865],
])("of a normal distribution, the share below %d sd is %d", (z, share) => {
  expect(normalShare(z)).toBeCloseTo(share, 4);
});
