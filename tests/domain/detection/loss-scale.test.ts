import { describe, expect, test } from "vitest";
import { grainS } from "../../../server/domain/detection/grain.ts";
import { createLossScale, delta } from "../../../server/domain/detection/loss-scale.ts";
import { copyState } from "../../../server/domain/statistics/copy-state.ts";
import { createFeeder, litreForLitre, toGrain } from "./grains.ts";

const settings = {
  grains: 1,
  threshold: 16,
  floorSdL: 0.001,
  uncalibratedSdL: null,
  width: 1,
  trend: null,
  doubtL2: litreForLitre.doubtL2,
};

/** A scale of ten-second blocks that has learnt white noise of 0.01 L. */
function learnt(given: Partial<typeof settings> = {}) {
  const scale = createLossScale({ ...settings, ...given });
  const feeder = createFeeder(scale, 0.01);
  feeder.run(600, () => 40);
  feeder.calibrate();
  return { scale, feeder };
}

describe("one time scale", () => {
  test("learns the scatter of the difference of two blocks: twice the variance of one", () => {
    const { scale } = learnt();
    // Rehearsals in health may stretch it a little; they never shrink it.
    expect(Math.sqrt(scale.variance) / (0.01 * Math.SQRT2)).toBeGreaterThan(0.93);
    expect(Math.sqrt(scale.variance) / (0.01 * Math.SQRT2)).toBeLessThan(1.5);
  });

  test("is silent while it has seen fewer than eight healthy blocks, however large the loss", () => {
    const scale = createLossScale(settings);
    const feeder = createFeeder(scale, 0.01);
    feeder.run(8, () => 40);
    feeder.calibrate();
    expect(scale.known).toBe(false);
    expect(feeder.run(1, () => 20).peak).toBe(0);
  });

  test("is silent while learning where it has no scatter to assume", () => {
    const scale = createLossScale(settings);
    expect(createFeeder(scale, 0.01).run(100, (n) => 40 - n).peak).toBe(0);
  });

  test("calls a gross loss while learning where it has a scatter to assume", () => {
    const scale = createLossScale({ ...settings, uncalibratedSdL: 0.02 });
    const feeder = createFeeder(scale, 0.001);
    expect(feeder.run(10, () => 40).peak).toBe(0);
    expect(feeder.run(10, (n) => 40 - 0.2 * n).firedAfter).not.toBeNull();
  });

  test("one wild block never decides, however wild", () => {
    const { scale, feeder } = learnt();
    expect(feeder.run(1, () => -1e6).peak).toBeLessThanOrEqual(0.7);
    expect(scale.strength).toBeGreaterThan(0.5);
    // The way back is a gain, which takes all the evidence off again.
    expect(feeder.run(1, () => 40).peak).toBeLessThan(1);
    expect(scale.strength).toBe(0);
  });

  test("a second falling block confirms the first", () => {
    const { feeder } = learnt();
    expect(feeder.run(2, (n) => 39 - n).firedAfter).toBe(2);
  });

  test("a block with less than half of its grains is not judged, and neither is the next", () => {
    const { scale, feeder } = learnt({ grains: 6 });
    feeder.run(12 - (feeder.index % 6), () => 40);
    const { peak } = feeder.run(6, (n) => (n < 2 ? 30 : null));
    expect(peak).toBeLessThan(0.3);
    feeder.run(6, () => 30);
    expect(scale.strength).toBeLessThan(0.3);
  });

  test("keeps its evidence over a gap: silence never clears it", () => {
    const { scale, feeder } = learnt();
    feeder.run(1, () => 39);
    const before = scale.strength;
    expect(before).toBeGreaterThan(0.5);
    feeder.run(500, () => null);
    feeder.run(1, () => 39);
    expect(scale.strength).toBe(before);
  });

  test("does not take the level behind a gap for a loss", () => {
    const { feeder } = learnt();
    feeder.run(500, () => null);
    expect(feeder.run(200, () => 35).peak).toBeLessThan(0.7);
  });

  test("remembers the block before the evidence as the onset", () => {
    const { scale, feeder } = learnt();
    feeder.run(1, () => 40);
    const fellS = feeder.index * grainS;
    feeder.run(2, (n) => 39 - n);
    expect(scale.onset.atS).toBe(fellS);
    expect(scale.onset.inventoryL).toBeCloseTo(40, 1);
    expect(scale.onset.scaleS).toBe(10);
  });

  test("believes less where the temperatures moved in a way that the compensation does not know", () => {
    const step = (feature: number): number => {
      const { scale, feeder } = learnt();
      scale.step(
        toGrain(feeder.index, 39.95, feature),
        { calibrated: true, quiet: false, calm: false },
        null,
      );
      return scale.strength;
    };
    expect(step(0)).toBeGreaterThan(0.1);
    expect(step(1)).toBe(0);
  });

  test("stretches its scatter where health itself falls in runs, and not where the same falls stand alone", () => {
    // In ten minutes six falls of 0.1 L and six rises, in runs or by turns; the mean square is the same.
    const runs = (n: number): number => 40 - 0.1 * Math.max(0, 6 - Math.abs((n % 60) - 6));
    const turns = (n: number): number => 40 - (n % 60 < 12 ? 0.1 * (n % 2) : 0);
    const stretchOf = (story: (n: number) => number): number => {
      const scale = createLossScale(settings);
      createFeeder(scale, 0.005).run(3000, story);
      return scale.variance / (0.2 * 0.1 ** 2 + 2 * 0.005 ** 2);
    };
    expect(stretchOf(runs)).toBeGreaterThan(1.5);
    expect(stretchOf(turns)).toBeLessThan(1.3);
  });

  test("believes no scatter below its floor", () => {
    const scale = createLossScale({ ...settings, floorSdL: 0.05 });
    createFeeder(scale, 0).run(600, () => 40);
    expect(scale.variance).toBeCloseTo(0.05 ** 2, 9);
  });

  test("is tuned to a shift of two standard deviations", () => {
    expect(delta).toBe(2);
  });
});

