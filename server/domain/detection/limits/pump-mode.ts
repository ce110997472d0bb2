import type { Channel, Loop } from "../../loop/loop.ts";

/** Less than this share of a sensor's range is a pump that stands: sensors at rest show a little. */
const restShare = 0.01;

/** What tells best whether the pump runs, first. */
const tellingRoles = ["pump-speed", "pump-power", "current", "flow"] as const;

const isMoving = ({ step, range }: Channel, value: number): boolean =>
  Math.abs(value) > Math.max(step, restShare * range.high);

/** Whether a loop's pump runs, by the values of its channels; `null` while no sensor can tell. For limits that hold in one mode only. */
export function createPumpMode(loop: Loop): (usable: (i: number) => number) => boolean | null {
  const telling = tellingRoles.flatMap((role) =>
    loop.channels.flatMap((channel, i) => (channel.role === role ? [{ channel, i }] : [])),
  );
  return (usable) => {
    for (const { channel, i } of telling) {
      const value = usable(i);
      if (!Number.isNaN(value)) return isMoving(channel, value);
    }
    return null;
  };
}
