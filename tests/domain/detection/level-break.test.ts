import { describe, expect, test } from "vitest";
import { createLevelBreak } from "../../../server/domain/detection/level-break.ts";
import { copyState } from "../../../server/domain/statistics/copy-state.ts";

const before = { atS: 1000, inventoryL: 40, reading: 300, tempC: 20 };

/** A break of ten minutes after which these levels are read, a second apart. */
function afterSilence(levels: readonly number[], everyS = 1) {
  const breach = createLevelBreak();
  breach.open(before, 1600);
  for (const [k, level] of levels.entries()) breach.take(1600 + k * everyS, level);
  return breach;
}

describe("the level after a silence, against the one before", () => {
  test("is not ready while there was no silence, whatever is read", () => {
    const breach = createLevelBreak();
    for (let s = 0; s < 100; s++) breach.take(s, 40);
    expect(breach.ready).toBe(false);
    expect(breach.fallL).toBeNaN();
  });

  test.each([
    ["no reading", [], false],
    ["two readings", [39, 39], false],
    ["three readings", [39, 39, 39], true],
    ["many readings", new Array<number>(60).fill(39), true],
  ])("is ready after three readings: %s", (_name, levels, ready) => {
    expect(afterSilence(levels).ready).toBe(ready);
  });

  test("tells how long nothing was heard, what was held before, and how much is missing", () => {
    const breach = afterSilence([39, 39.1, 38.9]);
    expect(breach).toMatchObject({
      silenceS: 600,
      beforeS: 1000,
      beforeL: 40,
      beforeReading: 300,
      beforeC: 20,
    });
    expect(breach.fallL).toBeCloseTo(1, 9);
    expect(breach.afterL).toBeCloseTo(39, 9);
  });

  test("sees a gain as a fall below zero, and an unchanged level as none", () => {
    expect(afterSilence([41, 41, 41]).fallL).toBeCloseTo(-1, 9);
    expect(afterSilence([40, 40, 40]).fallL).toBeCloseTo(0, 9);
  });

  test("lets one wild reading go by: the newest ones count", () => {
    const breach = afterSilence([10, ...new Array<number>(40).fill(40)]);
    expect(Math.abs(breach.fallL)).toBeLessThan(1e-4);
  });

  test("is over a minute and a half after the silence: then the scales watch again", () => {
    const levels = new Array<number>(200).fill(39);
    expect(afterSilence(levels.slice(0, 91)).ready).toBe(true);
    expect(afterSilence(levels.slice(0, 92)).ready).toBe(false);
  });

  test("begins anew with the next silence, from the level before that one", () => {
    const breach = afterSilence([39, 39, 39]);
    breach.open({ ...before, atS: 1700, inventoryL: 39 }, 1800);
    expect(breach.ready).toBe(false);
    for (const s of [0, 1, 2]) breach.take(1800 + s, 38.5);
    expect(breach.fallL).toBeCloseTo(0.5, 9);
    expect(breach.silenceS).toBe(100);
  });

  test("knows nothing any more when it was closed", () => {
    const breach = afterSilence([39, 39, 39]);
    breach.close();
    breach.take(1604, 39);
    expect(breach.ready).toBe(false);
    expect(breach.beforeL).toBeNaN();
  });

  test("goes on from a copy of its state, which it leaves alone", () => {
    const breach = afterSilence([39, 39]);
    const copy = createLevelBreak(copyState(breach.state));
    copy.take(1602, 39);
    expect(copy.ready).toBe(true);
    expect(breach.ready).toBe(false);
  });
});