describe("what the compensation says against itself", () => {
  /** Strength after a fall of 50 mL between a block with `before` and one with `now`; both say it of all their grains. */
  const strengthAfter = (
    before: { readonly errorL?: number; readonly strangeL?: number },
    now: { readonly errorL?: number; readonly strangeL?: number },
  ): number => {
    const { scale, feeder } = learnt();
    const context = { calibrated: true, quiet: false, calm: false };
    scale.step({ ...toGrain(feeder.index, 40), ...before }, context, null);
    scale.step({ ...toGrain(feeder.index + 1, 39.95), ...now }, context, null);
    return scale.strength;
  };

  test.each([
    ["nothing", {}, {}, true],
    ["an error now", {}, { errorL: 0.1 }, false],
    ["an error in the block before: its level is in doubt", { errorL: 0.1 }, {}, false],
    ["a strangeness that came", {}, { strangeL: 0.1 }, false],
    ["a strangeness that went", { strangeL: 0.1 }, {}, false],
    ["a strangeness that stays: what it hides does not change", { strangeL: 0.1 }, { strangeL: 0.1 }, true],
    ["ten times as much that stays: a tenth of it may change", { strangeL: 1 }, { strangeL: 1 }, false],
  ])("takes from the evidence of a fall what it may hide: %s", (_name, before, now, counts) => {
    const healthy = strengthAfter({}, {});
    expect(healthy).toBeGreaterThan(0.1);
    if (counts) expect(strengthAfter(before, now)).toBeGreaterThan(0.5 * healthy);
    else expect(strengthAfter(before, now)).toBe(0);
  });
});

describe("a scale that has not seen enough blocks of its own", () => {
  /** A long scale, told the scatter of a shorter one; falls by `fallL` from block to block. */
  const strengthOf = (
    fallL: number,
    shorter: { varianceL2: number; freedom: number } | null,
    blocks = 3,
  ): number => {
    const scale = createLossScale({ ...settings, grains: 6 });
    const context = { calibrated: true, quiet: false, calm: false };
    for (let n = 0; n < 6 * blocks; n++)
      scale.step(toGrain(6_000_000 + n, 40 - fallL * Math.floor(n / 6)), context, shorter);
    expect(scale.known).toBe(false);
    return scale.strength;
  };

  test("is silent without a shorter one's scatter, and goes by it where there is one", () => {
    expect(strengthOf(0.1, null)).toBe(0);
    expect(strengthOf(0.1, { varianceL2: 1e-4, freedom: 100 })).toBeGreaterThan(0.7);
    expect(strengthOf(0.1, { varianceL2: 1e-2, freedom: 100 })).toBe(0);
  });

  test("believes a scatter of few observations less", () => {
    const few = strengthOf(0.05, { varianceL2: 1e-4, freedom: 8 });
    const many = strengthOf(0.05, { varianceL2: 1e-4, freedom: 1000 });
    expect(few).toBeGreaterThan(0);
    expect(many).toBeGreaterThan(few);
  });

  test("believes no borrowed scatter below its own floor", () => {
    expect(strengthOf(0.002, { varianceL2: 0, freedom: 1000 })).toBeLessThan(1);
    expect(strengthOf(0.0005, { varianceL2: 0, freedom: 1000 })).toBe(0);
  });
});

describe("a scale that is held", () => {
  test("forgets its evidence and the open block; what it learnt stays", () => {
    const { scale, feeder } = learnt();
    feeder.run(1, () => 39);
    const { variance, count } = scale;
    expect(scale.strength).toBeGreaterThan(0.5);
    scale.hold();
    expect(scale.strength).toBe(0);
    expect(scale.variance).toBe(variance);
    expect(scale.count).toBe(count);
  });

  test("takes the level after it for the new one, and finds what is lost from there", () => {
    const { scale, feeder } = learnt();
    scale.hold();
    expect(feeder.run(100, () => 35).peak).toBeLessThan(0.7);
    expect(feeder.run(2, (n) => 34 - n).firedAfter).toBe(2);
  });

  test("goes on from a copy of its state as it would have", () => {
    const { scale, feeder } = learnt();
    const copy = createLossScale(settings, copyState(scale.state));
    const context = { calibrated: true, quiet: true, calm: false };
    for (let n = 0; n < 20; n++) {
      const grain = toGrain(feeder.index + n, 40 - 0.03 * n);
      scale.step(grain, context, null);
      copy.step(grain, context, null);
    }
    expect(copy.strength).toBeGreaterThan(0);
    expect(copy.state).toEqual(scale.state);
  });
});
