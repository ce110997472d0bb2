import { describe, expect, test } from "vitest";
import { createTemperatureWatch } from "../../../server/domain/detection/temperature-watch.ts";
import { copyState } from "../../../server/domain/statistics/copy-state.ts";

const orbitS = 5580;
const orbitC = (s: number): number => 20 + 2 * Math.sin((2 * Math.PI * s) / orbitS);

/** A watch that learnt two orbits of ±2 K. */
function learnt(learntC: (s: number) => number = orbitC) {
  const watch = createTemperatureWatch();
  let atS = 0;
  const run = (lengthS: number, tempC: (s: number) => number, learning = false): number => {
    for (let s = 1; s <= lengthS; s++) {
      atS += 1;
      watch.step(atS, tempC(atS), 1, learning);
      if (!learning && !Number.isNaN(watch.sinceS)) return s;
    }
    return Number.POSITIVE_INFINITY;
  };
  run(2 * orbitS, learntC, true);
  return {
    watch,
    run,
    get atS() {
      return atS;
    },
  };
}

describe("a coolant's temperature", () => {
  test("is nothing strange while it is learnt, whatever it does", () => {
    const watch = createTemperatureWatch();
    for (let s = 0; s < 3600; s++) watch.step(s, s < 1800 ? 20 : 60, 1, true);
    expect(watch.sinceS).toBeNaN();
    expect(watch.unrestK).toBe(0);
  });

  test("is nothing strange when it goes on as it was learnt", () => {
    expect(learnt().run(20 * orbitS, orbitC)).toBe(Number.POSITIVE_INFINITY);
  });

  test("is nothing strange where the season makes the swing grow from orbit to orbit", () => {
    const { run } = learnt();
    const growing = (s: number) => 20 + (orbitC(s) - 20) * (1 + (0.5 * (s - 2 * orbitS)) / (15 * orbitS));
    expect(run(15 * orbitS, growing)).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([
    ["warms", 8],
    ["cools", -8],
  ])("is strange when a load makes it go where it never went: it %s", (_name, stepK) => {
    const rig = learnt();
    const fromS = rig.atS;
    const tookS = rig.run(1200, (s) => orbitC(s) + stepK * (1 - Math.exp(-(s - fromS) / 120)));
    expect(tookS).toBeLessThan(600);
    expect(rig.watch.sinceS).toBe(fromS + tookS);
    expect(Math.sign(rig.watch.nowC - rig.watch.beforeC)).toBe(Math.sign(stepK));
    expect(rig.watch.unrestK).toBeGreaterThan(0.5);
  });

  test("in a loop that stands still is strange only beyond a quarter of a kelvin", () => {
    const small = learnt(() => 20);
    expect(small.run(3600, () => 20.2)).toBe(Number.POSITIVE_INFINITY);
    const large = learnt(() => 20);
    expect(large.run(3600, () => 20.6)).toBeLessThan(600);
  });

  test("is usual again when it has stood for a while, and its unrest fades within hours", () => {
    const rig = learnt(() => 20);
    let mostK = 0;
    for (let s = 1; s <= 3 * 3600; s++) {
      rig.watch.step(rig.atS + s, 25, 1, false);
      mostK = Math.max(mostK, rig.watch.unrestK);
    }
    expect(mostK).toBeGreaterThan(2);
    expect(rig.watch.sinceS).toBeNaN();
    expect(rig.watch.unrestK).toBeLessThan(0.1 * mostK);
  });

  test("after a silence is compared with nothing: nobody saw how it came there", () => {
    const rig = learnt(() => 20);
    rig.watch.step(rig.atS + 3600, 30, 3600, false);
    for (let s = 1; s <= 600; s++) rig.watch.step(rig.atS + 3600 + s, 30, 1, false);
    expect(rig.watch.sinceS).toBeNaN();
  });

  test("goes on from a copy, which it leaves alone", () => {
    const rig = learnt(() => 20);
    const before = copyState(rig.watch.state);
    const copy = createTemperatureWatch(copyState(rig.watch.state));
    for (let s = 1; s <= 600; s++) copy.step(rig.atS + s, 30, 1, false);
    expect(copy.sinceS).not.toBeNaN();
    expect(rig.watch.state).toEqual(before);
  });
});
