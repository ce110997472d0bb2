import { describe, expect, test } from "vitest";
import { createRing } from "../../../client/state/ring.ts";

const rows = (...pairs: readonly (readonly [number, number | null])[]) => ({
  tMs: pairs.map(([t]) => t),
  columns: [pairs.map(([, value]) => value)],
});
const timesOf = (ring: ReturnType<typeof createRing>) =>
  Array.from({ length: ring.size() }, (_, row) => ring.timeAt(row));

describe("a ring of samples", () => {
  test("an empty ring has no rows and no values", () => {
    const ring = createRing(1, 4);
    expect(ring.size()).toBe(0);
    expect(ring.timeAt(0)).toBeNaN();
    expect(ring.valueAt(0, 0)).toBeNaN();
    expect(ring.rowFrom(0)).toBe(0);
  });

  test("rows come back in order with their values, and null as not a number", () => {
    const ring = createRing(1, 4);
    expect(ring.append(rows([10, 1], [20, null], [30, 3]))).toBe(0);
    expect(timesOf(ring)).toEqual([10, 20, 30]);
    expect([0, 1, 2].map((row) => ring.valueAt(0, row))).toEqual([1, Number.NaN, 3]);
  });

  test("when it is full the oldest rows go first", () => {
    const ring = createRing(1, 3);
    ring.append(rows([1, 1], [2, 2], [3, 3], [4, null], [5, 5]));
    expect(timesOf(ring)).toEqual([3, 4, 5]);
    // The slot of row 1 held a value before: it must not shine through.
    expect(ring.valueAt(0, 1)).toBeNaN();
  });

  test("a row of the newest time fills in values and adds no row", () => {
    const ring = createRing(2, 4);
    ring.append({ tMs: [10], columns: [[1], [null]] });
    ring.append({ tMs: [10], columns: [[null], [7]] });
    expect(ring.size()).toBe(1);
    expect([ring.valueAt(0, 0), ring.valueAt(1, 0)]).toEqual([1, 7]);
  });

  test("an older row is left out and counted", () => {
    const ring = createRing(1, 4);
    ring.append(rows([10, 1], [20, 2]));
    expect(ring.append(rows([15, 9], [30, 3]))).toBe(1);
    expect(timesOf(ring)).toEqual([10, 20, 30]);
  });

  test("the first row at or after a time is found, also after wrapping", () => {
    const ring = createRing(1, 3);
    ring.append(rows([1, 1], [2, 2], [10, 3], [20, 4]));
    expect([0, 2, 3, 20, 21].map((at) => ring.rowFrom(at))).toEqual([0, 0, 1, 2, 3]);
  });

  test("columns that a frame does not have stay empty, and columns too many are ignored", () => {
    const ring = createRing(2, 4);
    ring.append({ tMs: [1], columns: [[5]] });
    ring.append({ tMs: [2], columns: [[6], [7], [8]] });
    expect([ring.valueAt(1, 0), ring.valueAt(1, 1), ring.valueAt(2, 1)]).toEqual([Number.NaN, 7, Number.NaN]);
  });

  test("a cleared ring takes older times again", () => {
    const ring = createRing(1, 3);
    ring.append(rows([100, 1]));
    ring.clear();
    expect(ring.append(rows([50, 2]))).toBe(0);
    expect(timesOf(ring)).toEqual([50]);
  });
});
