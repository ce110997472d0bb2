import type { AlarmClass } from "../../../protocol/alarm.ts";
import { type DurationMs, hours, minutes, seconds } from "../../../protocol/time.ts";
import type { AlarmRules } from "./alarm.ts";

/** An acknowledged alarm that nobody ended calls again after a shift, unless configured otherwise. */
export const usualCallAgainAfterMs: DurationMs = hours(8);

/**
 * Delays by class, source time if not said otherwise. The detectors weigh their evidence themselves, so that nothing is won by waiting again
 * before a call; what comes and goes with the noise is kept together by the off-delay. A leak is latched: a rope that
 * dries is no repair.
 */
const usual: Readonly<Record<AlarmClass, Omit<AlarmRules, "callAgainAfterMs">>> = {
  leak: { onDelayMs: 0, offDelayMs: 0, latches: true },
  sensor: { onDelayMs: 0, offDelayMs: minutes(5), latches: false },
  "data-path": { onDelayMs: 0, offDelayMs: minutes(1), latches: false },
  process: { onDelayMs: 0, offDelayMs: minutes(5), latches: false },
  limit: { onDelayMs: 0, offDelayMs: 0, latches: false },
  // Wall-clock time: a link that flaps is one silence.
  sensing: { onDelayMs: seconds(30), offDelayMs: minutes(2), latches: false },
  house: { onDelayMs: 0, offDelayMs: 0, latches: false },
};

/** How alarms of a class behave. Limits bring their own delays. */
export const toAlarmRules = (
  alarmClass: AlarmClass,
  callAgainAfterMs: DurationMs | null = usualCallAgainAfterMs,
): AlarmRules => ({ ...usual[alarmClass], callAgainAfterMs });
