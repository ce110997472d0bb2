import type { ScenarioChoice } from "../protocol/scenario.ts";
import { type DurationMs, minutes } from "../protocol/time.ts";
import type { Conditions } from "./plant/conditions.ts";
import type { Plant } from "./plant/plant.ts";
import { healthyConditions } from "./plant/steady-plant.ts";

/** One thing that departs from healthy. Times count from the scenario's event, source time; `forMs` null: for good. */
export type Disturbance = { readonly afterMs: DurationMs; readonly forMs: DurationMs | null } & (
  | { readonly kind: "hole"; readonly holeMm: number; readonly position: number }
  | { readonly kind: "heat load" | "absorbed heat"; readonly factor: number }
);

/** A plant story: what a visitor reads, and what happens. */
export interface Scenario extends ScenarioChoice {
  /** From the start of live telemetry to the event, source time; `null` when nothing ever happens. */
  readonly eventDelayMs: DurationMs | null;
  readonly disturbances: readonly Disturbance[];
}

/** Just behind the radiator, where the hole of MS-22 was: most of the pump's head is used up there. */
const behindRadiator = 0.8;

/** At ten times real time an event comes about a minute after live telemetry began. */
const usualDelayMs = minutes(10);

/** The stories a visitor can choose from. The first one runs when nobody chose. */
export const scenarios: readonly Scenario[] = [
  {
    id: "healthy",
    title: "Healthy loop",
    summary: "Nothing is wrong: the orbit warms and cools the loop, and the pressure swings with it.",
    eventDelayMs: null,
    disturbances: [],
  },
  {
    id: "slow-leak",
    title: "Slow leak",
    summary: "A hole of 0.1 mm lets out about 0.4 kg an hour, hidden at first under the orbital swing.",
    eventDelayMs: usualDelayMs,
    disturbances: [{ kind: "hole", holeMm: 0.1, position: behindRadiator, afterMs: 0, forMs: null }],
  },
  {
    id: "puncture",
    title: "Puncture, as on Soyuz MS-22",
    summary: "A particle makes a hole of 0.8 mm; the coolant sprays out at about 23 kg an hour.",
    eventDelayMs: usualDelayMs,
    disturbances: [{ kind: "hole", holeMm: 0.8, position: behindRadiator, afterMs: 0, forMs: null }],
  },
  {
    id: "thermal-transient",
    title: "Thermal transient, no leak",
    summary:
      "The radiator turns away from Sun and Earth, then the heat load rises: pressure moves, no coolant is lost.",
    eventDelayMs: usualDelayMs,
    disturbances: [
      { kind: "absorbed heat", factor: 0.1, afterMs: 0, forMs: minutes(60) },
      { kind: "heat load", factor: 1.3, afterMs: minutes(60), forMs: minutes(90) },
    ],
  },
];

/** The story with this id, or `null`. */
export const findScenario = (id: string): Scenario | null => scenarios.find((s) => s.id === id) ?? null;

/** The same story with every hole of another size; a story without holes stays as it is. */
export function withHole(scenario: Scenario, holeMm: number): Scenario {
  if (!scenario.disturbances.some((d) => d.kind === "hole")) return scenario;
  return {
    ...scenario,
    summary: `A hole of ${holeMm} mm lets the coolant out into the vacuum.`,
    disturbances: scenario.disturbances.map((d) => (d.kind === "hole" ? { ...d, holeMm } : d)),
  };
}

/** What acts on the plant `sinceEventMs` after the event (negative: before it). */
export function conditionsAt(plant: Plant, scenario: Scenario, sinceEventMs: DurationMs): Conditions {
  const healthy = healthyConditions(plant);
  const active = scenario.disturbances.filter(({ afterMs, forMs }) => {
    const sinceMs = sinceEventMs - afterMs;
    return sinceMs >= 0 && (forMs === null || sinceMs < forMs);
  });
  if (active.length === 0) return healthy;
  const factorOf = (kind: Disturbance["kind"]): number =>
    active.reduce((product, d) => (d.kind !== "hole" && d.kind === kind ? product * d.factor : product), 1);
  return {
    ...healthy,
    heatLoadW: healthy.heatLoadW * factorOf("heat load"),
    absorbedFactor: healthy.absorbedFactor * factorOf("absorbed heat"),
    holes: active.flatMap((d) => (d.kind === "hole" ? [{ holeMm: d.holeMm, position: d.position }] : [])),
  };
}
