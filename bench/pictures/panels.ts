import { type EpochMs, minutes, seconds } from "../../protocol/time.ts";
import type { Panel, Series, Tone } from "../../server/domain/picture/plot.ts";
import type { ScenarioDescription } from "../../simulator/description/scenario-description.ts";
import type { SensorDescription } from "../../simulator/description/sensor-description.ts";
import type { DrawnSeries } from "./buckets.ts";
import { toChannelWordsWithin } from "./channel-words.ts";
import { splitAtFaults, toFaultSpans } from "./fault-spans.ts";
import { type PanelPlan, toPanelPlans } from "./panel-plans.ts";
import type { Take } from "./take.ts";

/** What was taken of a story for a picture, and when its event was; `null` when it has none. */
export interface PanelGround {
  readonly take: Take;
  readonly eventMs: EpochMs | null;
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

/** Lines of one kind, of which the first one carries the name of all. */
const toNamed = (lines: readonly DrawnSeries[], label: string, tone: Tone): readonly Series[] =>
  lines.map((drawn, i) => ({ label: i === 0 ? label : "", tone, ...drawn }));

/** A sensor's readings under its name. */
interface NamedSeries {
  readonly name: string;
  readonly drawn: DrawnSeries;
}

const toPart = (name: string, drawn: DrawnSeries | null): readonly NamedSeries[] =>
  drawn === null ? [] : [{ name, drawn }];

const namesOf = (lines: readonly NamedSeries[]): readonly string[] => lines.map(({ name }) => name);
const drawnOf = (lines: readonly NamedSeries[]): readonly DrawnSeries[] => lines.map(({ drawn }) => drawn);

/** What the sensors of a panel sent, apart from what they sent while the story broke them. */
function toReadings(plan: PanelPlan, scenario: ScenarioDescription, ground: PanelGround) {
  const { take, eventMs } = ground;
  const shown = scenario.plant.sensors
    .flatMap((sensor, i) => {
      const drawn = take.readings[i]?.toSeries(toGapMs(sensor));
      if (drawn === undefined || !plan.isShown(sensor)) return [];
      const name = toChannelWordsWithin(sensor.channel, plan.title);
      const spans = eventMs === null ? [] : toFaultSpans(scenario, sensor, eventMs);
      return [{ name, drawn, ...splitAtFaults(drawn, spans) }];
    })
    .toSorted((a, b) => toMean(b.drawn) - toMean(a.drawn));
  const sound = shown.flatMap((own) => toPart(own.name, own.sound));
  const broken = shown.flatMap((own) => toPart(own.name, own.broken));
  return {
    sent: toNamed(drawnOf(sound), toSharedLabel(namesOf(sound)), plan.truth === null ? "plain" : "faint"),
    broken: toNamed(drawnOf(broken), `faulty: ${namesOf(broken).join(", ")}`, "abnormal"),
  };
}

/** The truth has a value every second. */
const truthGapMs = seconds(10);

function toTruth({ truth }: PanelPlan, take: Take): readonly Series[] {
  if (truth === null) return [];
  const { atMs, values } = take.truth[truth.name].toSeries(truthGapMs);
  return [{ label: truth.label, tone: "accent", atMs, values: values.map((value) => value * truth.factor) }];
}

const toSpan = (series: readonly Series[]): number => {
  const known = series.flatMap(({ values }) => Array.from(values).filter(Number.isFinite));
  return known.reduce((a, b) => Math.max(a, b), -Infinity) - known.reduce((a, b) => Math.min(a, b), Infinity);
};

/**
 * The panels of a view: what was sent, grey; what is really so over it; and on top what broken sensors sent. Panels
 * without anything are left out.
 */
export function toPanels(scenario: ScenarioDescription, ground: PanelGround): readonly Panel[] {
  return toPanelPlans(scenario.plant).flatMap((plan): Panel[] => {
    const { sent, broken } = toReadings(plan, scenario, ground);
    const series = [...sent, ...toTruth(plan, ground.take), ...broken];
    const { title, unit, minSpan, limits, isOptional } = plan;
    if (series.length === 0 || (isOptional && !(toSpan(series) >= minSpan))) return [];
    return [{ title, unit, series, band: null, limits, minSpan }];
  });
}
