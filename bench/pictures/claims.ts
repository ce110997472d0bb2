import { days, hours, minutes } from "../../protocol/time.ts";
import {
  amplitudeOf,
  type Between,
  changeOf,
  channelChange,
  inventory,
  leakPerDay,
  leakPerHour,
  mass,
  meanOf,
  pressure,
  rangeOf,
  type StoryMeasure,
  shareChangeOf,
  slopePerDay,
  timeToBottomOut,
  timeToFall,
  timeToReach,
} from "./measure.ts";

/** A claim of a scenario's card that can be measured: known by words that only this claim of the card has. */
export interface MeasuredClaim {
  readonly words: string;
  /** Of which variant of the story the claim speaks; `null`: of the story as written. */
  readonly variant: string | null;
  create(): StoryMeasure;
}

/** Words of a claim, measured in the story as written. */
const told = (words: string, create: () => StoryMeasure): MeasuredClaim => ({ words, variant: null, create });

const between = (fromMs: number, toMs: number): Between => ({ fromS: fromMs / 1000, toS: toMs / 1000 });

/** A low orbit at the station's height, and whole orbits close to a day: over them its swing leaves no slope. */
const orbitS = 92.9 * 60;
const dayOfOrbitsS = 15 * orbitS;

/** The claims that the plant's run answers with a figure, by scenario. The others have their answer in the picture. */
export const claimsByScenario: Readonly<Record<string, readonly MeasuredClaim[]>> = {
  S01: [
    told("kg/h", () => meanOf(leakPerHour, { fromS: 1, toS: 5 })),
    told("-10 %", () => timeToFall(pressure, 0.1)),
    told("-50 %", () => timeToFall(pressure, 0.5)),
    told("vapour pressure", () => meanOf(pressure, between(minutes(60), minutes(70)))),
    told("half", () => timeToFall(mass, 0.5)),
  ],
  S02: [told("accumulator", () => timeToBottomOut()), told("-50 %", () => timeToFall(pressure, 0.5))],
  S03: [
    told("kPa/d", () => slopePerDay(pressure, { fromS: 0, toS: dayOfOrbitsS })),
    told("kg/d", () => meanOf(leakPerDay, { fromS: 1, toS: dayOfOrbitsS })),
  ],
  S04: [
    told("50 mL/d", () => slopePerDay(inventory, between(0, days(2)))),
    told("27 mL/d", () => slopePerDay(inventory, between(days(3), days(19)))),
    told("-2.0 kPa/d", () => slopePerDay(pressure, between(0, days(2)))),
    told("-1.1 kPa/d", () => slopePerDay(pressure, between(days(3), days(19)))),
  ],
  S05: [told("-50 %", () => shareChangeOf(pressure, { fromS: 0, toS: 476 }))],
  S06: [
    told("make-up", () => rangeOf(pressure, between(hours(1), days(2)))),
    told("L/d", () => channelChange("make_up_l", "L", between(0, days(1)))),
  ],
  S07: [told("wet", () => timeToReach("rope_wet", 1))],
  N08: [told("92.9 min", () => amplitudeOf(pressure, orbitS, { fromS: 0, toS: dayOfOrbitsS }))],
  N12: [told("top-up", () => changeOf(pressure, between(0, minutes(20))))],
};
