import { describe, expect, test } from "vitest";
import { createLevelHistory } from "../../../server/domain/detection/level-history.ts";
import { copyState } from "../../../server/domain/statistics/copy-state.ts";

/** A moment at which both a minute and twenty minutes begin. */
const startS = 1_671_062_400;

/** A history of one level every ten seconds. */
function historyOf(lengthS: number, levelL: (s: number) => number | null) {
  const history = createLevelHistory();
  for (let s = 0; s < lengthS; s += 10) {
    const level = levelL(s);
    if (level !== null) history.add(startS + s, level);
  }
  return history;
}

describe("what an inventory was", () => {
  test("is not known before anything was kept", () => {
    expect(createLevelHistory().before(startS)).toBeNaN();
    // The first minute is not over yet.
    expect(historyOf(60, () => 40).before(startS + 50)).toBeNaN();
  });

  test("is the mean of the last whole minute before that time", () => {
    const history = historyOf(600, (s) => 40 - s / 1000);
    expect(history.before(startS + 300)).toBeCloseTo(40 - 0.265, 9);
    expect(history.before(startS + 359)).toBeCloseTo(40 - 0.265, 9);
    expect(history.before(startS + 360)).toBeCloseTo(40 - 0.325, 9);
  });

  test("never holds what came after that time", () => {
    const history = historyOf(3600, (s) => (s < 1800 ? 40 : 10));
    expect(history.before(startS + 1800)).toBe(40);
    expect(history.before(startS + 1890)).toBe(10);
  });

  test("is known by the minute for three hours, by twenty minutes for a week, and then forgotten", () => {
    const history = historyOf(10 * 86_400, (s) => s);
    const endS = startS + 10 * 86_400;
    const ageOf = (agoS: number): number => endS - agoS - startS - history.before(endS - agoS);
    expect(ageOf(2 * 3600)).toBeLessThan(120);
    expect(ageOf(6 * 3600)).toBeGreaterThan(120);
    expect(ageOf(6 * 3600)).toBeLessThan(2400);
    expect(ageOf(6.5 * 86_400)).toBeLessThan(2400);
    expect(history.before(endS - 8 * 86_400)).toBeNaN();
  });

  test("is looked for a little further back when that minute is missing, and not much further", () => {
    const history = historyOf(7200, (s) => (s >= 3600 && s < 3840 ? null : 40));
    expect(history.before(startS + 3720)).toBe(40);
    // Four silent minutes: the twenty minutes before them still tell.
    expect(history.before(startS + 3840)).toBe(40);
  });

  test("is not known after a silence of hours: no older level is taken for it", () => {
    const history = historyOf(2 * 86_400, (s) => (s < 3600 || s >= 86_400 ? 40 : null));
    expect(history.before(startS + 43_200)).toBeNaN();
  });

  test("goes on from a copy, which it leaves alone", () => {
    const history = historyOf(600, () => 40);
    const copy = createLevelHistory(copyState(history.state));
    for (let s = 600; s < 720; s += 10) copy.add(startS + s, 30);
    expect(copy.before(startS + 660)).toBe(30);
    expect(history.before(startS + 660)).toBe(40);
  });
});
