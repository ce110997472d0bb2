import { type DurationMs, days, type EpochMs, hours, minutes } from "../../../protocol/time.ts";

/** A shift: whoever comes back for the next one logs in again; nobody has to in the middle of a leak. */
export const idleLifeMs: DurationMs = hours(12);

/** However busy: a secret that leaked is worth nothing after a week. */
export const wholeLifeMs: DurationMs = days(7);

/** How exactly it is known on disk when a session was last used: finer would write with every request. */
export const seenStepMs: DurationMs = minutes(5);

/** Sessions of one account at a time; the oldest gives way, so that the list of them stays short whoever logs in again and again. */
export const mostSessions = 20;

/** When a session was made, last used, and ends at the latest; wall-clock time. */
export interface SessionTimes {
  readonly begunMs: EpochMs;
  readonly seenMs: EpochMs;
  readonly expiresMs: EpochMs;
}

/** False when a session has lived too long or has not been used for too long. A clock that was set back ends none. */
export const isInForce = ({ seenMs, expiresMs }: SessionTimes, nowMs: EpochMs): boolean =>
  nowMs < expiresMs && nowMs - seenMs < idleLifeMs;
