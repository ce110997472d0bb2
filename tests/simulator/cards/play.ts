import { expect } from "vitest";
import type { DurationMs, EpochMs } from "../../../protocol/time.ts";
import { loadScenario } from "../../../simulator/description/library.ts";
import type { PlantChanges } from "../../../simulator/description/parse-scenario.ts";
import { renderProblems } from "../../../simulator/description/problem.ts";
import type { ScenarioDescription } from "../../../simulator/description/scenario-description.ts";
import type { PlantTruth } from "../../../simulator/plant/plant-api.ts";
import { createSimulation } from "../../../simulator/story/simulation.ts";
import type { Arrival } from "../../../simulator/timing/frame.ts";
import { qualityNotSent } from "../../../simulator/timing/quality.ts";

/** How much of a story is played, and what of it is kept. Times in seconds. */
export interface PlayOptions {
  readonly variant?: string | null;
  readonly seed?: number;
  /** Laid over the plant last. A sensor with `noise: { whiteSd: 0 }, step: 0` reads the truth of its measure. */
  readonly changes?: PlantChanges;
  /** In place of the story's own; both are short here, for the plant is made settled. */
  readonly preludeS?: number;
  readonly eventDelayS?: number;
  /** From the event (or the end of the prelude) to the end of the play; the story's own length when left out. */
  readonly forS?: number;
  /** Between two rows of truth. */
  readonly everyS?: number;
  /** False: arrivals are taken and forgotten, for plays of many days. */
  readonly keepArrivals?: boolean;
  readonly startMs?: EpochMs;
}

/** The truth at one moment, `atS` after the event (or after the end of the prelude in a story without one). */
export type TruthAt = Readonly<PlantTruth> & { readonly atS: number };

/** One value of a channel: when it was sampled and when it came, in seconds after the event. */
export interface Reading {
  readonly atS: number;
  readonly arrivesS: number;
  readonly value: number;
  /** 1 good, 0 bad, 255 not sent. */
  readonly quality: number;
}

/** A story that was played. */
export interface Played {
  readonly scenario: ScenarioDescription;
  readonly startMs: EpochMs;
  /** What all times are counted from. */
  readonly zeroMs: EpochMs;
  /** Oldest first. */
  readonly truth: readonly TruthAt[];
  readonly channels: readonly string[];
  /** In order of arrival. */
  readonly arrivals: readonly Arrival[];
  /** The row at `atS` or the next one after it. Throws `RangeError` behind the end of the play. */
  truthAt(atS: number): TruthAt;
  /** What arrived of a channel, in order of arrival. Throws `RangeError` for a channel that is not there. */
  readings(channel: string): readonly Reading[];
  /** Losses of signal known beforehand, in seconds after the event. */
  plannedWindows(): readonly { readonly fromS: number; readonly toS: number; readonly name: string }[];
}

const usualStartMs: EpochMs = 1_700_000_000_000;
const shortPreludeS = 60;
const usualSeed = 1;
/** Arrivals are taken at least so often, so that the queue stays short. */
const stretchMs: DurationMs = 3_600_000;

/** The scenario, or an error that says everything that is wrong with its file. */
export function scenarioOf(
  id: string,
  variant: string | null = null,
  changes: PlantChanges = {},
): ScenarioDescription {
  const parsed = loadScenario(id, variant, changes);
  if (parsed.kind === "known") return parsed.value;
  throw new Error(renderProblems(parsed.problems, `${id}.yaml`));
}

/** Plays a story of the library as the simulator does, with a short prelude, and keeps truth and telemetry. */
export function play(id: string, options: PlayOptions = {}): Played {
  const scenario = scenarioOf(id, options.variant ?? null, options.changes);
  const everyMs = (options.everyS ?? 1) * 1000;
  const startMs = options.startMs ?? usualStartMs;
  const preludeMs = (options.preludeS ?? shortPreludeS) * 1000;
  const eventDelayMs = (options.eventDelayS ?? 0) * 1000;
  const zeroMs = startMs + preludeMs + (scenario.eventDelayS === null ? 0 : eventDelayMs);
  const truth: TruthAt[] = [];
  const simulation = createSimulation({
    loopId: "loop",
    seed: options.seed ?? usualSeed,
    startMs,
    scenario,
    preludeMs,
    eventDelayMs,
    onStep: (atMs, now) => {
      if ((atMs - zeroMs) % everyMs === 0) truth.push({ ...now, atS: (atMs - zeroMs) / 1000 });
    },
  });
  const endMs = zeroMs + (options.forS ?? scenario.lengthS) * 1000;
  const arrivals: Arrival[] = [];
  for (let untilMs = startMs; untilMs < endMs; ) {
    untilMs = Math.min(endMs, untilMs + stretchMs);
    const arrived = simulation.advance(untilMs);
    if (options.keepArrivals ?? true) for (const arrival of arrived) arrivals.push(arrival);
  }
  const { channels } = simulation;
  const toS = (atMs: EpochMs): number => (atMs - zeroMs) / 1000;

  return {
    scenario,
    startMs,
    zeroMs,
    truth,
    channels,
    arrivals,
    truthAt(atS) {
      const row = truth.find((one) => one.atS >= atS);
      if (row === undefined) throw new RangeError(`The play ended before ${atS} s.`);
      return row;
    },
    readings(channel) {
      const index = channels.indexOf(channel);
      if (index < 0) throw new RangeError(`There is no channel "${channel}".`);
      return arrivals.flatMap((arrival): Reading[] => {
        if (arrival.kind !== "frame") return [];
        const value = arrival.frame.values[index] ?? Number.NaN;
        const quality = arrival.frame.qualities[index] ?? Number.NaN;
        const isReported = !Number.isNaN(value) || quality !== qualityNotSent;
        if (!isReported) return [];
        return [{ atS: toS(arrival.frame.sourceMs), arrivesS: toS(arrival.arrivesMs), value, quality }];
      });
    },
    plannedWindows: () =>
      simulation
        .plannedWindows(startMs, endMs)
        .map(({ fromMs, toMs, name }) => ({ fromS: toS(fromMs), toS: toS(toMs), name })),
  };
}

/** Seconds after the event at which the truth first is so; `Infinity` when it never is. */
export function firstTime(played: Played, isSo: (row: TruthAt) => boolean): number {
  return played.truth.find((row) => row.atS >= 0 && isSo(row))?.atS ?? Number.POSITIVE_INFINITY;
}

/** Lowest and highest of a series. Throws `RangeError` for an empty one. */
export function rangeOf(values: Iterable<number>): { readonly low: number; readonly high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) throw new RangeError("There is nothing to take the range of.");
  return { low, high };
}

/** Share of a card's number by which a simulated plant may be off, where the card gives no band of its own. */
const cardTolerance = 0.25;

/** Fails unless the value lies in a band of the card. */
export function expectBetween(value: number, from: number, to: number): void {
  expect(value).toBeGreaterThanOrEqual(from);
  expect(value).toBeLessThanOrEqual(to);
}

/** Fails unless the value is the card's number, give or take the tolerance (a share of it). */
export function expectAround(value: number, card: number, tolerance: number = cardTolerance): void {
  const off = Math.abs(card) * tolerance;
  expectBetween(value, card - off, card + off);
}
