import type { ChannelRole } from "../../../protocol/telemetry.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Unit } from "../../../protocol/units.ts";
import { defaultMaxAgeMs, defaultRange } from "../../../server/boundary/channel-defaults.ts";
import type { Channel } from "../../../server/domain/loop/loop.ts";
import { type ChannelHealth, createChannelHealth } from "../../../server/domain/quality/channel-health.ts";
import { loadScenario } from "../../../simulator/description/library.ts";
import type { PlantChanges } from "../../../simulator/description/parse-scenario.ts";
import type { ScenarioDescription } from "../../../simulator/description/scenario-description.ts";
import { createSimulation, type Simulation } from "../../../simulator/story/simulation.ts";
import { toChannel } from "../../support/builders.ts";

/** Role and unit of what a simulated sensor measures; others are not watched here. */
const meaning: Readonly<Record<string, readonly [ChannelRole, Unit]>> = {
  pressure: ["pressure", "kPa"],
  temperature: ["temperature", "degC"],
  "wall temperature": ["temperature", "degC"],
  quantity: ["quantity", "%"],
  flow: ["flow", "L/min"],
  "mass flow": ["flow", "kg/h"],
  "pump speed": ["pump-speed", "rpm"],
};

/** The sensors of a story's plant as their owner would configure them. */
function toChannels({ plant }: ScenarioDescription): Channel[] {
  return plant.sensors.map((sensor) => {
    const [role, unit] = meaning[sensor.measure] ?? (["other", "1"] as const);
    const reporting = sensor.onChange ? "on-change" : "periodic";
    return toChannel({
      id: sensor.channel,
      role,
      unit,
      reporting,
      position: "at" in sensor ? `${sensor.at} ${sensor.position}` : null,
      maxAgeMs: defaultMaxAgeMs(role, reporting),
      range: defaultRange(unit, plant.reference.pressureKpa),
      step: sensor.step,
      box: sensor.box,
    });
  });
}

/** One story on channel health alone, one evaluation a second of source time. */
export interface HealthStory {
  readonly health: ChannelHealth;
  readonly channels: readonly Channel[];
  readonly simulation: Simulation;
  /** Source time of the story's event. */
  readonly eventMs: EpochMs;
  /** Runs until `untilMs` or `until` holds; asked after each evaluation. Returns where it stopped. */
  run(untilMs: EpochMs, until?: (atMs: EpochMs) => boolean): EpochMs;
}

/** What a story is played with in place of its own. */
export interface StorySettings {
  readonly variant?: string | null;
  readonly seed?: number;
  readonly preludeMs?: number;
  readonly changes?: PlantChanges;
  /** Channels as configured here; by default as the plant has them. */
  readonly configure?: (channel: Channel) => Channel;
}

const startMs = Date.UTC(2022, 11, 14);

export function beginHealthStory(id: string, settings: StorySettings = {}): HealthStory {
  const parsed = loadScenario(id, settings.variant ?? null, settings.changes ?? {});
  if (parsed.kind === "problems") throw new Error(parsed.problems.map(({ message }) => message).join("\n"));
  const scenario = parsed.value;
  const channels = toChannels(scenario).map(settings.configure ?? ((channel) => channel));
  const health = createChannelHealth(channels);
  const simulation = createSimulation({
    loopId: "story",
    seed: settings.seed ?? 1,
    startMs,
    scenario,
    ...(settings.preludeMs === undefined ? {} : { preludeMs: settings.preludeMs }),
  });
  const progress = simulation.progress();
  let nowMs = startMs;
  let evaluatedMs = startMs;
  // What arrived, by source time, as the lane orders it: a frame waits two seconds for one that comes late.
  const waiting: { sourceMs: number; values: Float64Array }[] = [];

  const evaluateBefore = (sourceMs: number, until: (atMs: EpochMs) => boolean): boolean => {
    const lastMs = Math.min(sourceMs, health.newestMs + 60_000);
    while (evaluatedMs + 1000 < lastMs) {
      evaluatedMs += 1000;
      health.evaluate(evaluatedMs);
      if (until(evaluatedMs)) return true;
    }
    evaluatedMs = Math.max(evaluatedMs, sourceMs - 1000);
    return false;
  };

  return {
    health,
    channels,
    simulation,
    eventMs: progress.eventMs ?? progress.liveMs,
    run(untilMs, until = () => false) {
      while (nowMs < untilMs) {
        nowMs += 1000;
        for (const arrival of simulation.advance(nowMs)) {
          if (arrival.kind !== "frame") continue;
          const { sourceMs, values } = arrival.frame;
          if (sourceMs > evaluatedMs) waiting.push({ sourceMs, values: values.slice() });
        }
        waiting.sort((a, b) => a.sourceMs - b.sourceMs);
        while (waiting.length > 0 && waiting[0]!.sourceMs <= nowMs - 4000) {
          const { sourceMs, values } = waiting.shift()!;
          const stop = evaluateBefore(sourceMs, until);
          for (const [i, value] of values.entries())
            if (!Number.isNaN(value)) health.take(i, sourceMs, value);
          if (stop) return evaluatedMs;
        }
      }
      return nowMs;
    },
  };
}
