import { describe, expect, test } from "vitest";
import { createRandom } from "../../simulator/random.ts";

const draw = (count: number, next: () => number) => Array.from({ length: count }, next);
const mean = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0) / xs.length;

describe("the seeded generator", () => {
  test("repeats a stream exactly", () => {
    const first = createRandom(7, "pressure");
    const second = createRandom(7, "pressure");
    expect(draw(100, first.normal)).toEqual(draw(100, second.normal));
  });

  test.each([
    ["another seed", 8, "pressure"],
    ["another stream", 7, "flow"],
  ])("gives other numbers for %s", (_name, seed, stream) => {
    const usual = draw(20, createRandom(7, "pressure").uniform);
    expect(draw(20, createRandom(seed, stream).uniform)).not.toEqual(usual);
  });

  test("is uniform from 0 up to but not including 1", () => {
    const values = draw(50_000, createRandom(1, "u").uniform);
    const tenths = Array.from(
      { length: 10 },
      (_, i) => values.filter((x) => Math.floor(x * 10) === i).length,
    );
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    // Five standard deviations of a count of 5000.
    for (const count of tenths) expect(Math.abs(count - 5000)).toBeLessThan(5 * Math.sqrt(5000 * 0.9));
  });

  test("has the moments and the tails of a standard normal", () => {
    const values = draw(50_000, createRandom(3, "n").normal);
    expect(Math.abs(mean(values))).toBeLessThan(5 / Math.sqrt(50_000));
    expect(mean(values.map((x) => x * x))).toBeCloseTo(1, 1);
    expect(mean(values.map((x) => x ** 4))).toBeGreaterThan(2.8);
    expect(mean(values.map((x) => x ** 4))).toBeLessThan(3.2);
    expect(values.filter((x) => Math.abs(x) > 2).length / 50_000).toBeCloseTo(0.0455, 2);
  });

  test("does not correlate one draw with the next, nor one stream with another", () => {
    const a = draw(20_000, createRandom(5, "a").normal);
    const b = draw(20_000, createRandom(5, "b").normal);
    const lagged = mean(a.slice(1).map((x, i) => x * (a[i] ?? 0)));
    const crossed = mean(a.map((x, i) => x * (b[i] ?? 0)));
    expect(Math.abs(lagged)).toBeLessThan(5 / Math.sqrt(20_000));
    expect(Math.abs(crossed)).toBeLessThan(5 / Math.sqrt(20_000));
  });
});
