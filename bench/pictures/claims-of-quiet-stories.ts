import { minutes } from "../../protocol/time.ts";
import { between, type ClaimsByScenario, dayOfOrbits, oneOrbit, orbitS, told, varied } from "./claims.ts";
import { named } from "./measure.ts";
import { channelChange, channelMean, channelShareChange, silences } from "./measure-telemetry.ts";
import { amplitudeOf, bulkTemp, changeOf, pressure } from "./measure-truth.ts";

/** The minutes before an event, and those in which a pump has come to its new speed. */
const before = between(-minutes(5), 0);
const soonAfter = between(minutes(5), minutes(10));

/** Measured claims of the stories in which no coolant is lost. */
export const claimsOfQuietStories: ClaimsByScenario = {
  N08: [
    told("Swing of", () => named("loop A", amplitudeOf(pressure, orbitS, dayOfOrbits))),
    varied("loop-b", "Swing of", () => named("loop B", amplitudeOf(pressure, orbitS, dayOfOrbits))),
    told("second harmonic", () => amplitudeOf(pressure, orbitS / 2, dayOfOrbits)),
    varied("soyuz", "A small loop", () => amplitudeOf(bulkTemp, orbitS, dayOfOrbits)),
    varied("soyuz", "A small loop", () => amplitudeOf(pressure, orbitS, dayOfOrbits)),
  ],
  N09: [
    told("Flow -20 %", () => channelShareChange("flow_kg_per_h", before, soonAfter)),
    told("of the head", () =>
      channelChange("pump_out_pressure_kpa", "kPa", between(-minutes(1), minutes(5))),
    ),
    told("Suction pressure", () => named("after 5 min", changeOf(pressure, between(0, minutes(5))))),
    varied("pump-trip", "Flow 0", () => channelMean("flow_kg_per_h", "kg/h", soonAfter)),
    varied("heat-step", "+1.5 K", () => changeOf(bulkTemp, oneOrbit)),
    varied("heat-step", "+1.5 K", () => changeOf(pressure, oneOrbit)),
    varied("heat-step-10", "+1.5 K", () => changeOf(bulkTemp, oneOrbit)),
    varied("heat-step-10", "+1.5 K", () => changeOf(pressure, oneOrbit)),
    varied("stuck-valve", "several K", () => channelChange("pump_out_temp_c", "K", oneOrbit)),
    varied("stuck-valve", "59 kPa/K", () => changeOf(pressure, oneOrbit)),
  ],
  N10: [
    told("+8 %", () => channelChange("accumulator_quantity_pct", "%", between(-minutes(5), minutes(2)))),
    varied("response", "-60 kPa", () => changeOf(pressure, between(minutes(10), minutes(100)))),
  ],
  N11: [
    told("15 to 28 s", () => silences({ fromS: 15, toS: 32 })),
    told("100 to 350 s", () => silences({ fromS: 100, toS: 354 })),
  ],
  N12: [
    told("+31 kPa", () => changeOf(pressure, oneOrbit)),
    varied("soyuz", "+43 kPa", () => changeOf(pressure, oneOrbit)),
    varied("isolation", "makes a step", () => changeOf(pressure, between(0, minutes(2)))),
  ],
};
