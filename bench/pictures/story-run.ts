import { type EpochMs, hours } from "../../protocol/time.ts";
import type { ScenarioDescription } from "../../simulator/description/scenario-description.ts";
import { createSimulation, type Simulation } from "../../simulator/story/simulation.ts";
import type { StoryMeasure } from "./measure.ts";
import { createSilenceWatch, type Silence } from "./silences.ts";
import { createTake, type Take } from "./take.ts";
import { toViews } from "./views.ts";

/** What a story left behind for its pictures and its figures. */
export interface StoryRun {
  readonly scenario: ScenarioDescription;
  readonly seed: number;
  /** `null` when nothing ever happens. */
  readonly eventMs: EpochMs | null;
  readonly endMs: EpochMs;
  readonly takes: readonly Take[];
  readonly silences: readonly Silence[];
}

/** The night of the leak on Soyuz MS-22: any fixed moment would do, so that a second run gives the same bytes. */
const startMs: EpochMs = 1_671_062_400_000;

/** The story is taken in pieces of this length: few enough arrivals at once, few enough words on progress. */
const pieceMs = hours(6);

/** How a story is run. */
export interface StoryRunOptions {
  readonly seed: number;
  readonly measures: readonly StoryMeasure[];
  /** Called now and then with the share that is done, 0..1. */
  readonly onProgress: (share: number) => void;
}

/** Runs a story from its prelude to its end, keeping no more of it than its pictures show. */
export function runStory(scenario: ScenarioDescription, options: StoryRunOptions): StoryRun {
  const { seed, measures, onProgress } = options;
  const silence = createSilenceWatch();
  let takes: readonly Take[] = [];
  let zeroMs: EpochMs = startMs;
  const simulation: Simulation = createSimulation({
    loopId: scenario.plantId,
    seed,
    startMs,
    scenario,
    onStep: (atMs, truth) => {
      for (const take of takes) take.takeTruth(atMs, truth);
      for (const measure of measures) measure.takeTruth?.((atMs - zeroMs) / 1000, truth);
    },
  });
  const { eventMs, liveMs, endMs } = simulation.progress();
  zeroMs = eventMs ?? liveMs;
  takes = toViews(scenario, { eventMs, liveMs, endMs, startMs }).map((view) =>
    createTake(view, simulation.channels.length),
  );

  for (let untilMs = startMs; untilMs < endMs; ) {
    untilMs = Math.min(endMs, untilMs + pieceMs);
    for (const arrival of simulation.advance(untilMs)) {
      silence.takeArrival(arrival.arrivesMs);
      for (const measure of measures) measure.takeArrival?.((arrival.arrivesMs - zeroMs) / 1000);
      if (arrival.kind !== "frame") continue;
      const { frame } = arrival;
      for (const take of takes) take.takeFrame(frame);
      const atS = (frame.sourceMs - zeroMs) / 1000;
      for (const measure of measures) measure.takeFrame?.(atS, frame, simulation.channels);
    }
    onProgress((untilMs - startMs) / (endMs - startMs));
  }
  return { scenario, seed, eventMs, endMs, takes, silences: silence.silences };
}
