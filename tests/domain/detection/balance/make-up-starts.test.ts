import { describe, expect, test } from "vitest";
import { createMakeUpStarts } from "../../../../server/domain/detection/balance/make-up-starts.ts";
import { createNoise } from "../../../support/noise.ts";

const hourMs = 3_600_000;
const startMs = 1_700_000_000_000;

/** Plays starts at these hours; answers the first hour at which the strength is 1. */
function run(
  startsAtH: readonly number[],
  forH: number,
  options: { learnH?: number; counter?: boolean } = {},
) {
  const { learnH = 24, counter = true } = options;
  const starts = createMakeUpStarts(1);
  const input = { atMs: 0, counter: Number.NaN, running: Number.NaN, calibrated: false };
  let count = 0;
  let calledAtH: number | null = null;
  for (let minute = 0; minute < forH * 60; minute++) {
    const atH = minute / 60;
    const due = startsAtH.filter((h) => h <= atH).length;
    input.atMs = startMs + atH * hourMs;
    if (counter) input.counter = 1234 + due;
    else input.running = due > count ? 1 : 0;
    count = due;
    input.calibrated = atH >= learnH;
    starts.step(input);
    if (starts.strength >= 1) calledAtH ??= atH;
  }
  return { starts, calledAtH };
}

const every = (hours: number, from: number, to: number): number[] =>
  Array.from({ length: Math.floor((to - from) / hours) + 1 }, (_, k) => from + k * hours);

describe("starts of a make-up pump", () => {
  test.each([
    { name: "none in two weeks", at: [], forH: 336 },
    { name: "one a week", at: every(168, 50, 1000), forH: 1000 },
    { name: "two on one cold morning", at: [200, 203], forH: 400 },
    { name: "twice a day since the beginning", at: every(12, 1, 1400), forH: 1400 },
  ])("call nothing: $name", ({ at, forH }) => {
    expect(run(at, forH).calledAtH).toBeNull();
  });

  test.each([
    { name: "every 4.6 h after a week without", at: every(4.6, 170, 220), forH: 220, by: 182 },
    { name: "every 4.6 h after a day without", at: every(4.6, 30, 80), forH: 80, by: 62 },
    {
      name: "every hour where it was twice a day",
      at: [...every(12, 1, 700), ...every(1, 700, 730)],
      forH: 730,
      by: 712,
    },
  ])("are called: $name", ({ at, forH, by }) => {
    for (const counter of [true, false]) {
      const { calledAtH } = run(at, forH, { counter });
      expect(calledAtH).toBeGreaterThan(by - 40);
      expect(calledAtH).toBeLessThan(by);
    }
  });

  test("on a counter that is set, or jumps, are none", () => {
    const starts = createMakeUpStarts(1);
    const input = { atMs: startMs, counter: 0, running: Number.NaN, calibrated: true };
    for (const counter of [17, 0, 65_000, 0, 17]) {
      input.atMs += hourMs / 60;
      input.counter = counter;
      starts.step(input);
    }
    expect(starts.state.runStarts).toBe(0);
  });

  test("are rarely called when they come by chance, three a week for three years", () => {
    const noise = createNoise(9);
    const at: number[] = [];
    let dueH = 0;
    while (dueH < 26_000) {
      dueH -= 56 * Math.log(noise.uniform());
      at.push(dueH);
    }
    const starts = createMakeUpStarts(1);
    const input = { atMs: 0, counter: 0, running: Number.NaN, calibrated: true };
    let calls = 0;
    let was = false;
    let next = 0;
    for (let h = 0; h < 26_000; h += 0.1) {
      while (next < at.length && at[next]! <= h) next += 1;
      input.atMs = startMs + h * hourMs;
      input.counter = next;
      starts.step(input);
      const is = starts.strength >= 1;
      if (is && !was) calls += 1;
      was = is;
    }
    expect(calls).toBeLessThanOrEqual(6);
  });
});
