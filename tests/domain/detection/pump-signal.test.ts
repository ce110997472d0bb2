import { describe, expect, test } from "vitest";
import { createPumpSignal } from "../../../server/domain/detection/pump-signal.ts";
import { copyState } from "../../../server/domain/statistics/copy-state.ts";
import { createNoise } from "../../support/noise.ts";

/** A signal that has shown 12 L/min for ten minutes, with a scatter of 0.05. */
function learnt(seed = 1, sd = 0.05) {
  const signal = createPumpSignal();
  const noise = createNoise(seed);
  let atS = 0;
  return {
    signal,
    get atS() {
      return atS;
    },
    run(lengthS: number, value: (s: number) => number) {
      for (let s = 1; s <= lengthS; s++) signal.step(++atS, value(s) + sd * noise.normal(), 1);
    },
  };
}

describe("a signal of the pump", () => {
  test("shows nothing before its first value", () => {
    const { signal } = learnt();
    expect([signal.fast, signal.usual, signal.changedS, signal.before]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });

  test("is not called changed while it is learnt, wherever it goes", () => {
    const rig = learnt();
    rig.run(60, () => 12);
    rig.run(50, () => 6);
    expect(rig.signal.changedS).toBeNaN();
  });

  test.each([1, 2, 3])("is not called changed in a healthy day (seed %i)", (seed) => {
    const rig = learnt(seed);
    let changed = 0;
    for (let k = 0; k < 1440; k++) {
      rig.run(60, () => 12);
      if (!Number.isNaN(rig.signal.changedS)) changed += 1;
    }
    expect(changed).toBe(0);
    expect(rig.signal.usual).toBeCloseTo(12, 1);
  });

  test.each([
    ["falls by a fifth", 9.6],
    ["rises by a fifth", 14.4],
    ["stops", 0],
  ])("that %s is called changed within ten seconds, since then and from what it was", (_name, value) => {
    const rig = learnt();
    rig.run(600, () => 12);
    const changedS = rig.atS;
    rig.run(10, () => value);
    expect(Math.abs(rig.signal.changedS - changedS)).toBeLessThanOrEqual(5);
    expect(rig.signal.before).toBeCloseTo(12, 1);
    rig.run(30, () => value);
    expect(rig.signal.fast).toBeCloseTo(value, 0);
    expect(rig.signal.learnt).toBeCloseTo(12, 1);
  });

  test("that moves by less than three parts in a hundred has not changed, however quiet it is", () => {
    const rig = learnt(1, 0.0001);
    rig.run(600, () => 12);
    rig.run(600, () => 12.3);
    expect(rig.signal.changedS).toBeNaN();
  });

  test("is not called changed for a meter's single spike", () => {
    const rig = learnt();
    rig.run(600, () => 12);
    rig.run(60, (s) => (s === 30 ? 20 : 12));
    expect(rig.signal.changedS).toBeNaN();
  });

  test("that comes back is no longer called changed", () => {
    const rig = learnt();
    rig.run(600, () => 12);
    rig.run(300, () => 6);
    expect(rig.signal.changedS).not.toBeNaN();
    rig.run(60, () => 12);
    expect(rig.signal.changedS).toBeNaN();
    expect(rig.signal.usual).toBeCloseTo(12, 1);
  });

  test("that stays elsewhere for an hour has a new usual level; what was learnt stays", () => {
    const rig = learnt();
    rig.run(600, () => 12);
    rig.run(3500, () => 6);
    expect(rig.signal.changedS).not.toBeNaN();
    rig.run(200, () => 6);
    expect(rig.signal.changedS).toBeNaN();
    expect(rig.signal.usual).toBeCloseTo(6, 0);
    expect(rig.signal.learnt).toBeCloseTo(12, 1);
  });

  test("goes on from a copy as it would have", () => {
    const rig = learnt();
    rig.run(600, () => 12);
    const copy = createPumpSignal(copyState(rig.signal.state));
    for (let s = 1; s <= 20; s++) {
      copy.step(600 + s, 6, 1);
      rig.signal.step(600 + s, 6, 1);
    }
    expect(copy.state).toEqual(rig.signal.state);
    expect(copy.changedS).toBe(rig.signal.changedS);
    expect(copy.changedS).not.toBeNaN();
  });
});
