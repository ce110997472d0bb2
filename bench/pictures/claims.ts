import { hours, minutes } from "../../protocol/time.ts";
import type { Between, StoryMeasure } from "./measure.ts";
import { channelMean, silences } from "./measure-telemetry.ts";
import {
  changeOf,
  inventory,
  leakPerHour,
  mass,
  meanOf,
  pressure,
  shareChangeOf,
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
    told("pressure of vapour", () => meanOf(pressure, between(minutes(60), minutes(70)))),
    told("Half of the coolant", () => timeToFall(mass, 0.5)),
    told("All of it lost", () => timeToFall(mass, 0.95)),
    told("Flow fades", () => channelMean("flow_lpm", "L/min after 2 h", between(hours(2), hours(2.1)))),
    varied("hole-0.1mm", "0.1 mm", () => timeToFall(pressure, 0.1)),
    varied("hole-0.3mm", "0.3 mm", () => timeToFall(pressure, 0.1)),
  ],
  S02: [
    told("empty after", () => timeToBottomOut()),
    told("pressure of vapour", () => meanOf(pressure, between(minutes(10), minutes(15)))),
    told("Flow 0", () => channelMean("flow_lpm", "L/min after 1 h", between(hours(1), hours(1.1)))),
    varied("hole-5mm", "with 5 mm", () => timeToBottomOut()),
  ],
  S05: [
    told("-50 %", () => shareChangeOf(pressure, { fromS: 0, toS: signalBackS })),
    varied("hole-0.2mm", "0.2 mm", () => meanOf(leakPerHour, atOnce)),
    varied("hole-0.2mm", "0.2 mm", () => changeOf(inventory, { fromS: 0, toS: signalBackS })),
    varied("hole-0.2mm", "0.2 mm", () => shareChangeOf(pressure, { fromS: 0, toS: signalBackS })),
  ],
  N11: [
    told("15 to 28 s", () => silences({ fromS: 15, toS: 32 })),
    told("100 to 350 s", () => silences({ fromS: 100, toS: 354 })),
  ],
};
