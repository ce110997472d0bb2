import { expect, test } from "vitest";
import { packState, unpackState } from "../../../server/domain/statistics/pack-state.ts";

const state = {
  ring: Float64Array.of(1.5, Number.NaN, -0, Number.POSITIVE_INFINITY, 1e-320),
  empty: new Float64Array(0),
  newestMs: Number.NEGATIVE_INFINITY,
  unknown: Number.NaN,
  minus: -0,
  third: 1 / 3,
  parts: [{ on: true, word: '$ and "quotes"', none: null }, [], {}, [Float64Array.of(7)]],
};

test("what was packed comes out equal, to the last bit", () => {
  const out = unpackState<typeof state>(packState(state));
  expect(out).toEqual(state);
  expect(Object.is(out.minus, -0)).toBe(true);
  expect(Object.is(out.ring[2], -0)).toBe(true);
  expect(out.third).toBe(1 / 3);
  expect(JSON.stringify(out)).toBe(JSON.stringify(state));
});

test("each one that comes out is its own", () => {
  const packed = packState(state);
  const one = unpackState<typeof state>(packed);
  one.ring[0] = 99;
  one.parts.pop();
  expect(unpackState(packed)).toEqual(state);
  expect(state.ring[0]).toBe(1.5);
});
