import { expect, test } from "vitest";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import { createPipeline } from "../../server/app/pipeline.ts";
import type { Observation } from "../../server/domain/alarm/alarm.ts";
import { benchPressureKpa } from "../support/bench-plant.ts";
import { toLoop } from "../support/builders.ts";
import { createLineIntake } from "../support/line-intake.ts";
import { createNoise } from "../support/noise.ts";

const t0 = 1_671_062_400_000;
const leakS = 1900;

/** The bench loop as lines, one a second: healthy, then a leak of 1 mL/s. */
function leakStory(seconds: number): string[] {
  const noise = createNoise(1);
  return Array.from({ length: seconds }, (_, s) => {
    const kpa = benchPressureKpa(Math.max(0, s - leakS) / 1000, 20);
    const fields = { "p-acc": kpa, "p-out": kpa + 150, "t-in": 20 };
    const noisy = Object.entries(fields).map(([name, value]) => `${name}=${value + 0.1 * noise.normal()}`);
    return `bench,loop=bench ${noisy.join(",")} ${t0 + s * 1000}`;
  });
}

function createHeardPipeline() {
  const found: (Observation & { kind: "found" })[] = [];
  const rows: number[] = [];
  let last: LoopEstimate | null = null;
  const pipeline = createPipeline([toLoop()], {
    observe: (_key, seen) => void (seen.kind === "found" && found.push(seen)),
    onRow: (_loopId, atMs) => void rows.push((atMs - t0) / 1000),
    onEstimate(estimate) {
      last = estimate;
    },
  });
  return {
    pipeline,
    found,
    rows,
    estimate: () => last,
    accept: createLineIntake(pipeline).accept,
  };
}

/** The story with a stretch that comes only when the live stream has reached `playedS`. */
const withDump = (story: readonly string[], lost: readonly [number, number], playedS: number): string[] => [
  ...story.slice(0, lost[0]),
  ...story.slice(lost[1], playedS),
  ...story.slice(lost[0], lost[1]),
  ...story.slice(playedS),
];

test("a recorder's dump comes to the same finding and estimate as live telemetry", () => {
  const story = leakStory(2400);
  const live = createHeardPipeline();
  live.accept(story.join("\n"));
  const late = createHeardPipeline();
  late.accept(withDump(story, [leakS - 40, leakS + 200], leakS + 300).join("\n"));
  expect(live.found.at(-1)?.atMs).toBe(t0 + 2_390_000);
  expect(late.found.at(-1)).toEqual(live.found.at(-1));
  expect(late.estimate()).toEqual(live.estimate());
  expect(late.pipeline.unjudged()).toBe(0);
  expect(late.rows).toEqual(late.rows.toSorted((a, b) => a - b));
  expect(new Set(late.rows).size).toBe(late.rows.length);
});

test("what the late samples show is told at once, at the newest second evaluated", () => {
  const story = leakStory(leakS + 400);
  const lost = [leakS - 40, leakS + 200] as const;
  const { accept, found } = createHeardPipeline();
  accept(withDump(story, lost, leakS + 300).join("\n"));
  const told = found.map(({ atMs }) => (atMs - t0) / 1000);
  expect(told).toContain(leakS + 301);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(Math.abs((found.at(-1)!.finding.onsetMs ?? 0) - (t0 + leakS * 1000))).toBeLessThanOrEqual(20_000);
});
