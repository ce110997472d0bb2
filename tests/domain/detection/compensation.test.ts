import { describe, expect, test } from "vitest";
import { createCompensation } from "../../../server/domain/detection/compensation.ts";
import { toLoop } from "../../support/builders.ts";
import { createNoise } from "../../support/noise.ts";

const orbitS = 5580;
/** What a full kelvin is worth in this loop, litres: 1.6e-3 1/K of 40 L, a little more at 20 °C than at 25 °C. */
const litresPerK = 0.064;
const tempC = (atS: number): number => 20 + 8 * Math.sin((2 * Math.PI * atS) / orbitS);

/** A plant part that follows the sensor with a lag of `lagS`, stepped once a second. */
function createLag(lagS: number) {
  let lagC = tempC(0);
  return (atS: number): number => {
    lagC += (tempC(atS) - lagC) / lagS;
    return lagC;
  };
}

/** Temperatures that were all heard. */
const heard = (all: Float64Array) => ({ all, errorK: new Float64Array(all.length) });

/** What the mean temperature gives: a third of the coolant sits behind walls that lag, and coolant may be leaving. */
function createTold(given: { readonly lagS: number; readonly driftLPerH: number; readonly noiseL: number }) {
  const lag = createLag(given.lagS);
  const noise = createNoise(3);
  return (atS: number): number =>
    40.1 +
    (litresPerK / 3) * (lag(atS) - tempC(atS)) +
    (given.driftLPerH * atS) / 3600 +
    given.noiseL * noise.normal();
}

/** Teaches a compensation for two orbits, then returns what is left of the swing in a third, litres. */
function teach(given: { readonly lagS: number; readonly driftLPerH: number; readonly noiseL?: number }) {
  const compensation = createCompensation(toLoop(), 1);
  const told = createTold({ noiseL: 0, ...given });
  const left: number[] = [];
  const raw: number[] = [];
  for (let s = 0; s < 3 * orbitS; s++) {
    compensation.observe(heard(Float64Array.of(tempC(s))), 1);
    const level = told(s);
    if (s < 2 * orbitS) {
      if (s % 60 === 0) compensation.learn(level, s);
      continue;
    }
    const trend = (given.driftLPerH * s) / 3600;
    left.push(level - compensation.correctionL() - trend);
    raw.push(level - trend);
  }
  return { compensation, swingL: spread(left), rawL: spread(raw) };
}

const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

describe("the learnt compensation", () => {
  test.each([120, 300, 600, 900])("takes off most of a swing that lags by %i s", (lagS) => {
    const { swingL, rawL } = teach({ lagS, driftLPerH: 0 });
    expect(rawL).toBeGreaterThan(0.04);
    expect(swingL).toBeLessThan(0.15 * rawL);
  });

  test.each([
    ["a leak that was there before", -0.1],
    ["a slow gain", 0.05],
    ["nothing", 0],
  ])("leaves %s as a drift of its own: %f L/h", (_name, driftLPerH) => {
    const { compensation, swingL, rawL } = teach({ lagS: 600, driftLPerH });
    expect(Math.abs(compensation.driftLPerH() - driftLPerH)).toBeLessThan(0.015);
    // The drift is not taken off: what is left after correction still falls by it.
    expect(swingL).toBeLessThan(0.25 * rawL);
  });

  test("learns the same through sensor noise", () => {
    const { compensation } = teach({ lagS: 600, driftLPerH: -0.1, noiseL: 0.01 });
    expect(compensation.driftLPerH()).toBeGreaterThan(-0.13);
    expect(compensation.driftLPerH()).toBeLessThan(-0.07);
  });

  test("corrects nothing before it has learnt", () => {
    const compensation = createCompensation(toLoop(), 1);
    compensation.observe(heard(Float64Array.of(45)), 1);
    expect(compensation.correctionL()).toBe(0);
  });

  test("corrects nothing in a loop without thermometers, but knows its drift", () => {
    const compensation = createCompensation(toLoop(), 0);
    for (let s = 0; s < 7200; s += 60) {
      compensation.observe(heard(new Float64Array(0)), 60);
      compensation.learn(40 - (0.1 * s) / 3600, s);
    }
    expect(compensation.correctionL()).toBe(0);
    expect(compensation.features).toHaveLength(0);
    expect(compensation.driftLPerH()).toBeCloseTo(-0.1, 1);
  });
});

