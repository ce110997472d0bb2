import { describe, expect, test } from "vitest";
import { createLoadWander } from "../../../simulator/story/load-wander.ts";

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

describe("load wander", () => {
  const tauS = 3600;
  const values = Array.from(
    { length: 40_000 },
    (
      (wander) => (_: unknown, i: number) =>
        wander(i * 360)
    )(createLoadWander(0.02, tauS, 3, "test")),
  );

  test("has its standard deviation and no bias", () => {
    expect(Math.abs(mean(values))).toBeLessThan(0.002);
    expect(Math.sqrt(mean(values.map((v) => v * v))) / 0.02).toBeCloseTo(1, 1);
  });

  test("forgets by a factor e in its time constant", () => {
    const lag = tauS / 360;
    const products = values.slice(lag).map((value, i) => value * (values[i] ?? 0));
    expect(mean(products) / mean(values.map((v) => v * v))).toBeCloseTo(Math.exp(-1), 1);
  });

  test("follows from seed and time alone: one that begins later goes on the same way", () => {
    const early = createLoadWander(1, 600, 5, "a");
    for (let atS = 0; atS < 50_000; atS += 7) early(atS);
    expect(early(50_000)).toBe(createLoadWander(1, 600, 5, "a")(50_000));
    expect(early(123)).toBe(createLoadWander(1, 600, 5, "a")(123));
  });

  test("another seed or stream wanders elsewhere", () => {
    const at = (seed: number, stream: string) => createLoadWander(1, 600, seed, stream)(1000);
    expect(new Set([at(1, "a"), at(2, "a"), at(1, "b")]).size).toBe(3);
  });

  test("moves without jumps", () => {
    const wander = createLoadWander(1, 600, 1, "a");
    for (let atS = 1; atS < 5000; atS++) expect(Math.abs(wander(atS) - wander(atS - 1))).toBeLessThan(0.1);
  });

  test("of no size stays at zero", () => {
    expect(Math.abs(createLoadWander(0, 600, 1, "a")(777))).toBe(0);
  });
});
