import { describe, expect, test } from "vitest";
import { type Rows, thinRows, toBucketMs } from "../../../client/state/thin-rows.ts";

const rowsOf = (count: number, stepMs: number, valueAt: (row: number) => number): Rows => ({
  tMs: Array.from({ length: count }, (_, row) => row * stepMs),
  columns: [Array.from({ length: count }, (_, row) => valueAt(row))],
});

describe("rows that come closer than a picture can show", () => {
  test("become two a bucket, and a spike of one sample stays, up and down, in its order", () => {
    const { tMs, columns } = thinRows(
      rowsOf(1000, 100, (row) => (row === 333 ? 99 : row === 335 ? -99 : 1)),
      1000,
    );
    expect(tMs).toHaveLength(99 * 2 + 10);
    expect(tMs.toSorted((a, b) => a - b)).toEqual(tMs);
    const at = tMs.indexOf(33_000);
    expect(columns[0]?.slice(at, at + 2)).toEqual([99, -99]);
  });

  test("keep every row of the newest bucket, so that the end is the newest value", () => {
    const { columns } = thinRows(
      rowsOf(25, 100, (row) => row),
      1000,
    );
    expect(columns[0]?.slice(-5)).toEqual([20, 21, 22, 23, 24]);
  });

  test("stay as they are when there are no more than two in a bucket", () => {
    const rows = rowsOf(60, 1000, (row) => row % 7);
    expect(thinRows(rows, 2000)).toEqual(rows);
    expect(thinRows({ tMs: [], columns: [[]] }, 1000)).toEqual({ tMs: [], columns: [[]] });
  });

  test("a channel without a value in a bucket has none afterwards, and one value is not told twice", () => {
    const rows: Rows = {
      tMs: [0, 100, 200, 1000],
      columns: [
        [Number.NaN, 5, Number.NaN, 1],
        [Number.NaN, Number.NaN, Number.NaN, 2],
      ],
    };
    expect(thinRows(rows, 1000)).toEqual({
      tMs: [0, 200, 1000],
      columns: [
        [5, Number.NaN, 1],
        [Number.NaN, Number.NaN, 2],
      ],
    });
  });

  test.each([
    ["an hour at 1,200 points", 3_600_000, 2048],
    ["ten minutes", 600_000, 256],
    ["a stretch shorter than its points", 500, 1],
    ["nothing", 0, 1],
  ])("buckets of %s change in steps", (_, spanMs, bucketMs) => {
    expect(toBucketMs(spanMs, 1200)).toBe(bucketMs);
  });
});
