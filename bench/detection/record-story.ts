import { type EpochMs, hours } from "../../protocol/time.ts";
import type { ScenarioDescription } from "../../simulator/description/scenario-description.ts";
import { createPlant } from "../../simulator/plant/create-plant.ts";
import { isQualitySent } from "../../simulator/senders/line-protocol.ts";
import { createTimeline } from "../../simulator/story/timeline.ts";
import { createRows, createTruthRecord, type RecordedOperation, type Recording } from "./recording.ts";
import { createSampledStory } from "./sampled-story.ts";

/** How a story is recorded. */
export interface RecordOptions {
  readonly seed: number;
  /** Between samples; the live simulation has 1 s. */
  readonly sampleS: number;
  /** Called now and then with the share that is done, 0..1. */
  readonly onProgress?: (share: number) => void;
}

/** The night of the leak on Soyuz MS-22: any fixed moment would do. */
const startMs: EpochMs = 1_671_062_400_000;

/** The story is taken in pieces of this length: few arrivals at once. */
const pieceMs = hours(2);

/** Rows of truth are so far apart; in stories of many days a minute. */
const truthEveryS = 10;
const slowTruthEveryS = 60;
const longStoryS = 2 * 86_400;

/** After the end of a story the plant alone goes on in steps of this length (conservation holds for them), s. */
const afterStepS = 30;
const afterTruthEveryS = 600;

/** Nobody waits longer for an accumulator to run empty, s. */
const longestAfterS = 60 * 86_400;

/** Telemetry comes with this many digits after the point, as it does in line protocol. */
const scale = 1e6;

/**
 * Tells a story once and keeps its telemetry and its truth. When coolant is being lost at the end, the truth goes on
 * without telemetry until the accumulator is empty, so that a forecast of the time left can be held against it.
 */
export function recordStory(scenario: ScenarioDescription, options: RecordOptions): Recording {
  const { seed, sampleS, onProgress } = options;
  const truth = createTruthRecord();
  const everyMs = 1000 * Math.max(sampleS, scenario.lengthS > longStoryS ? slowTruthEveryS : truthEveryS);
  const story = createSampledStory(scenario, {
    seed,
    sampleS,
    startMs,
    onStep: (atMs, now) => {
      if ((atMs - startMs) % everyMs === 0) truth.add(atMs, now);
    },
  });
  const { channels, eventMs, liveMs, endMs } = story;
  const fields = [...channels, ...channels.map((channel) => `${channel}_quality`)];
  const rows = createRows();
  const operations: RecordedOperation[] = [];

  for (let untilMs = startMs; untilMs < endMs; ) {
    untilMs = Math.min(endMs, untilMs + pieceMs);
    for (const arrival of story.advance(untilMs)) {
      const { arrivesMs } = arrival;
      if (arrival.kind === "operation") {
        const { sourceMs, operation } = arrival;
        operations.push({ beforeRow: rows.count, arrivesMs, sourceMs, operation });
        continue;
      }
      const { values, qualities, sourceMs } = arrival.frame;
      for (let i = 0; i < values.length; i++) {
        if (Number.isFinite(values[i]!)) rows.addCell(i, Math.round(values[i]! * scale) / scale);
        if (isQualitySent(qualities[i])) rows.addCell(channels.length + i, qualities[i]!);
      }
      rows.endRow(arrivesMs, sourceMs);
    }
    onProgress?.((untilMs - startMs) / (endMs - startMs));
  }
  const leaks = story.truth.leakKgPerS > 0 && !story.truth.bottomedOut;
  if (leaks) goOn(scenario, { seed, eventMs, endMs }, truth.add);

  const { id: scenarioId, variant, plantId } = scenario;
  const name = { scenarioId, variant, seed, plantId, sampleS, startMs, liveMs, eventMs, endMs };
  return { ...name, fields, operations, ...rows.toColumns(), truth: truth.toRecord() };
}

/** The plant alone, from the beginning and in large steps; what comes after `endMs` is added. */
function goOn(
  scenario: ScenarioDescription,
  run: { readonly seed: number; readonly eventMs: EpochMs | null; readonly endMs: EpochMs },
  add: ReturnType<typeof createTruthRecord>["add"],
): void {
  const startS = startMs / 1000;
  const plant = createPlant(scenario.plant, startS);
  const timeline = createTimeline(
    scenario,
    run.eventMs === null ? null : run.eventMs / 1000,
    startS,
    run.seed,
  );
  const untilS = run.endMs / 1000 + longestAfterS;
  for (let atS = startS; atS < untilS && !plant.truth.bottomedOut; atS += afterStepS) {
    plant.step(timeline.inputsAt(atS), afterStepS);
    const nowS = atS + afterStepS;
    if (nowS * 1000 <= run.endMs) continue;
    if (plant.truth.leakKgPerS === 0) return;
    if (plant.truth.bottomedOut || nowS % afterTruthEveryS === 0) add(nowS * 1000, plant.truth);
  }
}
