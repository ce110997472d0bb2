import type { ProbeDescription, SensorDescription } from "../description/sensor-description.ts";
import type { Frame } from "../timing/frame.ts";
import { assignFaults, type TimedFault } from "./assign-faults.ts";
import { createChannel } from "./create-channel.ts";
import type { Fault } from "./create-fault.ts";

/** What sensors are made from. */
export interface SensorsOptions {
  readonly sensors: readonly SensorDescription[];
  /** Gives the truth at a place, as a plant does. */
  readonly probe: (probe: ProbeDescription) => () => number;
  readonly seed: number;
  readonly faults: readonly TimedFault[];
  /** Epoch seconds of the story's event; `null` when nothing happens. */
  readonly eventS: number | null;
}

/** All sensors of a plant. */
export interface Sensors {
  /** Fields of the telemetry point, in the order of a frame's values. */
  readonly channels: readonly string[];
  /**
   * What the sensors report at this moment, epoch seconds; `null` when that is nothing. To be called once a second, or in
   * any other steps of a tenth of a second and more: a sensor that would report in between reports at the next call.
   * Throws `RangeError` when time does not go forward.
   */
  read(atS: number): Frame | null;
  /** Other faults from now on; what the sensors have seen and their noise go on. Throws as `createSensors` does. */
  setStory(faults: readonly TimedFault[], eventS: number | null): void;
}

/**
 * Sensors over a plant's truth. The same options and times give the same frames; another sensor or fault does not change
 * the noise of the rest. Throws `RangeError` for a fault of a channel or box that is not there.
 */
export function createSensors(options: SensorsOptions): Sensors {
  const { sensors, probe, seed } = options;
  const channels = sensors.map((sensor) => createChannel(sensor, probe(sensor), seed));
  const values = new Float64Array(channels.length);
  const qualities = new Uint8Array(channels.length);
  let startS: number | null = null;
  let lastS = Number.NEGATIVE_INFINITY;
  let story = { faults: options.faults, eventS: options.eventS };
  let faultsBySensor = assign(0);

  function assign(startedS: number): readonly (readonly Fault[])[] {
    return assignFaults(story.faults, sensors, { eventS: story.eventS, startS: startedS }, seed);
  }

  return {
    channels: sensors.map(({ channel }) => channel),
    read(atS) {
      if (!(atS > lastS))
        throw new RangeError(`Sensors read at ${lastS} s cannot be read at ${atS} s after it.`);
      lastS = atS;
      if (startS === null) {
        // Only now is it known when the run starts, and faults may hold from there.
        startS = atS;
        faultsBySensor = assign(startS);
      }
      let reported = false;
      for (let i = 0; i < channels.length; i++) {
        const channel = channels[i]!;
        if (channel.read(atS, faultsBySensor[i]!)) reported = true;
        values[i] = channel.report.value;
        qualities[i] = channel.report.quality;
      }
      if (!reported) return null;
      return { sourceMs: Math.round(atS * 1000), values: values.slice(), qualities: qualities.slice() };
    },
    setStory(faults, eventS) {
      story = { faults, eventS };
      faultsBySensor = assign(startS ?? 0);
    },
  };
}
