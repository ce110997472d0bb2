import { describe, expect, test } from "vitest";
import { copyState } from "../../../server/domain/statistics/copy-state.ts";
import { createWhitener } from "../../../server/domain/statistics/whitener.ts";
import { createNoise } from "../../support/noise.ts";

/** AR(1) of variance `sd`² about a level. */
function stream(phi: number, sd: number, level: number): () => number {
  const noise = createNoise(9);
  let value = noise.normal();
  return () => {
    value = phi * value + Math.sqrt(1 - phi * phi) * noise.normal();
    return level + sd * value;
  };
}

describe("the whitener", () => {
  test.each([
    ["white noise", { phi: 0, sd: 2, level: 0 }],
    ["some correlation, far from zero", { phi: 0.5, sd: 0.01, level: 400 }],
    ["the correlation of a real loop at ten seconds", { phi: 0.945, sd: 1, level: 40 }],
  ])("learns %s", (_name, { phi, sd, level }) => {
    const whitener = createWhitener();
    const next = stream(phi, sd, level);
    for (let i = 0; i < 20_000; i++) whitener.learn(next());
    expect(Math.abs(whitener.phi - phi)).toBeLessThan(0.03);
    expect(Math.abs(whitener.sd / sd - 1)).toBeLessThan(0.2);
    expect(Math.abs(whitener.shrink / Math.sqrt((1 - phi) / (1 + phi)) - 1)).toBeLessThan(0.2);
  });

  test("is not carried away by wild values, gaps or a slow drift", () => {
    const whitener = createWhitener();
    const next = stream(0.8, 1, 0);
    for (let i = 0; i < 20_000; i++) {
      const wild = i % 500 === 100 ? 1000 : 0;
      whitener.learn(i % 300 === 7 ? Number.NaN : next() + 0.01 * i + wild);
    }
    expect(Math.abs(whitener.phi - 0.8)).toBeLessThan(0.06);
    expect(Math.abs(whitener.sd - 1)).toBeLessThan(0.25);
  });

  test("gives independent values of unit variance, in which a shift is smaller", () => {
    const whitener = createWhitener();
    const next = stream(0.9, 1, 0);
    for (let i = 0; i < 20_000; i++) whitener.learn(next());
    let squares = 0;
    let products = 0;
    let before = 0;
    let shifted = 0;
    const count = 20_000;
    for (let i = 0; i < count; i++) {
      const z = whitener.step(next() + 1);
      if (i < 10) continue;
      const centred = z - whitener.shrink;
      squares += centred * centred;
      products += centred * before;
      before = centred;
      shifted += z;
    }
    expect(Math.abs(squares / count - 1)).toBeLessThan(0.1);
    expect(Math.abs(products / squares)).toBeLessThan(0.05);
    expect(Math.abs(shifted / count / whitener.shrink - 1)).toBeLessThan(0.2);
  });

  test("says nothing right after a gap", () => {
    const whitener = createWhitener(0.5);
    expect(whitener.step(1)).toBeNaN();
    expect(whitener.step(1)).toBeCloseTo(0.5 / Math.sqrt(0.75), 12);
    expect(whitener.step(Number.NaN)).toBeNaN();
    expect(whitener.step(1)).toBeNaN();
    expect(whitener.step(0.5)).toBeCloseTo(0, 12);
  });

  test("of a sensor that never moves keeps its first guess", () => {
    const whitener = createWhitener(0.3);
    for (let i = 0; i < 100; i++) whitener.learn(4);
    expect([whitener.phi, whitener.sd]).toEqual([0.3, 1]);
  });

  test("goes on by itself from a copy of its state", () => {
    const next = stream(0.7, 1, 0);
    const whitener = createWhitener();
    for (let i = 0; i < 10; i++) whitener.learn(next());
    const copy = createWhitener(0, copyState(whitener.state));
    const values = Array.from({ length: 100 }, next);
    for (const x of values) whitener.learn(x);
    expect(copy.phi).not.toBe(whitener.phi);
    for (const x of values) copy.learn(x);
    expect(copy.state).toEqual(whitener.state);
  });
});
