import { describe, expect, test } from "vitest";
import { explainCourse } from "../../../server/domain/detection/follow-leak.ts";
import type { KnownLeak } from "../../../server/domain/detection/known-leak.ts";
import type { LeakFollower } from "../../../server/domain/detection/leak/leak-follower.ts";
import { createBenchRun } from "../../support/bench-run.ts";
import { toLoop } from "../../support/builders.ts";

const atMs = 1_671_062_400_000;

/** A leak whose follower says what is given; the rest says nothing. */
const leakOf = (says: Partial<LeakFollower>, record: object = {}): KnownLeak =>
  ({
    follower: {
      hole: () => ({ mm: 0, lowMm: 0, highMm: 0 }),
      modulation: () => null,
      growth: () => null,
      stopped: () => null,
      ...says,
    },
    record: { grewTimes: 0, grewMs: Number.NEGATIVE_INFINITY, ...record },
  }) as unknown as KnownLeak;

const told = (leak: KnownLeak): string[] => explainCourse(toLoop(), leak, atMs).map(({ text }) => text);

describe("the course of a leak in words", () => {
  test("is nothing while nothing is known beyond the rate", () => {
    expect(told(leakOf({}))).toEqual([]);
  });

  test("names a swing with its period", () => {
    const leak = leakOf({ modulation: () => ({ periodS: 5580, low: 0.3, high: 1.7 }) });
    expect(told(leak)).toEqual([
      "The loss swings between 0.30 and 1.7 times its mean every 1 h 33 min: look for what turns or cycles so.",
    ]);
  });

  test("says when the witnesses, and not the filter, saw it grow", () => {
    const leak = leakOf({}, { grewTimes: 1, grewMs: atMs - 600_000 });
    expect(told(leak)).toEqual(["It was seen to lose more than was told of it 10 min ago."]);
  });

  test("names the hole that loses as much, in an alarm as people get it", () => {
    const bench = createBenchRun(toLoop());
    bench.run(1900);
    bench.run(600, (s) => ({ lostL: 0.002 * s }));
    const texts = bench.detector.finding("leak")?.evidence.map(({ text }) => text) ?? [];
    const hole = texts.find((text) => text.startsWith("A round hole")) ?? "";
    // 2 mL/s of HFE-7200 at about 300 kPa (its density is 1420): d = sqrt(4 q / (π 0.62 sqrt(2 p / ρ))) is 0.45 mm.
    const mm = Number(/is ([0-9.]+) mm wide/.exec(hole)?.[1]);
    expect(mm).toBeGreaterThan(0.36);
    expect(mm).toBeLessThan(0.54);
  });
});
