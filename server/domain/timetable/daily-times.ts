import { days, type EpochMs } from "../../../protocol/time.ts";
import type { ZoneClock } from "./zone-clock.ts";

/** A time of day on the local clock: `06:00`. */
export type TimeOfDay = string;

/** Where the clock is put forward over midnight, the newest time may be of the day before yesterday. */
const daysBack = 2;

/** A record this far in the future was made by a clock that was wrong, and says nothing. */
const wrongAfterMs = days(1);

/** Minutes since local midnight. */
export function toMinuteOfDay(time: TimeOfDay): number {
  const [hour = "", minute = ""] = time.split(":");
  return Number(hour) * 60 + Number(minute);
}

/** The newest of these times of day that is not later than `nowMs`, as a moment; `null` when there are none. */
export function findLastTime(times: readonly TimeOfDay[], clock: ZoneClock, nowMs: EpochMs): EpochMs | null {
  const today = Math.floor(clock.toLocalMs(nowMs) / days(1));
  let last: EpochMs | null = null;
  for (let day = today; day >= today - daysBack; day--) {
    for (const time of times) {
      const atMs = clock.toFirstMoment(days(day) + toMinuteOfDay(time) * 60_000);
      if (atMs <= nowMs && (last === null || atMs > last)) last = atMs;
    }
  }
  return last;
}

/**
 * The run that is due: the newest of these times, unless something ran since then. However many were missed, one makes up
 * for all of them. `lastRunMs` is when it ran last, or since when it is asked for.
 */
export function findMissedRun(
  times: readonly TimeOfDay[],
  clock: ZoneClock,
  lastRunMs: EpochMs,
  nowMs: EpochMs,
): EpochMs | null {
  const last = findLastTime(times, clock, nowMs);
  if (last === null || lastRunMs - nowMs > wrongAfterMs) return last;
  return last > lastRunMs ? last : null;
}
