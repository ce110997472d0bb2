import type { EventTiming } from "../description/scenario-description.ts";

/** From `fromS` (included) until `untilS` (excluded), epoch seconds; `Infinity` for what never ends. */
export interface EventSpan {
  readonly fromS: number;
  readonly untilS: number;
}

/** What a story's times are counted from, epoch seconds. `eventS` is `null` for a story in which nothing happens. */
export interface StoryAnchor {
  readonly eventS: number | null;
  readonly startS: number;
}

/**
 * When something of a story holds. What begins at minus infinity holds from the start of the run, with or without an
 * event; all else needs the event and is `null` without one.
 */
export function toEventSpan(timing: EventTiming, anchor: StoryAnchor): EventSpan | null {
  const fromS = beginOf(timing, anchor);
  if (fromS === null) return null;
  return { fromS, untilS: timing.forS === null ? Number.POSITIVE_INFINITY : fromS + timing.forS };
}

function beginOf(timing: EventTiming, { eventS, startS }: StoryAnchor): number | null {
  if (timing.atS === Number.NEGATIVE_INFINITY) return startS;
  return eventS === null ? null : eventS + timing.atS;
}

/** True while it holds. */
export const isWithin = (span: EventSpan, atS: number): boolean => atS >= span.fromS && atS < span.untilS;
