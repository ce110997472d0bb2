import { type EventSpan, isWithin, type StoryAnchor, toEventSpan } from "../timing/event-span.ts";
import type { Frame } from "../timing/frame.ts";
import { countValues, shiftFrame, withoutChannels } from "./frame-edits.ts";
import type { TimedLinkEvent } from "./gap-schedule.ts";

/** What the story does to frames where they are made, before they are recorded or sent. */
export interface SourceEvents {
  /** The frame as it leaves the source at this moment; the same object when nothing happens to it. */
  apply(atS: number, frame: Frame): Frame;
  setStory(events: readonly TimedLinkEvent[], anchor: StoryAnchor): void;
}

/** Counted since the link was made. */
export interface SourceCounts {
  /** Points stamped by a clock that was off. */
  shifted: number;
  /** Values of channels that were out of the downlink. */
  withheldValues: number;
}

interface Absence extends EventSpan {
  readonly indices: readonly number[];
}

interface ClockJump extends EventSpan {
  readonly byMs: number;
}

/**
 * Channels swapped out of the downlink, and a source's clock that is off (jumps that hold at once add up). Counts into
 * `counts`. `setStory` throws `RangeError` for a channel that is not there.
 */
export function createSourceEvents(channels: readonly string[], counts: SourceCounts): SourceEvents {
  let absences: readonly Absence[] = [];
  let jumps: readonly ClockJump[] = [];

  return {
    apply(atS, frame) {
      let edited = frame;
      for (const absence of absences) {
        if (!isWithin(absence, atS)) continue;
        const before = countValues(edited);
        edited = withoutChannels(edited, absence.indices);
        counts.withheldValues += before - countValues(edited);
      }
      let byMs = 0;
      for (const jump of jumps) if (isWithin(jump, atS)) byMs += jump.byMs;
      if (byMs === 0) return edited;
      counts.shifted += 1;
      return shiftFrame(edited, byMs);
    },
    setStory(events, anchor) {
      absences = events.flatMap((event) => {
        if (event.kind !== "channels out") return [];
        const indices = event.channels.map((channel) => indexOf(channels, channel));
        const span = toEventSpan(event, anchor);
        return span === null ? [] : [{ ...span, indices }];
      });
      jumps = events.flatMap((event) => {
        const span = event.kind === "clock jump" ? toEventSpan(event, anchor) : null;
        return event.kind === "clock jump" && span !== null
          ? [{ ...span, byMs: Math.round(event.byS * 1000) }]
          : [];
      });
    },
  };
}

function indexOf(channels: readonly string[], channel: string): number {
  const index = channels.indexOf(channel);
  if (index < 0) throw new RangeError(`There is no sensor called "${channel}" to leave out of the downlink.`);
  return index;
}
