import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hours } from "../../../protocol/time.ts";
import { toColumns } from "../../../server/domain/picture/columns.ts";
import { toSteady } from "./example-plot.ts";

const window = { fromMs: 0, toMs: hours(1), count: 100 };
const valuesOf = (run: readonly number[] | undefined) => (run ?? []).filter((_, i) => i % 2 === 1);

describe("the columns of a series", () => {
  test("keep a spike of one sample among thousands", () => {
    const { atMs, values } = toSteady(3600, 300);
    values[1234] = 17;
    const runs = toColumns(atMs, values, window);
    expect(runs).toHaveLength(1);
    expect(runs[0]).toContain(1_234_000);
    expect(Math.min(...valuesOf(runs[0]))).toBe(17);
  });

  test("hold at most two points each, however many samples there are", () => {
    const { atMs, values } = toSteady(3600, 0);
    const noisy = values.map((_, i) => Math.sin(i * i));
    expect(valuesOf(toColumns(atMs, noisy, window)[0]).length).toBe(200);
  });

  test("keep the order in which the lowest and the highest came", () => {
    const runs = toColumns([0, 1, 2, 3], [5, 9, 1, 5], { fromMs: 0, toMs: 10, count: 1 });
    expect(runs).toEqual([[1, 9, 2, 1]]);
  });

  test("break where values are missing for longer than a column", () => {
    const { atMs, values } = toSteady(3600, 300);
    values.fill(Number.NaN, 1000, 1500);
    const runs = toColumns(atMs, values, window);
    expect(runs.map((run) => [run.at(0), run.at(-2)])).toEqual([
      [0, 972_000],
      [1_500_000, 3_564_000],
    ]);
  });

  test("do not break where the gap is narrower than what can be seen", () => {
    const { atMs, values } = toSteady(3600, 300);
    values[1000] = Number.NaN;
    expect(toColumns(atMs, values, window)).toHaveLength(1);
  });

  test("join samples that are rarer than the columns", () => {
    expect(toColumns([0, 1_800_000, 3_600_000], [1, 2, 3], window)).toEqual([
      [0, 1, 1_800_000, 2, 3_600_000, 3],
    ]);
  });

  test.each([
    ["no samples", [], []],
    ["nothing but missing values", [0, 1000, 2000], [Number.NaN, Number.NaN, Number.NaN]],
    ["infinite values only", [0, 1000], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    ["samples before and after the window only", [-1, 3_600_001], [1, 2]],
  ])("are none for %s", (_name, atMs, values) => {
    expect(toColumns(atMs, values, window)).toEqual([]);
  });

  test("show the lowest and highest of every series", () => {
    const samples = fc.array(fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constant(Number.NaN)), {
      minLength: 1,
      maxLength: 500,
    });
    fc.assert(
      fc.property(samples, (values) => {
        const atMs = values.map((_, i) => i * 7000);
        const shown = toColumns(atMs, values, window).flatMap(valuesOf);
        const finite = values.filter(Number.isFinite);
        expect(Math.min(...shown)).toBe(Math.min(...finite));
        expect(Math.max(...shown)).toBe(Math.max(...finite));
      }),
    );
  });
});
