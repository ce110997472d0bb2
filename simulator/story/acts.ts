import type {
  EventTiming,
  LeakEvent,
  PlantEvent,
  ScenarioEvent,
} from "../description/scenario-description.ts";
import type { Leak } from "../plant/inputs.ts";
import type { EventSpan } from "../timing/event-span.ts";

/** An event that acts on the plant, with its times on the clock. */
export interface Act extends EventSpan {
  readonly event: EventTiming & (PlantEvent | LeakEvent);
}

/** Narrows to what acts on the plant; the rest is the sensors', the link's or the operator's. */
export const isOfPlant = (event: ScenarioEvent): event is EventTiming & (PlantEvent | LeakEvent) =>
  event.kind !== "sensor fault" &&
  event.kind !== "gap" &&
  event.kind !== "channels out" &&
  event.kind !== "clock jump" &&
  event.kind !== "operation";

/** True when an act changes while it goes on. */
export function isGradual({ event, untilS }: Act): boolean {
  if (event.kind === "beta") return untilS < Number.POSITIVE_INFINITY;
  if (event.kind === "leak") return event.eFoldS !== null || event.swing !== null;
  return event.kind === "load wander" || event.kind === "angle";
}

const kgPerG = 1e-3;
const dayS = 86_400;

/** A leak of coolant as the plant needs it, at this age and with the story's angle. */
export function toLeak(event: LeakEvent, ageS: number, angleRad: number): Leak {
  const { at: segment, position, size, tail } = event;
  const grown = toGrowth(event, ageS, angleRad);
  return size.kind === "hole"
    ? { segment, position, size: { kind: "hole", areaM2: toAreaM2(size.holeMm) * grown, tail } }
    : {
        segment,
        position,
        size: { kind: "rate", kgPerS: ((size.gPerDay * kgPerG) / dayS) * grown },
      };
}

/** Area of a hole on the gas side; 0 for what is given as a rate, which gas leaks never are. */
export const toGasHoleM2 = (event: LeakEvent, ageS: number, angleRad: number): number =>
  event.size.kind === "hole" ? toAreaM2(event.size.holeMm) * toGrowth(event, ageS, angleRad) : 0;

/** Growth by a factor e each `eFoldS`, times the swing with the sine of the angle. */
function toGrowth({ eFoldS, swing }: LeakEvent, ageS: number, angleRad: number): number {
  const growth = eFoldS === null ? 1 : Math.exp(Math.max(0, ageS) / eFoldS);
  const wave = (1 + Math.sin(angleRad)) / 2;
  return growth * (swing === null ? 1 : swing.low + (swing.high - swing.low) * wave);
}

const toAreaM2 = (diameterMm: number): number => Math.PI * ((diameterMm * 1e-3) / 2) ** 2;
