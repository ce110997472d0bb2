import { days, hours, minutes } from "../../../protocol/time.ts";
import type {
  ScenarioDescription,
  ScenarioEvent,
} from "../../../simulator/description/scenario-description.ts";
import { createRandom } from "../../../simulator/random.ts";
import { readScenario } from "../example-loops.ts";

/** The stories whose plant and everyday movements a quiet year is made of; leaks and faults are taken out of them. */
const bases: readonly (readonly [scenarioId: string, variant: string | null])[] = [
  ["N08", "soyuz"],
  ["N08", null],
  ["N08", "loop-b"],
  ["S04", null],
  ["S06", null],
];

export const quietPlants: readonly string[] = ["soyuz", "eatcs-a", "eatcs-b", "water-loop", "cdu"];

/** Movements that are there every day, and no incident. */
const everyday: readonly ScenarioEvent["kind"][] = ["load wander", "beta"];

/** The link of card N11, without what a sampling of a minute cannot show. */
const orbitGaps = [
  { kind: "random", perHour: 1.1, fromS: 15, toS: 28 },
  { kind: "random", perHour: 0.22, fromS: 100, toS: 350 },
] as const;

const secondsAYear = 365.25 * 86_400;

/** A plant as it is when nothing leaks and nobody touches it, with the movements of every day. */
export function toQuietStory(plantId: string, lengthS: number): ScenarioDescription {
  const [id, variant] = bases[quietPlants.indexOf(plantId)] ?? ["N08", null];
  const base = readScenario(id, variant);
  const events = base.events.filter(({ kind }) => everyday.includes(kind));
  return { ...base, id: `quiet-${plantId}`, variant: null, lengthS, eventDelayS: 0, events, ideal: [] };
}

/** What happens to a healthy loop in a year, how often, and for how long; all judgements of ours. */
interface Confounder {
  readonly perYear: number;
  readonly forS: readonly [shortest: number, longest: number];
  create(draw: (low: number, high: number) => number, story: ScenarioDescription): readonly Happening[];
}
type Happening = ScenarioEvent extends infer E
  ? E extends unknown
    ? Omit<E, "atS" | "forS">
    : never
  : never;

const span = (shortest: number, longest: number): readonly [number, number] => [
  shortest / 1000,
  longest / 1000,
];

const anyChannel = (draw: (low: number, high: number) => number, { plant }: ScenarioDescription) => {
  const place = Math.floor(draw(0, plant.sensors.length));
  return { channels: [plant.sensors[place]?.channel ?? ""] };
};

const confounders: readonly Confounder[] = [
  // Equipment is switched on and off about once a week.
  {
    perYear: 52,
    forS: span(hours(1), hours(12)),
    create: (draw) => [{ kind: "heat", factor: draw(0.85, 1.15) }],
  },
  // The pump is slowed for work somewhere, once a month; it loses its power once a year.
  {
    perYear: 12,
    forS: span(hours(1), hours(6)),
    create: (draw) => [{ kind: "pump speed", factor: draw(0.8, 0.95) }],
  },
  { perYear: 1, forS: span(minutes(5), minutes(30)), create: () => [{ kind: "pump trip" }] },
  // Turns of the radiator, or the weather.
  {
    perYear: 12,
    forS: span(hours(1), hours(6)),
    create: (draw, { plant }) =>
      plant.surroundings.kind === "orbit"
        ? [{ kind: "absorbed heat", factor: draw(0.7, 1.3) }]
        : [{ kind: "ambient", offsetK: draw(-3, 3) }],
  },
  // A declared top-up of a few per cent of what the accumulator holds, four times a year.
  {
    perYear: 4,
    forS: span(minutes(10), minutes(30)),
    create: (draw, { plant }) => [
      { kind: "operation", operation: "refill" },
      {
        kind: "refill",
        litres: draw(0.02, 0.06) * plant.accumulator.liquidL,
        tempC: plant.reference.tempC,
      },
    ],
  },
  // A channel is not sent for some hours once a month; a sensor sticks twice a year, or has spikes.
  {
    perYear: 12,
    forS: span(hours(1), hours(12)),
    create: (draw, story) => [
      {
        kind: "sensor fault",
        target: anyChannel(draw, story),
        fault: { kind: "dropout" },
        flaggedAfterS: null,
      },
    ],
  },
  {
    perYear: 2,
    forS: span(hours(1), hours(6)),
    create: (draw, story) => [
      {
        kind: "sensor fault",
        target: anyChannel(draw, story),
        fault: { kind: "stuck" },
        flaggedAfterS: null,
      },
    ],
  },
];

/** A quiet story with what happens to a loop now and then; another seed is another time. */
export function toConfoundedStory(plantId: string, lengthDays: number, seed: number): ScenarioDescription {
  const story = toQuietStory(plantId, days(lengthDays) / 1000);
  const drawn = confounders.flatMap((confounder, kind): ScenarioEvent[] => {
    const random = createRandom(seed, `quiet/${plantId}/${kind}`);
    const draw = (low: number, high: number) => low + (high - low) * random.uniform();
    const events: ScenarioEvent[] = [];
    const gapS = () => (-Math.log(1 - random.uniform()) * secondsAYear) / confounder.perYear;
    for (let atS = gapS(); atS < story.lengthS; atS += gapS()) {
      const forS = draw(confounder.forS[0], confounder.forS[1]);
      const timing = { atS: Math.round(atS / 60) * 60, forS: Math.round(forS / 60) * 60 };
      for (const happening of confounder.create(draw, story)) {
        const forTime = happening.kind === "operation" ? { atS: timing.atS, forS: null } : timing;
        events.push({ ...happening, ...forTime } as ScenarioEvent);
      }
    }
    return events;
  });
  const { plant } = story;
  const gaps = plant.surroundings.kind === "orbit" ? orbitGaps : [];
  return {
    ...story,
    events: [...story.events, ...drawn],
    plant: { ...plant, link: { ...plant.link, gaps } },
  };
}
