import type { SensorFault } from "../description/scenario-description.ts";
import type { SensorDescription } from "../description/sensor-description.ts";
import type { EventSpan } from "../timing/event-span.ts";
import { cableBroken, wet } from "./converter.ts";
import type { Spikes } from "./spikes.ts";

/** One fault as one sensor feels it. It holds from `fromS` until `untilS`. */
export interface Fault extends EventSpan {
  /** From here on the quality flag shows it; `Infinity`: never. */
  readonly badFromS: number;
  /** Multiplies the sensor's own noise while it holds. */
  readonly noiseFactor: number;
  /** The reading with the fault; NaN: none. `shown` is what the converter showed last, NaN before its first. */
  readonly distort: (value: number, atS: number, shown: number) => number;
}

/** When a fault holds and what it shares with others. */
export interface FaultSetting {
  readonly span: EventSpan;
  readonly flaggedAfterS: number | null;
  /** Which readings a fault of the kind "spikes" hits. */
  readonly spikes: Spikes;
}

const secondsADay = 86_400;

/** Makes a fault for one sensor. Shares are of its full scale, from `low` to `high`. */
export function createFault(fault: SensorFault, sensor: SensorDescription, setting: FaultSetting): Fault {
  const { span, flaggedAfterS } = setting;
  return {
    ...span,
    badFromS: flaggedAfterS === null ? Number.POSITIVE_INFINITY : span.fromS + flaggedAfterS,
    noiseFactor: fault.kind === "noise" ? fault.factor : 1,
    distort: distortionOf(fault, sensor, setting),
  };
}

function distortionOf(
  fault: SensorFault,
  sensor: SensorDescription,
  { span, spikes }: FaultSetting,
): Fault["distort"] {
  const { low, high } = sensor;
  const isSwitch = sensor.measure === "wetness";
  switch (fault.kind) {
    case "bias":
      return (value) => value + fault.amount;
    case "jump": {
      const amount = fault.share * (high - low);
      return (value) => value + amount;
    }
    case "drift": {
      const perS = fault.perDay / secondsADay;
      return (value, atS) => value + perS * (atS - span.fromS);
    }
    case "stuck":
      // Before its first reading there is no code to hold; the first one is then held.
      return (value, _atS, shown) => (Number.isNaN(shown) ? value : shown);
    case "dropout":
      return () => Number.NaN;
    case "zero": {
      const floor = Math.max(low, 0);
      return () => floor;
    }
    case "full scale":
      return () => high;
    case "spikes":
      return (value, atS) => (spikes(atS) ? value + fault.amount : value);
    case "noise":
      return (value) => value;
    case "wet":
      // Condensation wets a rope; a sensor of another measure does not mind.
      return isSwitch ? () => wet : (value) => value;
    case "cable break":
      // Only a rope with an end resistor can tell a break from a value; any other sensor goes silent.
      return isSwitch ? () => cableBroken : () => Number.NaN;
  }
}
