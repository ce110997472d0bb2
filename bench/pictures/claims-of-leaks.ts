import { days, hours, minutes } from "../../protocol/time.ts";
import { between, type ClaimsByScenario, dayOfOrbits, orbitS, told, varied } from "./claims.ts";
import { type Between, named } from "./measure.ts";
import { channelChange, channelMean, timeBetweenSteps, timeToReach } from "./measure-telemetry.ts";
import {
  amplitudeOf,
  changeOf,
  inventory,
  inventoryMl,
  leakLPerDay,
  leakLPerMin,
  leakPerDay,
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

/** The first moments of a leak, before the pressure has fallen. */
const atOnce: Between = { fromS: 1, toS: 5 };

/** From the leak of S05 to the return of the signal. */
const untilSignal: Between = { fromS: 0, toS: 476 };

/** From the last whole revolutions of the day before the event. */
const dayBefore: Between = { fromS: -dayOfOrbits.toS, toS: 0 };

/** The card's slope is that at the step; the gas expands, and over a day it would be a fifth flatter. */
const fourOrbits: Between = { fromS: 0, toS: 4 * orbitS };

/** Measured claims of the stories in which coolant is lost. */
export const claimsOfLeaks: ClaimsByScenario = {
  S01: [
    told("kg/h at the start", () => meanOf(leakPerHour, atOnce)),
    told("-10 %", () => timeToFall(pressure, 0.1)),
    told("-50 %", () => timeToFall(pressure, 0.5)),
    told("vapour pressure", () => named("after 1 h", meanOf(pressure, between(minutes(60), minutes(70))))),
    told("half of the coolant", () => timeToFall(mass, 0.5)),
    told("all of it", () => named("95 % after", timeToFall(mass, 0.95))),
    told("Flow fades", () =>
      named("after 2 h", channelMean("flow_lpm", "L/min", between(hours(2), hours(2.1)))),
    ),
    varied("hole-0.1mm", "0.1 mm", () => named("-10 % after", timeToFall(pressure, 0.1))),
    varied("hole-0.3mm", "0.3 mm", () => named("-10 % after", timeToFall(pressure, 0.1))),
  ],
  S02: [
    told("empty after", () => timeToBottomOut()),
    told("-50 %", () => timeToFall(pressure, 0.5)),
    told("-50 %", () => named("then", meanOf(pressure, between(minutes(10), minutes(15))))),
    told("Flow 0", () => named("after 1 h", channelMean("flow_lpm", "L/min", between(hours(1), hours(1.1))))),
    varied("hole-5mm", "5 mm:", () => timeToBottomOut()),
  ],
  S03: [
    told("steps to 2.3 kg/d", () => meanOf(leakPerDay, dayOfOrbits)),
    told("220 kPa/d", () => slopePerDay(pressure, fourOrbits)),
    told("Orbital swing", () => amplitudeOf(pressure, orbitS, dayBefore)),
  ],
  S04: [
    told("50 mL/d", () => slopePerDay(inventoryMl, between(0, days(2)))),
    told("27 mL/d", () => slopePerDay(inventoryMl, between(days(2), days(20)))),
    told("Stopped", () => slopePerDay(inventoryMl, between(days(20.1), days(24)))),
    told("-2.0 kPa/d", () => slopePerDay(pressure, between(0, days(2)))),
    told("-2.0 kPa/d", () => named("then", slopePerDay(pressure, between(days(2), days(20))))),
  ],
  S05: [
    told("-50 %", () => shareChangeOf(pressure, untilSignal)),
    varied("hole-0.2mm", "0.2 mm", () => meanOf(leakPerHour, atOnce)),
    varied("hole-0.2mm", "0.2 mm", () => changeOf(inventory, untilSignal)),
    varied("hole-0.2mm", "0.2 mm", () => shareChangeOf(pressure, untilSignal)),
  ],
  S06: [
    told("Make-up from", () => rangeOf(pressure, between(hours(12), days(3)))),
    told("0.1 mm", () => meanOf(leakLPerDay, between(0, days(3)))),
    told("a cycle", () => named("every", timeBetweenSteps("make_up_starts", between(0, days(3))))),
    told("The reservoir", () => named("in 3 d", channelChange("reservoir_l", "L", between(0, days(3))))),
    told("within 24 h", () => channelChange("make_up_starts", "starts", between(0, days(1)))),
  ],
  S07: [
    told("2 mm", () => meanOf(leakLPerMin, atOnce)),
    told("Rope wet", () => timeToReach("rope_wet", 1)),
    told("Tray wet", () => timeToReach("tray_wet", 1)),
  ],
};
