import { parseConfig } from "../../../server/boundary/config.ts";
import type { Loop } from "../../../server/domain/loop/loop.ts";
import { fromPlain } from "../../../simulator/description/located.ts";
import { toScenario } from "../../../simulator/description/parse-scenario.ts";
import { renderProblems } from "../../../simulator/description/problem.ts";
import type { ScenarioDescription } from "../../../simulator/description/scenario-description.ts";
import { telemetryMeasurement } from "../../../simulator/senders/line-protocol.ts";
import { type SensorName, type StrangePlant, sensorKinds, toPlantFile } from "./strange-plant.ts";

/** A loop and a story of it. */
export interface Stranger {
  readonly name: string;
  readonly plant: StrangePlant;
  readonly sensors: readonly SensorName[];
  /** Between samples; 1. */
  readonly sampleS?: number;
  readonly learning?: string;
  /** Times the usual noise, and times the usual step, of every sensor. */
  readonly noise?: number;
  readonly step?: number;
  readonly onChange?: boolean;
  readonly link?: Record<string, unknown>;
  readonly lengthS: string;
  readonly events: readonly Record<string, unknown>[];
  /** What the owner says otherwise than it is. */
  readonly owner?: Record<string, unknown>;
  /** Prelude and event delay, when not the learning time and ten minutes. */
  readonly preludeS?: string;
  readonly eventDelayS?: string;
}

const defaultLearning = "3h";

/** The simulator's scenario of a stranger. Throws with every problem when the table has a mistake. */
export function toScenarioOf(stranger: Stranger): ScenarioDescription {
  const { name, plant, lengthS, events } = stranger;
  const sensors = stranger.sensors.map((channel) => ({
    channel,
    ...sensorKinds[channel],
    ...(stranger.onChange ? { onChange: true } : {}),
  }));
  const build = (changes: Record<string, unknown>): ScenarioDescription => {
    const story = {
      title: name,
      summary: "A loop that was never seen before.",
      plant: { ...toPlantFile(plant, sensors), ...(stranger.link ? { link: stranger.link } : {}) },
      preludeS: stranger.preludeS ?? stranger.learning ?? defaultLearning,
      eventDelayS: stranger.eventDelayS ?? "10min",
      lengthS,
      events,
      ideal: [],
    };
    const parsed = toScenario(fromPlain(story, { file: name, path: [], line: null }), {
      id: "stranger",
      variant: null,
      changes,
      readPlant: () => null,
    });
    if (parsed.kind === "known") return parsed.value;
    throw new Error(`${name}: ${renderProblems(parsed.problems, name)}`);
  };
  const usual = build({});
  const { noise = 1, step = 1 } = stranger;
  if (noise === 1 && step === 1) return usual;
  return build({
    sensors: usual.plant.sensors.map((sensor) => ({
      channel: sensor.channel,
      noise: { whiteSd: sensor.noise.whiteSd * noise },
      step: sensor.step * step,
    })),
  });
}

const roles: Readonly<Record<string, string>> = {
  pressure: "pressure",
  quantity: "quantity",
  temperature: "temperature",
  "wall temperature": "temperature",
  flow: "flow",
  "pump speed": "pump-speed",
  "pump power": "pump-power",
};

const positions: Partial<Record<SensorName, string>> = {
  "p-acc": "accumulator",
  "p-acc-2": "accumulator",
  "t-acc": "accumulator",
  "p-out": "pump-outlet",
  "p-mid": "radiator-inlet",
};

/** A value of a channel that is sampled less often than once a second is believed for this many samples. */
const believedSamples = 2.5;

/** The loop's configuration as its owner would write it, read by the reader of the configuration. */
export function toLoopOf(stranger: Stranger, scenario: ScenarioDescription): Loop {
  const { plant, sampleS = 1 } = stranger;
  const channels = scenario.plant.sensors.map((sensor) => {
    const id = sensor.channel as SensorName;
    return {
      id,
      name: id,
      role: roles[sensorKinds[id].measure],
      ...(positions[id] === undefined ? {} : { position: positions[id] }),
      source: { field: id },
      ...(sensor.step > 0 ? { step: sensor.step } : {}),
      ...(sampleS > 6 && !stranger.onChange ? { maxAge: `${Math.max(60, believedSamples * sampleS)}s` } : {}),
    };
  });
  const file = {
    mail: { to: ["operator@example.org"] },
    loops: [
      {
        id: "stranger",
        name: stranger.name,
        coolant: plant.coolant,
        chargeL: plant.chargeL,
        referenceTempC: plant.tempC,
        referencePressureKpa: plant.pressureKpa,
        accumulator: { volumeL: plant.liquidL + plant.gasL, gasL: plant.gasL },
        learning: stranger.learning ?? defaultLearning,
        reporting: stranger.onChange ? "on-change" : "periodic",
        source: { measurement: telemetryMeasurement, tags: { loop: "stranger" } },
        channels,
        ...stranger.owner,
      },
    ],
  };
  const parsed = parseConfig(JSON.stringify(file), {});
  if (parsed.ok) return parsed.config.loops[0]!;
  throw new Error(`${stranger.name}: ${JSON.stringify(parsed)}`);
}
