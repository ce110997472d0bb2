import { expect, test } from "vitest";
import { createLane } from "../../server/app/lane.ts";
import { createPipeline } from "../../server/app/pipeline.ts";
import { createLoopDetector } from "../../server/domain/detection/loop-detector.ts";
import { toLoop } from "../support/builders.ts";

const t0 = 1_671_062_400_000;

/** Times after `t0` at which a lane of this pace evaluates, seconds, for samples at these seconds. */
function evaluatedAt(evaluateEveryMs: number | undefined, samplesS: readonly number[]): readonly number[] {
  const evaluated: number[] = [];
  const lane = createLane(
    createLoopDetector(toLoop()),
    {
      onEvaluated: (atMs) => void evaluated.push((atMs - t0) / 1000),
      onOperation: () => undefined,
      onRevised: () => undefined,
    },
    evaluateEveryMs === undefined ? {} : { evaluateEveryMs },
  );
  for (const s of samplesS) lane.take(0, t0 + 1000 * s, 300);
  lane.advance();
  return evaluated;
}

test.each([
  { name: "left out: every second", everyMs: undefined, samplesS: [0, 1, 2, 6], evaluated: [0, 1] },
  { name: "ten seconds: at whole tens", everyMs: 10_000, samplesS: [3, 13, 23, 33], evaluated: [10, 20] },
  { name: "a minute, sampled on it", everyMs: 60_000, samplesS: [0, 60, 120, 180], evaluated: [0, 60] },
  { name: "a minute, and nothing comes: nothing", everyMs: 60_000, samplesS: [0], evaluated: [] },
])("a pace that is $name", ({ everyMs, samplesS, evaluated }) => {
  // The newest sample waits for what may still come out of order, and a moment for all of its samples.
  expect(evaluatedAt(everyMs, samplesS)).toEqual(evaluated);
});

test.each([
  { name: "live, ten seconds", everyMs: undefined, gapS: 10 },
  { name: "at a minute each time", everyMs: 60_000, gapS: 60 },
  { name: "at four seconds every third time", everyMs: 4000, gapS: 12 },
])("estimates are passed on $name", ({ everyMs, gapS }) => {
  const toldS: number[] = [];
  const loop = toLoop();
  const pipeline = createPipeline(
    [loop],
    {
      observe: () => undefined,
      onRow: () => undefined,
      onEstimate: ({ atMs }) => void toldS.push((atMs - t0) / 1000),
    },
    everyMs === undefined ? {} : { evaluateEveryMs: everyMs },
  );
  const lane = pipeline.lane(loop.id)!;
  for (let s = 0; s <= 600; s++) lane.take(0, t0 + 1000 * s, 300);
  lane.advance();
  const gaps = toldS.slice(2).map((s, i) => s - toldS[i + 1]!);
  expect(gaps.length).toBeGreaterThan(5);
  expect(new Set(gaps)).toEqual(new Set([gapS]));
  expect(lane.detector.state.parts.atMs).toBeGreaterThan(t0);
});
