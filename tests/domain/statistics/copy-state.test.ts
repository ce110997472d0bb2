import { describe, expect, test } from "vitest";
import { copyState } from "../../../server/domain/statistics/copy-state.ts";

describe("a copy of a state", () => {
  test.each([
    ["a number", 3.5],
    ["no number", Number.NaN],
    ["negative zero", -0],
    ["without end", Number.NEGATIVE_INFINITY],
    ["a text", "pump change"],
    ["a truth value", false],
    ["nothing", null],
    ["an empty array", []],
    ["an empty record", {}],
    ["records in arrays in records", { a: [{ b: [1, null, "x"] }, { b: [] }], c: { d: true } }],
    ["columns of numbers", { a: Float64Array.of(1, Number.NaN, -0), b: new Float64Array(0) }],
  ])("equals what it was made from: %s", (_name, state) => {
    expect(copyState(state)).toStrictEqual(state);
  });

  test("shares nothing with it, at any depth", () => {
    const state = {
      numbers: Float64Array.of(1, 2),
      parts: [{ sums: Float64Array.of(3) }],
      leak: { onset: { atS: 5 } },
    };
    const copy = copyState(state);
    copy.numbers[0] = 99;
    copy.parts[0]!.sums[0] = 99;
    copy.parts.push({ sums: new Float64Array(1) });
    copy.leak.onset.atS = 99;
    expect(state).toEqual({
      numbers: Float64Array.of(1, 2),
      parts: [{ sums: Float64Array.of(3) }],
      leak: { onset: { atS: 5 } },
    });
  });

  test("of a view holds what the view showed, and not what lies beside it", () => {
    const whole = Float64Array.of(1, 2, 3, 4);
    const copy = copyState(whole.subarray(1, 3));
    expect(copy).toEqual(Float64Array.of(2, 3));
    expect(copy.buffer.byteLength).toBe(16);
  });
});
