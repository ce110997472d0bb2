import type { Severity } from "../../../protocol/alarm.ts";
import { type DurationMs, minutes } from "../../../protocol/time.ts";
import type { AlarmEvent, AlarmStep } from "./alarm.ts";
import { isHeld } from "./alarm-view.ts";
import { toOccurrence } from "./evolve-alarm.ts";

/** What one step of an alarm makes of it, as far as calling goes. */
export type Annunciable = Pick<AlarmStep, "event" | "after">;

const holdEnds: ReadonlySet<AlarmEvent["kind"]> = new Set([
  "unshelved",
  "shelf ended",
  "put back in service",
  "unsuppressed",
]);

/**
 * The severity of an alarm that calls by this step: it opens, gets worse, or calls again and is not held; or nothing holds it
 * any more and it stands unacknowledged, also as a latched leak that is gone by then, but not what has come and gone. `null`:
 * the step calls nobody.
 */
export function toAnnunciated({ event, after }: Annunciable): Severity | null {
  if (isHeld(after) || !calls(event, after)) return null;
  return toOccurrence(after.condition)?.finding.severity ?? null;
}

function calls({ kind }: AlarmEvent, { condition }: AlarmStep["after"]): boolean {
  if (kind === "opened" || kind === "worsened" || kind === "called again") return true;
  return (
    holdEnds.has(kind) && (condition.kind === "unacknowledged" || condition.kind === "latched unacknowledged")
  );
}

/**
 * A flood is more than ten alarms in less than ten minutes, until fewer than five come in ten: what one operator can no
 * longer, and can again, attend to (EEMUA 191; ISA-18.2).
 */
export const floodWindowMs: DurationMs = minutes(10);
export const floodBeginsWith = 11;
export const floodGoesOnWith = 5;

/** Advisories ask nobody to act, so that however many of them keep nobody from anything. */
export const countsForFlood = (severity: Severity): boolean => severity !== "advisory";
