import type { GapPattern } from "../description/link-description.ts";
import type { EventTiming, LinkEvent } from "../description/scenario-description.ts";
import { type EventSpan, isWithin, type StoryAnchor, toEventSpan } from "../timing/event-span.ts";
import { isInPlannedGap, type NamedSpan, type PlannedGapPattern, plannedGapsWithin } from "./planned-gaps.ts";
import { createRandomGaps } from "./random-gaps.ts";

/** What happens on the way to the listener, with its times. */
export type TimedLinkEvent = LinkEvent & EventTiming;

interface StoryGap extends NamedSpan {
  readonly planned: boolean;
}

/** When the signal is lost: a function of time alone. */
export interface GapSchedule {
  inGap(atS: number): boolean;
  /** Gaps known beforehand that touch this time, by their beginning. One without an end ends with the question. */
  plannedWithin(span: EventSpan): readonly NamedSpan[];
  /** Other gaps of the story; the link's own patterns go on. */
  setStory(events: readonly TimedLinkEvent[], eventS: number | null): void;
}

/**
 * All losses of signal of a link: its own patterns, counted from `startS`, and the story's gaps. Throws `RangeError` for
 * a planned pattern that does not move on.
 */
export function createGapSchedule(
  patterns: readonly GapPattern[],
  startS: number,
  seed: number,
): GapSchedule {
  const planned = patterns.filter((pattern): pattern is PlannedGapPattern => pattern.kind === "planned");
  if (planned.some(({ everyS }) => !(everyS > 0))) {
    throw new RangeError("Planned gaps need a time above zero from one to the next.");
  }
  const isInRandomGap = patterns.flatMap((pattern, index) =>
    pattern.kind === "random" ? [createRandomGaps(pattern, seed, `link/gap ${index}`)] : [],
  );
  let storyGaps: readonly StoryGap[] = [];

  return {
    inGap: (atS) =>
      planned.some((pattern) => isInPlannedGap(pattern, startS, atS)) ||
      isInRandomGap.some((isLost) => isLost(atS)) ||
      storyGaps.some((gap) => isWithin(gap, atS)),
    plannedWithin(span) {
      const ofStory = storyGaps
        .filter((gap) => gap.planned && gap.fromS < span.untilS && gap.untilS > span.fromS)
        .map(({ fromS, untilS, name }) => ({
          fromS,
          untilS: untilS === Number.POSITIVE_INFINITY ? span.untilS : untilS,
          name,
        }));
      return [...planned.flatMap((pattern) => plannedGapsWithin(pattern, startS, span)), ...ofStory].sort(
        (a, b) => a.fromS - b.fromS,
      );
    },
    setStory(events, eventS) {
      storyGaps = toStoryGaps(events, { eventS, startS });
    },
  };
}

function toStoryGaps(events: readonly TimedLinkEvent[], anchor: StoryAnchor): readonly StoryGap[] {
  return events.flatMap((event) => {
    const span = event.kind === "gap" ? toEventSpan(event, anchor) : null;
    return event.kind === "gap" && span !== null
      ? [{ ...span, name: event.name, planned: event.planned }]
      : [];
  });
}
