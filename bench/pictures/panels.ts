import { minutes, seconds } from "../../protocol/time.ts";
import type { Panel, Series, Tone } from "../../server/domain/picture/plot.ts";
import type { ScenarioDescription } from "../../simulator/description/scenario-description.ts";
import {
  type Measure,
  measureUnits,
  type SensorDescription,
} from "../../simulator/description/sensor-description.ts";
import type { DrawnSeries } from "./buckets.ts";
import { toChannelWordsWithin } from "./channel-words.ts";
import type { Take, TruthName } from "./take.ts";

/** One panel of every picture: which sensors it shows, and what is really so. */
interface PanelPlan {
  readonly title: string;
  readonly unit: string | null;
  readonly measures: readonly Measure[];
  readonly truth: { readonly name: TruthName; readonly label: string; readonly factor: number } | null;
  readonly minSpan: number;
}

/** Noise of a steady quantity should look like noise: no axis is finer than these shares of the usual value. */
const pressureShare = 0.01;
const flowShare = 0.05;
const inventoryShare = 0.002;
const smallestTemperatureSpanK = 1;
const smallestFillSpan = 2;

/** Panels of a plant; those of the make-up and of sensors outside the pipes only where the plant has them. */
function toPlans({ plant }: ScenarioDescription): readonly PanelPlan[] {
  const { accumulator, pump, reference, segments } = plant;
  const accumulatorL = accumulator.liquidL + accumulator.gasL;
  const chargeL = segments.reduce(
    (sum, { volumeL, still }) => sum + volumeL + still.volumeL,
    accumulator.liquidL,
  );
  const flowMeasure = plant.sensors.some(({ measure }) => measure === "mass flow") ? "mass flow" : "flow";
  const truthOf = (name: TruthName, label: string, factor = 1) => ({ name, label, factor });
  return [
    {
      title: "Pressure",
      unit: "kPa",
      measures: ["pressure"],
      truth: truthOf("pressureKpa", "accumulator, truth"),
      minSpan: reference.pressureKpa * pressureShare,
    },
    {
      title: "Temperature",
      unit: "°C",
      measures: ["temperature", "wall temperature"],
      truth: truthOf("bulkTempC", "mean, truth"),
      minSpan: smallestTemperatureSpanK,
    },
    {
      title: "Flow",
      unit: measureUnits[flowMeasure],
      measures: [flowMeasure],
      truth: null,
      // A mass flow in kg/h is of the order of 60 times the litres a minute; the share is small either way.
      minSpan: pump.flowLpm * flowShare * (flowMeasure === "flow" ? 1 : 60),
    },
    {
      title: "Accumulator fill",
      unit: "%",
      measures: ["quantity"],
      truth: truthOf("accumulatorLiquidL", "truth", 100 / accumulatorL),
      minSpan: smallestFillSpan,
    },
    {
      title: "Inventory",
      unit: "L",
      measures: [],
      truth: truthOf("inventoryL", "truth"),
      minSpan: chargeL * inventoryShare,
    },
    { title: "Reservoir", unit: "L", measures: ["reservoir volume"], truth: null, minSpan: 1 },
    { title: "Make-up starts", unit: null, measures: ["make-up starts"], truth: null, minSpan: 1 },
    { title: "Wet: 1, dry: 0, broken cable: −1", unit: null, measures: ["wetness"], truth: null, minSpan: 1 },
  ];
}

/** Sensors that a fault of the story hits. */
function toFaulty({ events, plant }: ScenarioDescription): ReadonlySet<string> {
  const hit = events.flatMap((event) => {
    if (event.kind !== "sensor fault") return [];
    const { target } = event;
    if ("channels" in target) return target.channels;
    return plant.sensors.filter(({ box }) => box === target.box).map(({ channel }) => channel);
  });
  return new Set(hit);
}

/** More names would fill the panel's head; then their number stands for them. */
const mostNames = 3;

/** A sensor that reports on change is silent while its value stays; this long it is taken at its word. */
const onChangeGapMs = minutes(30);

/** Silences of up to so many reports are joined: a value left out is not a gap in what is known. */
const joinedReports = 10;

const toGapMs = ({ onChange, everyS }: SensorDescription): number =>
  onChange ? onChangeGapMs : seconds(everyS * joinedReports);

const toMean = ({ values }: DrawnSeries): number => {
  const known = values.filter(Number.isFinite);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
};

/** One entry of the legend for lines of one grey: where they lie tells them apart. */
function toSharedLabel(names: readonly string[]): string {
  if (names.length > mostNames) return `${names.length} sensors`;
  return names.length > 1 ? `from the top: ${names.join(", ")}` : (names[0] ?? "");
}

function toReadings(plan: PanelPlan, scenario: ScenarioDescription, take: Take): readonly Series[] {
  const faulty = toFaulty(scenario);
  const shown = scenario.plant.sensors.flatMap((sensor, i) => {
    const drawn = take.readings[i]?.toSeries(toGapMs(sensor));
    if (drawn === undefined || !plan.measures.includes(sensor.measure)) return [];
    const name = toChannelWordsWithin(sensor.channel, plan.title);
    return [{ drawn, name, isFaulty: faulty.has(sensor.channel) }];
  });
  const healthy = shown
    .filter(({ isFaulty }) => !isFaulty)
    .toSorted((a, b) => toMean(b.drawn) - toMean(a.drawn));
  const label = toSharedLabel(healthy.map(({ name }) => name));
  const tone: Tone = plan.truth === null ? "plain" : "faint";
  return [
    ...healthy.map(({ drawn }, i): Series => ({ label: i === 0 ? label : "", tone, ...drawn })),
    ...shown
      .filter(({ isFaulty }) => isFaulty)
      .map(({ drawn, name }): Series => ({ label: name, tone: "abnormal", ...drawn })),
  ];
}

/** The truth has a value every second. */
const truthGapMs = seconds(10);

function toTruth({ truth }: PanelPlan, take: Take): readonly Series[] {
  if (truth === null) return [];
  const { atMs, values } = take.truth[truth.name].toSeries(truthGapMs);
  return [{ label: truth.label, tone: "accent", atMs, values: values.map((value) => value * truth.factor) }];
}

/** Levels at which something acts, where they belong to a panel. */
const toLimits = ({ title }: PanelPlan, { plant }: ScenarioDescription): Panel["limits"] =>
  title === "Pressure" && plant.makeUp !== null
    ? [
        { label: "make-up starts", value: plant.makeUp.startKpa },
        { label: "stops", value: plant.makeUp.stopKpa },
      ]
    : [];

/** The panels of a view: what was sent, grey, and what is really so over it. Panels without anything are left out. */
export function toPanels(scenario: ScenarioDescription, take: Take): readonly Panel[] {
  return toPlans(scenario).flatMap((plan): Panel[] => {
    const series = [...toReadings(plan, scenario, take), ...toTruth(plan, take)];
    if (series.length === 0) return [];
    const { title, unit, minSpan } = plan;
    return [{ title, unit, series, band: null, limits: toLimits(plan, scenario), minSpan }];
  });
}
