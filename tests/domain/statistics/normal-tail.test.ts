import { describe, expect, test } from "vitest";
import { excessFactor } from "../../../server/domain/statistics/excess-factor.ts";
import { createQuadrature } from "../../../server/domain/statistics/gauss-legendre.ts";
import { normalTail } from "../../../server/domain/statistics/normal-tail.ts";
import { createNoise } from "../../support/noise.ts";

describe("the tail of the normal distribution", () => {
  test.each([
    { x: 0, tail: 0.5 },
    { x: 1, tail: 0.15865525393145707 },
    { x: 1.959963984540054, tail: 0.025 },
    { x: 3, tail: 0.0013498980316300957 },
    { x: 6, tail: 9.865876450376981e-10 },
    { x: 7.5, tail: 3.190891672910896e-14 },
    { x: 10, tail: 7.619853024160527e-24 },
    { x: -1, tail: 0.8413447460685429 },
  ])("above $x is $tail", ({ x, tail }) => {
    expect(Math.abs(normalTail(x) / tail - 1)).toBeLessThan(1e-6);
  });

  test("ends at nothing and at everything", () => {
    expect(normalTail(50)).toBe(0);
    expect(normalTail(-50)).toBe(1);
  });
});

describe("the excess over a threshold", () => {
  test("goes over from first order to the series without a step", () => {
    expect(Math.abs(excessFactor(0.2) / excessFactor(0.19999) - 1)).toBeLessThan(0.003);
  });

  test("of large steps is 2/δ², of none 1", () => {
    expect(excessFactor(10) / 0.02).toBeCloseTo(1, 5);
    expect(excessFactor(1e-6)).toBeCloseTo(1, 5);
  });

  test.each([0.5, 1, 2])("of steps of %f sd is what a walk towards its threshold shows", (delta) => {
    const noise = createNoise(11);
    const runs = 20_000;
    let sum = 0;
    for (let run = 0; run < runs; run++) {
      let walk = 0;
      while (walk < 6) walk += delta * noise.normal() + delta ** 2 / 2;
      sum += Math.exp(6 - walk);
    }
    expect(Math.abs(sum / runs / excessFactor(delta) - 1)).toBeLessThan(0.015);
  });
});

describe("Gauss-Legendre quadrature", () => {
  test.each([1, 2, 5, 40])("with %i nodes integrates every power up to 2n - 1 on [0, 1]", (n) => {
    const { nodes, weights } = createQuadrature(n);
    for (let power = 0; power < Math.min(2 * n, 30); power++) {
      const integral = nodes.reduce((sum, x, i) => sum + weights[i]! * x ** power, 0);
      expect(integral).toBeCloseTo(1 / (power + 1), 12);
    }
  });
});
