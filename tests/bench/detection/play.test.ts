import { describe, expect, test } from "vitest";
import { findLoop, readExampleLoops, readScenario } from "../../../bench/detection/example-loops.ts";
import { playRecording, toSampledLoop, withoutChannels } from "../../../bench/detection/play.ts";
import { recordStory } from "../../../bench/detection/record-story.ts";
import { createPipeline } from "../../../server/app/pipeline.ts";
import type { Finding } from "../../../server/domain/alarm/alarm.ts";
import { createSimulation } from "../../../simulator/story/simulation.ts";
import { linesUntil } from "../../support/example.ts";
import { createLineIntake } from "../../support/line-intake.ts";

const scenario = { ...readScenario("S01"), lengthS: 300 };
const loop = findLoop(readExampleLoops(), scenario.plantId);
const recording = recordStory(scenario, { seed: 5, sampleS: 1 });

describe("a recording that is played", () => {
  const momentsMs = [recording.eventMs! + 60_000, recording.endMs + 60_000];
  const play = playRecording(recording, loop, { momentsMs });

  test("leads to the leak that the same telemetry leads to as text", () => {
    const findings: { readonly atMs: number; readonly finding: Finding }[] = [];
    const pipeline = createPipeline([loop], {
      observe(_, event) {
        if (event.kind === "found") findings.push(event);
      },
      onRow: () => undefined,
      onEstimate: () => undefined,
    });
    const { startMs, endMs } = recording;
    const simulation = createSimulation({ loopId: loop.id, seed: 5, startMs, scenario });
    createLineIntake(pipeline).accept(linesUntil(simulation, endMs), endMs);
    const [first] = findings;
    expect(first?.finding.verdict).toBe("leak");
    expect(play.calls[0]).toMatchObject({ change: "opened", alarmClass: "leak", atMs: first?.atMs });
    expect(play.calls[0]?.headline).toBe(first?.finding.headline);
  });

  test("tells a call when its telemetry has arrived, not before its source time", () => {
    for (const { atMs, toldMs } of play.calls) expect(toldMs).toBeGreaterThanOrEqual(atMs);
  });

  test("gives the first estimate at or after a moment, and none after the end", () => {
    expect(play.estimates[0]?.atMs).toBe(momentsMs[0]);
    expect(play.estimates[1]).toBeNull();
  });

  test("ends at the call that is the last", () => {
    const cut = playRecording(recording, loop, { isLast: ({ verdict }) => verdict === "leak" });
    expect(cut.calls).toHaveLength(1);
    expect(cut.untilMs).toBeLessThan(play.untilMs);
  });

  test("is not heard by a loop without channels of its own", () => {
    const ids = loop.channels.map(({ id }) => id);
    expect(playRecording(recording, withoutChannels(loop, ids)).samples).toBe(0);
    expect(playRecording(recording, withoutChannels(loop, ids.slice(1))).samples).toBeGreaterThan(10_000);
  });
});

test("a loop that is sampled once a minute believes its values that long, and one sampled each second is as it was", () => {
  expect(toSampledLoop(loop, 1)).toBe(loop);
  const slow = toSampledLoop(loop, 60);
  expect(slow.channels.every(({ maxAgeMs }) => maxAgeMs >= 120_000)).toBe(true);
});
