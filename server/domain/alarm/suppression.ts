import type { AlarmClass } from "../../../protocol/alarm.ts";
import type { Operation } from "../../../protocol/operation.ts";
import { type DurationMs, hours, minutes } from "../../../protocol/time.ts";

/** What a declared operation keeps from calling, and for how long, source time. */
export interface Suppression {
  readonly classes: readonly AlarmClass[];
  readonly forMs: DurationMs;
}

/**
 * What follows from the work itself calls nobody; a leak always does. The spans are those in which a loop settles (as the
 * detector counts them); for maintenance it is the time that a crew usually has.
 */
const byOperation: Readonly<Record<Operation, Suppression | null>> = {
  refill: { classes: ["process", "limit"], forMs: minutes(40) },
  isolation: { classes: ["process", "limit"], forMs: hours(1) },
  reopening: { classes: ["process", "limit"], forMs: minutes(30) },
  maintenance: { classes: ["process", "limit", "sensor", "data-path"], forMs: hours(4) },
  serviced: null,
};

/** `null`: the operation ends what others have suppressed. */
export const toSuppression = (operation: Operation): Suppression | null => byOperation[operation];
