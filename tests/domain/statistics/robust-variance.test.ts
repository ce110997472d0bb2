import { describe, expect, test } from "vitest";
import { createRobustVariance } from "../../../server/domain/statistics/robust-variance.ts";
import { createNoise } from "../../support/noise.ts";

/** Normal values of the given standard deviation; every `wildEvery`-th stands 1000 sd off. */
function series(count: number, sd: number, wildEvery = Number.POSITIVE_INFINITY): number[] {
  const noise = createNoise(7);
  return Array.from({ length: count }, (_, i) =>
    (i + 1) % wildEvery === 0 ? 1000 * sd : sd * noise.normal(),
  );
}

const plain = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length;

function learn(values: readonly number[]) {
  const robust = createRobustVariance();
  for (const value of values) robust.add(value);
  return robust;
}

describe("robust variance", () => {
  test("is zero before the first value", () => {
    expect(createRobustVariance()).toMatchObject({ count: 0, variance: 0 });
  });

  test.each([0.001, 1, 500])("is the plain variance of clean data of sd %f, within 5 %", (sd) => {
    const values = series(2000, sd);
    const ratio = learn(values).variance / plain(values);
    expect(ratio).toBeGreaterThan(0.95);
    expect(ratio).toBeLessThan(1.0001);
  });

  test("is not carried away where one value in a hundred stands a thousand sd off", () => {
    const values = series(2000, 1, 100);
    expect(plain(values)).toBeGreaterThan(5000);
    expect(learn(values).variance).toBeGreaterThan(0.95);
    expect(learn(values).variance).toBeLessThan(1.3);
  });

  test("counts every value, also the wild ones and the zeros", () => {
    expect(learn([0, 0, 1, -1, 1e6]).count).toBe(5);
  });

  test("takes the first values as they come: there is nothing to measure them by", () => {
    expect(learn([3, -3, 3, -3]).variance).toBe(9);
  });

  test("forgets slowly: after a lasting change it comes to the new scatter", () => {
    const robust = learn(series(4000, 1));
    for (const value of series(20_000, 2)) robust.add(value);
    expect(robust.variance).toBeGreaterThan(3.5);
    expect(robust.variance).toBeLessThan(4.5);
  });
});
