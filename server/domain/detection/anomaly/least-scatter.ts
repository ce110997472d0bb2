import type { ChannelRole } from "../../../../protocol/telemetry.ts";
import type { Unit } from "../../../../protocol/units.ts";

/** A channel as the anomaly watch needs to know it. `step`: smallest change it can show, in its unit; 0 when unknown. */
export interface WatchedChannel {
  readonly name: string;
  readonly role: ChannelRole;
  readonly unit: Unit;
  readonly step: number;
}

/** Scatter as a share of the level, and not less than a constant in the channel's unit. */
interface Scatter {
  readonly share: number;
  readonly least: number;
}

/**
 * A short learning time shows less than a loop does in a year, so no channel is believed to be steadier than this
 * (standard deviation of a mean over some seconds). Judgements, each far below what an operator would act on:
 * an alarm needs between four and six times as much.
 */
const scatterByRole: Readonly<Partial<Record<ChannelRole, Scatter>>> = {
  // Meters repeat to 0.25 % of reading; class 0.5 and 1 are usual.
  flow: { share: 0.0025, least: 0 },
  // ISO 20816-1 calls a change of vibration by a quarter of the zone limit significant; 6 % of the reading is well below.
  vibration: { share: 0.01, least: 0 },
  // Pumped loops breathe by a degree in minutes when a thermostat or the sun moves them.
  temperature: { share: 0, least: 0.25 },
  pressure: { share: 0.005, least: 0 },
  quantity: { share: 0, least: 0.1 },
  "pump-speed": { share: 0.0025, least: 0 },
  "pump-power": { share: 0.01, least: 0 },
  // Supply voltage moves a motor's current by a few per cent.
  current: { share: 0.025, least: 0 },
  other: { share: 0.025, least: 0 },
};

/** Temperatures that are not the coolant's (windings, bearings, rooms) drift by several degrees with load and weather. */
const foreignTemperature: Scatter = { share: 0, least: 1 };

/** A channel that rests on one code is off by half a step without anything having happened. */
const stepShare = 0.5;

/**
 * Counters, tanks and ropes have a meaning of their own, which other detectors read: their level is bound to change.
 */
export function isWatched(channel: WatchedChannel): boolean {
  return scatterByRole[channel.role] !== undefined;
}

/** Least standard deviation that the smoothed channel is taken to have around `level`, in its unit. */
export function leastScatter(channel: WatchedChannel, level: number): number {
  const foreign = channel.role === "other" && channel.unit === "degC";
  const { share, least } = foreign
    ? foreignTemperature
    : (scatterByRole[channel.role] ?? { share: 0, least: 0 });
  return Math.max(share * Math.abs(level), least, stepShare * channel.step);
}

/** What a pump drives goes from nothing to its level and back when it starts and stops. */
const drivenRoles: readonly ChannelRole[] = ["flow", "pump-speed", "pump-power"];

/** A driven channel that is off its tracked level by more than this share of it has started or stopped. */
const startShare = 0.25;

/** A pump has started or stopped: what was seen of this channel before says nothing of its scatter now. */
export function isStart(channel: WatchedChannel, away: number, level: number): boolean {
  return drivenRoles.includes(channel.role) && Math.abs(away) > startShare * level;
}