describe("the doubt about a correction", () => {
  /** A change of one sensor by ten kelvins that its lags have not followed yet: what a step of the heat load looks like. */
  const stepOf = (kelvins: number) => Float64Array.of(kelvins, -kelvins, -kelvins, -kelvins);
  const learnt = (tempC: (s: number) => number) => {
    const compensation = createCompensation(toLoop(), 1);
    for (let s = 0; s < 4 * 5580; s += 10) {
      compensation.observe(heard(Float64Array.of(tempC(s))), 10);
      if (s % 60 === 0) compensation.learn(40, s);
    }
    return compensation;
  };
  const orbit = (s: number): number => 20 + 4 * Math.sin((2 * Math.PI * s) / 5580);

  test("is nothing where nothing moves, and that of the prior before anything was learnt", () => {
    const fresh = createCompensation(toLoop(), 1);
    expect(fresh.doubtL2(stepOf(0))).toBe(0);
    expect(Math.sqrt(fresh.doubtL2(stepOf(10)))).toBeGreaterThan(10 * litresPerK);
  });

  test("is small along the orbit that was learnt, and stays large for a step that the loop has not shown", () => {
    const compensation = learnt(orbit);
    const before = Float64Array.from(compensation.features);
    for (let s = 4 * 5580; s < 4.25 * 5580; s += 10)
      compensation.observe(heard(Float64Array.of(orbit(s))), 10);
    const along = compensation.features.map((feature, i) => feature - before[i]!);
    const kelvins = along[0]!;
    expect(Math.sqrt(compensation.doubtL2(along))).toBeLessThan(0.2 * Math.abs(kelvins) * litresPerK);
    const alongPerK = Math.sqrt(compensation.doubtL2(along)) / Math.abs(kelvins);
    const stepPerK = Math.sqrt(compensation.doubtL2(stepOf(10))) / 10;
    expect(stepPerK).toBeGreaterThan(3 * alongPerK);
  });

  test("does not shrink where the temperatures never moved", () => {
    const still = learnt(() => 20);
    expect(still.doubtL2(stepOf(10))).toBeCloseTo(createCompensation(toLoop(), 1).doubtL2(stepOf(10)), 6);
  });
});

describe("what a compensation says against itself", () => {
  /** One that learnt an orbit of ±4 K about 20 °C, with a part that lags by ten minutes. */
  const learnt = () => {
    const compensation = createCompensation(toLoop(), 1);
    const swingC = (s: number): number => 20 + 4 * Math.sin((2 * Math.PI * s) / orbitS);
    let lagC = 20;
    for (let s = 0; s < 2 * orbitS; s++) {
      lagC += (swingC(s) - lagC) / 600;
      compensation.observe(heard(Float64Array.of(swingC(s))), 1);
      if (s % 60 === 0) compensation.learn(40 + (litresPerK / 3) * (lagC - swingC(s)), s);
    }
    return compensation;
  };
  const observe = (compensation: ReturnType<typeof learnt>, tempC: number, errorK: number, dtS = 1) =>
    compensation.observe({ all: Float64Array.of(tempC), errorK: Float64Array.of(errorK) }, dtS);

  test("is nothing for temperatures that are heard and that it knows", () => {
    const compensation = learnt();
    observe(compensation, 21, 0);
    expect(compensation.errorL()).toBe(0);
    expect(compensation.strangeL()).toBe(0);
  });

  test("is about the expansion of what a missing temperature may be off by", () => {
    const compensation = learnt();
    observe(compensation, 20, 3);
    expect(compensation.errorL()).toBeGreaterThan(0.3 * 3 * litresPerK);
    expect(compensation.errorL()).toBeLessThan(3 * 3 * litresPerK);
    const small = learnt();
    observe(small, 20, 0.3);
    expect(small.errorL() / compensation.errorL()).toBeCloseTo(0.1, 2);
  });

  test("outlasts the gap by its lags, and is forgotten in the end", () => {
    const compensation = learnt();
    for (let s = 0; s < 1800; s++) observe(compensation, 20, 3);
    observe(compensation, 20, 0);
    const after = compensation.errorL();
    expect(after).toBeGreaterThan(0);
    for (let s = 0; s < 1800; s++) observe(compensation, 20, 0);
    expect(compensation.errorL()).toBeLessThan(0.6 * after);
    for (let s = 0; s < 6 * 3600; s++) observe(compensation, 20, 0);
    expect(compensation.errorL()).toBeLessThan(0.01 * after);
  });

  test("is there after a silence in which the temperature moved, and not after one in which it stood", () => {
    const moved = learnt();
    observe(moved, 20, 0);
    observe(moved, 23.9, 0, 1200);
    expect(moved.errorL()).toBeGreaterThan(0);
    const stood = learnt();
    for (let s = 0; s < 4 * 3600; s++) observe(stood, 20, 0);
    observe(stood, 20, 0, 1200);
    expect(stood.errorL()).toBeLessThan(1e-6);
  });

  test.each([
    ["within what it learnt", 22, 0],
    ["six kelvins above it", 30, 6],
    ["six kelvins below it", 10, 6],
  ])("is strange by the distance from what was learnt: %s", (_name, tempC, beyondK) => {
    const compensation = learnt();
    observe(compensation, tempC, 0);
    // 15 % of the expansion for each kelvin beyond.
    expect(compensation.strangeL()).toBeCloseTo(0.15 * litresPerK * beyondK, 2);
  });

  test("is not strange before anything was learnt: there is nothing to be beyond of", () => {
    const fresh = createCompensation(toLoop(), 1);
    observe(fresh, 80, 0);
    expect(fresh.strangeL()).toBe(0);
  });
});
