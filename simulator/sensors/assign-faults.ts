import type { EventTiming, SensorFaultEvent } from "../description/scenario-description.ts";
import type { SensorDescription } from "../description/sensor-description.ts";
import { type StoryAnchor, toEventSpan } from "../timing/event-span.ts";
import { createFault, type Fault } from "./create-fault.ts";
import { createSpikes, type Spikes } from "./spikes.ts";

/** A sensor fault of a story with its times. */
export type TimedFault = SensorFaultEvent & EventTiming;

/**
 * The faults of each sensor, in the order of `sensors` and within one sensor in the order of the story. Sensors of a box
 * are hit by its fault together. Throws `RangeError` for a channel or box that is not there.
 */
export function assignFaults(
  events: readonly TimedFault[],
  sensors: readonly SensorDescription[],
  anchor: StoryAnchor,
  seed: number,
): readonly (readonly Fault[])[] {
  const faultsBySensor = sensors.map((): Fault[] => []);
  for (const event of events) {
    const hit = hitBy(event, sensors);
    const span = toEventSpan(event, anchor);
    if (span === null) continue;
    const spikesOf = createSharing(event, seed);
    for (const [index, sensor] of sensors.entries()) {
      if (!hit.includes(sensor)) continue;
      const setting = { span, flaggedAfterS: event.flaggedAfterS, spikes: spikesOf(sensor) };
      faultsBySensor[index]?.push(createFault(event.fault, sensor, setting));
    }
  }
  return faultsBySensor;
}

function hitBy(event: TimedFault, sensors: readonly SensorDescription[]): readonly SensorDescription[] {
  const { target } = event;
  if ("box" in target) {
    const hit = sensors.filter(({ box }) => box === target.box);
    if (hit.length === 0) throw new RangeError(`No sensor hangs on a box called "${target.box}".`);
    return hit;
  }
  return target.channels.map((channel) => {
    const sensor = sensors.find((one) => one.channel === channel);
    if (sensor === undefined) throw new RangeError(`There is no sensor called "${channel}".`);
    return sensor;
  });
}

/** Spikes of a box are one series for all of its sensors, those of single channels a series each. */
function createSharing(event: TimedFault, seed: number): (sensor: SensorDescription) => Spikes {
  const { fault, target } = event;
  if (fault.kind !== "spikes") return () => () => false;
  // The stream is named by what the fault is and not by its number, so another fault beside it changes nothing.
  const named = (owner: string) =>
    createSpikes(fault.perHour, seed, `sensor/${owner}/spikes/${event.atS}/${fault.perHour}/${fault.amount}`);
  if (!("box" in target)) return (sensor) => named(`channel ${sensor.channel}`);
  const shared = named(`box ${target.box}`);
  return () => shared;
}
