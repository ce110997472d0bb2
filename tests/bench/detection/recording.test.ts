import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readScenario } from "../../../bench/detection/example-loops.ts";
import { recordStory } from "../../../bench/detection/record-story.ts";
import { truthRowAt } from "../../../bench/detection/recording.ts";
import { decodeRecording, encodeRecording, takeRecording } from "../../../bench/detection/recording-file.ts";
import { createSampledStory } from "../../../bench/detection/sampled-story.ts";
import type { ScenarioDescription } from "../../../simulator/description/scenario-description.ts";
import { toLines } from "../../../simulator/senders/line-protocol.ts";
import { createSimulation } from "../../../simulator/story/simulation.ts";

const startMs = 1_671_062_400_000;

/** A story cut short: ten minutes before its event and ten after it. */
const brief = (id: string, variant: string | null = null): ScenarioDescription => ({
  ...readScenario(id, variant),
  preludeS: 600,
  eventDelayS: 0,
  lengthS: 600,
});

describe("a story sampled once a second", () => {
  test.each([
    { name: "with a bad link", id: "N11", variant: null },
    { name: "with operations and a refill", id: "N12", variant: null },
    { name: "with quality flags and a fault", id: "N10", variant: null },
  ])("is the simulation itself, $name", ({ id, variant }) => {
    const scenario = brief(id, variant);
    const simulation = createSimulation({ loopId: "a", seed: 4, startMs, scenario, eventDelayMs: 0 });
    const { endMs } = simulation.progress();
    const sampled = createSampledStory(scenario, { seed: 4, startMs, sampleS: 1 });
    const lines = toLines("a", sampled.channels, sampled.advance(endMs));
    expect(lines).toBe(toLines("a", simulation.channels, simulation.advance(endMs)));
    expect(lines.length).toBeGreaterThan(1000);
  });
});

describe("a recording", () => {
  const recording = recordStory(brief("N10"), { seed: 2, sampleS: 1 });

  test("comes back from its bytes as it was", () => {
    expect(decodeRecording(encodeRecording(recording))).toEqual(recording);
  });

  test("has a quality as a field of its own, and no cell for what was not sent", () => {
    const flags = recording.fields.filter((field) => field.endsWith("_quality"));
    const used = new Set(Array.from(recording.places, (place) => recording.fields[place]));
    expect(flags.some((field) => used.has(field))).toBe(true);
    expect(recording.values.every(Number.isFinite)).toBe(true);
    expect(recording.ends.at(-1)).toBe(recording.values.length);
  });

  test("knows the row of truth at a moment, and none before the first", () => {
    const { truth } = recording;
    expect(truthRowAt(truth, truth.atMs[3]! + 1)).toBe(3);
    expect(truthRowAt(truth, truth.atMs[3]!)).toBe(3);
    expect(truthRowAt(truth, truth.atMs[0]! - 1)).toBe(-1);
  });

  test("is told once and then taken from the folder; another seed is another recording", () => {
    const folder = mkdtempSync(join(tmpdir(), "recordings-"));
    try {
      const scenario = brief("S02");
      const told = takeRecording(scenario, { seed: 1, sampleS: 1 }, folder);
      const kept = takeRecording(
        scenario,
        {
          seed: 1,
          sampleS: 1,
          onProgress: () => {
            throw new Error("It was told again.");
          },
        },
        folder,
      );
      expect(kept).toEqual(told);
      takeRecording(scenario, { seed: 2, sampleS: 1 }, folder);
      expect(readdirSync(folder)).toHaveLength(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("of a leak goes on until the accumulator is empty, without telemetry", () => {
    const leak = recordStory({ ...brief("S01", "hole-0.3mm") }, { seed: 1, sampleS: 1 });
    const last = leak.truth.atMs.length - 1;
    expect(leak.truth.atMs[last]).toBeGreaterThan(leak.endMs);
    expect(leak.truth.accumulatorLiquidL[last]).toBeLessThan(0.01);
    expect(leak.sourceMs.at(-1)).toBeLessThanOrEqual(leak.endMs);
  });

  test("of a loop that does not leak ends with its story", () => {
    expect(recording.truth.atMs.at(-1)).toBe(recording.endMs);
  });
});
