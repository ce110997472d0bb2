import { describe, expect, test } from "vitest";
import { poissonUpTo, toRateInterval } from "../../../../bench/detection/simulated/poisson.ts";
import { toQuantile, toShareInterval } from "../../../../bench/detection/simulated/quantiles.ts";

describe("the exact interval of a Poisson mean", () => {
  // Garwood 1936, table of 95 % limits.
  test.each([
    { count: 0, low: 0, high: 3.689 },
    { count: 1, low: 0.0253, high: 5.572 },
    { count: 5, low: 1.623, high: 11.668 },
    { count: 10, low: 4.795, high: 18.39 },
    { count: 50, low: 37.11, high: 65.92 },
  ])("of $count events is $low to $high", ({ count, low, high }) => {
    const interval = toRateInterval(count, 1);
    expect(interval.low).toBeCloseTo(low, 2);
    expect(interval.high).toBeCloseTo(high, 2);
  });

  test("goes down with the time watched", () => {
    expect(toRateInterval(2, 100)).toMatchObject({ rate: 0.02, count: 2 });
    expect(toRateInterval(0, 100).high).toBeCloseTo(0.03689, 4);
  });

  test("comes from a distribution that sums to one", () => {
    expect(poissonUpTo(60, 10)).toBeCloseTo(1, 9);
    expect(poissonUpTo(0, 2)).toBeCloseTo(Math.exp(-2), 12);
  });
});

describe("a quantile", () => {
  test.each([
    { name: "of nothing is nothing", values: [], share: 0.5, quantile: null },
    { name: "of one value is that", values: [3], share: 0.9, quantile: 3 },
    { name: "lies between its neighbours", values: [4, 1, 2, 3], share: 0.5, quantile: 2.5 },
    {
      name: "is infinite where most never were",
      values: [1, Infinity, Infinity],
      share: 0.5,
      quantile: Infinity,
    },
    { name: "is finite where few never were", values: [1, 2, Infinity], share: 0.5, quantile: 2 },
  ])("$name", ({ values, share, quantile }) => {
    expect(toQuantile(values, share)).toBe(quantile);
  });
});

test("a share of few cases is known badly, and one of none not at all", () => {
  expect(toShareInterval(0, 0)).toBeNull();
  const few = toShareInterval(9, 10)!;
  const many = toShareInterval(900, 1000)!;
  expect(few.low).toBeCloseTo(0.596, 3);
  expect(many.low).toBeGreaterThan(few.low);
  expect(toShareInterval(10, 10)!.high).toBeCloseTo(1, 6);
});
