import { describe, expect, test } from "vitest";
import { createFastLoss } from "../../../server/domain/detection/fast-loss.ts";
import { copyState } from "../../../server/domain/statistics/copy-state.ts";
import { createNoise } from "../../support/noise.ts";

const sdL = 0.0015;
const settings = { chargeL: 40, z: 6, floorSdL: 0.0004 };

/** What one second of a story shows; `rawL` is the same when it is left out. */
interface Second {
  readonly levelL: number;
  readonly rawL?: number;
  readonly doubtL?: number;
}

/** A watch of one reading a second, with white noise. */
function createRig(seed = 1) {
  const fast = createFastLoss(settings);
  const noise = createNoise(seed);
  let atS = 1_671_062_400;
  return {
    fast,
    get atS() {
      return atS;
    },
    /** Runs on; returns after how many seconds a loss was confirmed first, and the largest strength. */
    run(lengthS: number, story: (s: number) => Second, context = { quiet: true, fitted: true }) {
      let firedS: number | null = null;
      let peak = 0;
      for (let s = 1; s <= lengthS; s++) {
        const { levelL, rawL = levelL, doubtL = 0 } = story(s);
        const offL = sdL * noise.normal();
        fast.take(
          {
            atS: ++atS,
            inventoryL: levelL + offL,
            rawL: rawL + offL,
            reading: 300 + levelL - 40,
            doubtL,
            stretch: 1,
          },
          context,
        );
        peak = Math.max(peak, fast.strength);
        if (fast.confirmed && firedS === null) firedS = s;
      }
      return { firedS, peak };
    },
  };
}

function learnt(seed = 1) {
  const rig = createRig(seed);
  rig.run(1200, () => ({ levelL: 40 }));
  return rig;
}

const unquiet = { quiet: false, fitted: true };

describe("a watch for ruptures", () => {
  test("says nothing before it knows how the readings scatter, however large the loss", () => {
    const rig = createRig();
    rig.run(300, () => ({ levelL: 40 }));
    expect(rig.fast.sdOverL(2)).toBe(Number.POSITIVE_INFINITY);
    expect(rig.run(60, (s) => ({ levelL: 40 - s })).firedS).toBeNull();
  });

  test("learns the scatter of a difference of means from independent readings", () => {
    const { fast } = learnt();
    // Mean of w less mean of the 2w before: variance 1.5 / w of one reading's.
    for (const window of [2, 4, 8])
      expect(fast.sdOverL(window) / (sdL * Math.sqrt(1.5 / window))).toBeCloseTo(1, 0);
  });

  test.each([1, 2, 3])("makes no alarm of a healthy day (seed %i)", (seed) => {
    expect(learnt(seed).run(86_400, () => ({ levelL: 40 })).firedS).toBeNull();
  });

  test.each([
    [0.005, 12],
    [0.02, 8],
    [0.2, 6],
  ])("confirms a loss of %f L/s within %i s", (lossLPerS, withinS) => {
    const { firedS } = learnt().run(60, (s) => ({ levelL: 40 - lossLPerS * s }), unquiet);
    expect(firedS).not.toBeNull();
    expect(firedS).toBeLessThanOrEqual(withinS);
  });

  test("leaves a loss below a five-thousandth of the charge in its windows to the slow scales", () => {
    expect(learnt().run(3600, (s) => ({ levelL: 40 - 0.0001 * s })).firedS).toBeNull();
  });

  test("is not taken in by one reading that jumps, up or down, nor by a level that steps", () => {
    const rig = learnt();
    for (const jump of [5, -5, 0.5, -0.5])
      expect(rig.run(120, (s) => ({ levelL: s === 60 ? 40 + jump : 40 }), unquiet).firedS).toBeNull();
    expect(rig.run(120, (s) => ({ levelL: s < 60 ? 40 : 39 }), unquiet).firedS).toBeNull();
  });

  test("never takes a gain for a loss", () => {
    const { firedS, peak } = learnt().run(60, (s) => ({ levelL: 40 + 0.05 * s }), unquiet);
    expect(firedS).toBeNull();
    expect(peak).toBeLessThan(1);
  });

  test("is not taken in by a thermometer that moves: coolant that goes shows without temperatures, too", () => {
    expect(learnt().run(120, (s) => ({ levelL: 40 - 0.02 * s, rawL: 40 }), unquiet).firedS).toBeNull();
    expect(learnt().run(120, (s) => ({ levelL: 40, rawL: 40 - 0.02 * s }), unquiet).firedS).toBeNull();
  });

  test("believes less while the temperatures leave the inventory in doubt, but not nothing", () => {
    const falls = (lossLPerS: number) =>
      learnt().run(30, (s) => ({ levelL: 40 - lossLPerS * s, doubtL: 0.3 }), unquiet).firedS;
    expect(falls(0.01)).toBeNull();
    expect(falls(0.2)).not.toBeNull();
  });

  test("wants ten times the loss while the thermal law is still learnt", () => {
    const falls = (lossLPerS: number, fitted: boolean) =>
      learnt().run(40, (s) => ({ levelL: 40 - lossLPerS * s }), { quiet: false, fitted }).firedS;
    expect(falls(0.003, true)).not.toBeNull();
    expect(falls(0.003, false)).toBeNull();
    expect(falls(0.05, false)).not.toBeNull();
  });

  test("wants more after falls that health has shown", () => {
    const rig = learnt();
    // A valve that gives back what it takes, forty times in an hour.
    const pulse = (s: number) => ({ levelL: 40 - 0.03 * Math.max(0, 6 - Math.abs((s % 90) - 6)) });
    rig.run(7200, pulse);
    expect(rig.run(3600, pulse, unquiet).firedS).toBeNull();
  });

  test("compares nothing across a silence", () => {
    const rig = learnt();
    rig.fast.forget();
    expect(rig.fast.fallOverL(2)).toBeNaN();
    expect(rig.run(120, () => ({ levelL: 35 }), unquiet).firedS).toBeNull();
    // And watches again after it.
    expect(rig.run(20, (s) => ({ levelL: 35 - 0.05 * s }), unquiet).firedS).not.toBeNull();
  });

  test("knows when the loss began, and what was there until then", () => {
    const rig = learnt();
    const beganS = rig.atS;
    rig.run(8, (s) => ({ levelL: 40 - 0.05 * s }), unquiet);
    const onset = rig.fast.onset();
    expect(Math.abs(onset.atS - beganS)).toBeLessThanOrEqual(3);
    expect(Math.abs(onset.inventoryL - 40)).toBeLessThan(0.05);
    expect(Math.abs(onset.reading - 300)).toBeLessThan(0.05);
    expect(rig.fast.fallL).toBeGreaterThan(0.05);
    expect(rig.fast.atS).toBe(beganS + 8);
  });

  test("goes on from a copy as it would have, and the copy leaves it alone", () => {
    const rig = learnt();
    const before = JSON.stringify(rig.fast.state);
    const copies = [0, 1].map(() => createFastLoss(settings, copyState(rig.fast.state)));
    for (const fast of copies)
      for (let s = 1; s <= 10; s++)
        fast.take(
          {
            atS: rig.atS + s,
            inventoryL: 40 - 0.05 * s,
            rawL: 40 - 0.05 * s,
            reading: 300,
            doubtL: 0,
            stretch: 1,
          },
          unquiet,
        );
    expect(copies[0]!.confirmed).toBe(true);
    expect(copies[0]!.state).toEqual(copies[1]!.state);
    expect(JSON.stringify(rig.fast.state)).toBe(before);
  });
});
