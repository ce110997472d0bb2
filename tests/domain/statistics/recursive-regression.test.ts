import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createRecursiveRegression,
  newRegressionState,
} from "../../../server/domain/statistics/recursive-regression.ts";

/** Solves A x = b by elimination with pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let k = i + 1; k < n; k++) if (Math.abs(rows[k]![i]!) > Math.abs(rows[pivot]![i]!)) pivot = k;
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const share = rows[k]![i]! / rows[i]![i]!;
      for (let j = i; j <= n; j++) rows[k]![j]! -= share * rows[i]![j]!;
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}

interface Row {
  readonly features: readonly number[];
  readonly observed: number;
  readonly variance: number;
}

/** Information matrix of ridge regression: Xᵀ X / variance + 1 / prior variance on the diagonal. */
function information(priorSd: readonly number[], rows: readonly Row[]): number[][] {
  return priorSd.map((sd, i) =>
    priorSd.map((_, j) =>
      rows.reduce(
        (sum, row) => sum + (row.features[i]! * row.features[j]!) / row.variance,
        i === j ? 1 / sd ** 2 : 0,
      ),
    ),
  );
}

/** Ridge regression of all rows at once. */
function batch(prior: { mean: readonly number[]; sd: readonly number[] }, rows: readonly Row[]): number[] {
  const right = prior.mean.map((mean, i) =>
    rows.reduce(
      (sum, row) => sum + (row.features[i]! * row.observed) / row.variance,
      mean / prior.sd[i]! ** 2,
    ),
  );
  return solve(information(prior.sd, rows), right);
}

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const problem = fc.integer({ min: 1, max: 4 }).chain((n) =>
  fc.record({
    mean: fc.array(number(-5, 5), { minLength: n, maxLength: n }),
    sd: fc.array(number(0.1, 10), { minLength: n, maxLength: n }),
    probe: fc.array(number(-3, 3), { minLength: n, maxLength: n }),
    rows: fc.array(
      fc.record({
        features: fc.array(number(-3, 3), { minLength: n, maxLength: n }),
        observed: number(-20, 20),
        variance: number(0.1, 10),
      }),
      { maxLength: 15 },
    ),
  }),
);

function learn(prior: { mean: readonly number[]; sd: readonly number[] }, rows: readonly Row[]) {
  const regression = createRegression(prior.mean, prior.sd);
  for (const row of rows) regression.update(Float64Array.from(row.features), row.observed, row.variance);
  return regression;
}

const expectClose = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)));

/** A regression that has seen nothing. */
const createRegression = (priorMean: readonly number[], priorSd: readonly number[]) =>
  createRecursiveRegression(newRegressionState(priorMean, priorSd));

describe("regression one row at a time", () => {
  test("gives the same coefficients as ridge regression of all rows at once", () => {
    fc.assert(
      fc.property(problem, ({ mean, sd, rows }) => {
        const regression = learn({ mean, sd }, rows);
        const expected = batch({ mean, sd }, rows);
        for (const [i, value] of expected.entries()) expectClose(regression.coefficients[i]!, value);
      }),
    );
  });

  test("knows how little it knows: the variance of a prediction is that of the batch solution", () => {
    fc.assert(
      fc.property(problem, ({ mean, sd, rows, probe }) => {
        const spread = solve(information(sd, rows), probe).reduce((sum, x, i) => sum + x * probe[i]!, 0);
        expectClose(learn({ mean, sd }, rows).variance(Float64Array.from(probe)), spread);
      }),
    );
  });

  test("does not mind the order of the rows", () => {
    fc.assert(
      fc.property(problem, ({ mean, sd, rows, probe }) => {
        const features = Float64Array.from(probe);
        const forward = learn({ mean, sd }, rows).predict(features);
        expectClose(learn({ mean, sd }, rows.toReversed()).predict(features), forward);
      }),
    );
  });

  test("predicts by its prior before anything was seen", () => {
    const regression = createRegression([2, -1], [1, 3]);
    expect(regression.predict(Float64Array.of(3, 4))).toBe(2);
    expect(regression.variance(Float64Array.of(1, 1))).toBeCloseTo(10);
  });

  test("learns nothing from a row of zeros", () => {
    const regression = createRegression([2, -1], [1, 3]);
    regression.update(Float64Array.of(0, 0), 100, 1);
    expect([...regression.coefficients]).toEqual([2, -1]);
  });
});
