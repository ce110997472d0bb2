import { days, hours, minutes } from "../../protocol/time.ts";
import type { Between, StoryMeasure } from "./measure.ts";
import { channelChange, channelMean, silences, timeBetweenSteps, timeToReach } from "./measure-telemetry.ts";
import {
  changeOf,
  inventory,
  inventoryMl,
  leakLPerDay,
  leakLPerMin,
  leakPerHour,
  mass,
  meanOf,
  pressure,
  rangeOf,
  shareChangeOf,
  slopePerDay,
  timeToBottomOut,
  timeToFall,
} from "./measure-truth.ts";

/** A claim of a scenario's card that can be measured. */
export interface MeasuredClaim {
  /** Words that only this claim of the card has. */
  readonly words: string;
  /** Of which variant of the story the claim speaks; `null`: of the story as written. */
  readonly variant: string | null;
  create(): StoryMeasure;
}

/** Measured in the story as written. */
const told = (words: string, create: () => StoryMeasure): MeasuredClaim => ({ words, variant: null, create });

/** Measured in a variant of the story. */
const varied = (variant: string, words: string, create: () => StoryMeasure): MeasuredClaim => ({
  words,
  variant,
  create,
});

const between = (fromMs: number, toMs: number): Between => ({ fromS: fromMs / 1000, toS: toMs / 1000 });

/** The first moments of a leak, before the pressure has fallen. */
const atOnce: Between = { fromS: 1, toS: 5 };

/** When the signal is back in S05, seconds from the leak. */
const signalBackS = 476;

/** The claims that a run answers with a figure, by scenario. A claim may have more than one figure. */
export const claimsByScenario: Readonly<Record<string, readonly MeasuredClaim[]>> = {
  S01: [
    told("kg/h at the start", () => meanOf(leakPerHour, atOnce)),
    told("-10 %", () => timeToFall(pressure, 0.1)),
    told("-50 %", () => timeToFall(pressure, 0.5)),
    told("vapour pressure", () => meanOf(pressure, between(minutes(60), minutes(70)))),
    told("half of the coolant", () => timeToFall(mass, 0.5)),
    told("all of it", () => timeToFall(mass, 0.95)),
    told("Flow fades", () => channelMean("flow_lpm", "L/min after 2 h", between(hours(2), hours(2.1)))),
    varied("hole-0.1mm", "0.1 mm", () => timeToFall(pressure, 0.1)),
    varied("hole-0.3mm", "0.3 mm", () => timeToFall(pressure, 0.1)),
  ],
  S02: [
    told("empty after", () => timeToBottomOut()),
    told("-50 %", () => timeToFall(pressure, 0.5)),
    told("-50 %", () => meanOf(pressure, between(minutes(10), minutes(15)))),
    told("Flow 0", () => channelMean("flow_lpm", "L/min after 1 h", between(hours(1), hours(1.1)))),
    varied("hole-5mm", "5 mm:", () => timeToBottomOut()),
  ],
  S04: [
    told("50 mL/d", () => slopePerDay(inventoryMl, between(0, days(2)))),
    told("27 mL/d", () => slopePerDay(inventoryMl, between(days(2), days(20)))),
    told("Stopped", () => slopePerDay(inventoryMl, between(days(20.1), days(24)))),
    told("-2.0 kPa/d", () => slopePerDay(pressure, between(0, days(2)))),
    told("-2.0 kPa/d", () => slopePerDay(pressure, between(days(2), days(20)))),
  ],
  S05: [
    told("-50 %", () => shareChangeOf(pressure, { fromS: 0, toS: signalBackS })),
    varied("hole-0.2mm", "0.2 mm", () => meanOf(leakPerHour, atOnce)),
    varied("hole-0.2mm", "0.2 mm", () => changeOf(inventory, { fromS: 0, toS: signalBackS })),
    varied("hole-0.2mm", "0.2 mm", () => shareChangeOf(pressure, { fromS: 0, toS: signalBackS })),
  ],
  S06: [
    told("Make-up from", () => rangeOf(pressure, between(hours(12), days(3)))),
    told("0.1 mm", () => meanOf(leakLPerDay, between(0, days(3)))),
    told("a cycle", () => timeBetweenSteps("make_up_starts", between(0, days(3)))),
    told("The reservoir", () => channelChange("reservoir_l", "L in 3 d", between(0, days(3)))),
    told("within 24 h", () => channelChange("make_up_starts", "starts", between(0, days(1)))),
  ],
  S07: [
    told("2 mm", () => meanOf(leakLPerMin, atOnce)),
    told("Rope wet", () => timeToReach("rope_wet", 1)),
    told("Tray wet", () => timeToReach("tray_wet", 1)),
  ],
  N11: [
    told("15 to 28 s", () => silences({ fromS: 15, toS: 32 })),
    told("100 to 350 s", () => silences({ fromS: 100, toS: 354 })),
  ],
};
