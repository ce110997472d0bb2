import type { EpochMs } from "../../protocol/time.ts";
import type { LinkDescription } from "../description/link-description.ts";
import type { Arrival, Frame } from "../timing/frame.ts";
import { createArrivalQueue } from "./arrival-queue.ts";
import { createBlemishes } from "./blemishes.ts";
import { createRecorder } from "./create-recorder.ts";
import { isEmpty } from "./frame-edits.ts";
import { createGapSchedule, type TimedLinkEvent } from "./gap-schedule.ts";
import { createLinkCounts, type LinkCounts } from "./link-counts.ts";
import type { PlannedWindow } from "./render-calendar.ts";
import { createSourceEvents } from "./source-events.ts";

/** What a link is made from. */
export interface LinkOptions {
  readonly link: LinkDescription;
  /** In the order of a frame's values. */
  readonly channels: readonly string[];
  readonly seed: number;
  readonly events: readonly TimedLinkEvent[];
  /** Epoch seconds: planned gaps are counted from here. */
  readonly startS: number;
  /** Epoch seconds of the story's event; `null` when nothing happens. */
  readonly eventS: number | null;
}

/** The way from a plant's sensors to the listener. */
export interface Link {
  /** What was sampled at this moment, epoch seconds, or that nothing was. Times go forward only. */
  push(atS: number, frame: Frame | null): void;
  /** Declared on the ground: it comes after the link's delay and is never lost. To be pushed before the frame. */
  pushOperation(atS: number, operation: string): void;
  /**
   * Takes what has arrived up to and including this time, in order of arrival. Only what arrives by the time of the last
   * push is known, and no more is given; so it makes no difference how the time is cut into calls.
   */
  takeUntil(atMs: EpochMs): readonly Arrival[];
  /** Other events from now on; the link's own patterns, and what is on its way, go on. Throws as `createLink` does. */
  setStory(events: readonly TimedLinkEvent[], eventS: number | null): void;
  /** Losses of signal known beforehand that touch this time, by their beginning, for a calendar. */
  plannedWindows(fromMs: EpochMs, toMs: EpochMs): readonly PlannedWindow[];
  /** True when the signal is lost at this moment, whether past or to come. */
  inGap(atS: number): boolean;
  /** What really became of the points, up to the last push. */
  counts(): LinkCounts;
}

/** A doubled point comes this much after the first: behind the next second's point, and before the one after that. */
const duplicateAfterMs = 1500;

/**
 * A link with its losses. The same options and pushes give the same arrivals. It holds at most `recorderCapacity` points
 * in the recorder, and of those on their way no more than the delay and a second's worth, if what has arrived is taken.
 * Throws `RangeError` for a channel that is not there, or a pattern that cannot be.
 */
export function createLink(options: LinkOptions): Link {
  const { link, channels, seed, startS } = options;
  const counts = createLinkCounts();
  const gaps = createGapSchedule(link.gaps, startS, seed);
  const source = createSourceEvents(channels, counts);
  const blemishes = createBlemishes(link, seed, counts);
  const recorder = link.recorder === null ? null : createRecorder(link.recorder, seed, counts);
  const queue = createArrivalQueue();
  let lastS = Number.NEGATIVE_INFINITY;
  let wasLost = false;

  const toArrivalMs = (atS: number): EpochMs => Math.round((atS + link.delayS) * 1000);

  const send = (frame: Frame, atS: number): void => {
    const received = blemishes.damage(frame);
    if (isEmpty(received)) return;
    const arrivesMs = toArrivalMs(atS);
    queue.put({ kind: "frame", arrivesMs, frame: received });
    if (!blemishes.isDoubled()) return;
    queue.put({ kind: "frame", arrivesMs: arrivesMs + duplicateAfterMs, frame: received });
  };

  const pass = (atS: number, frame: Frame, isLost: boolean): void => {
    counts.pushed += 1;
    const sampled = source.apply(atS, frame);
    if (isEmpty(sampled)) counts.withheld += 1;
    else if (!isLost) {
      counts.live += 1;
      send(sampled, atS);
    } else if (recorder === null) counts.lost += 1;
    else recorder.record(atS, sampled);
  };

  const setStory = (events: readonly TimedLinkEvent[], eventS: number | null): void => {
    source.setStory(events, { eventS, startS });
    gaps.setStory(events, eventS);
  };
  setStory(options.events, options.eventS);

  return {
    push(atS, frame) {
      if (!(atS > lastS))
        throw new RangeError(`A link at ${lastS} s cannot take what was sampled at ${atS} s.`);
      const isLost = gaps.inGap(atS);
      if (wasLost && !isLost) recorder?.endOutage(atS);
      if (!wasLost && !isLost) recorder?.dump(lastS, atS, send);
      if (frame !== null) pass(atS, frame, isLost);
      wasLost = isLost;
      lastS = atS;
    },
    pushOperation(atS, operation) {
      queue.put({
        kind: "operation",
        arrivesMs: toArrivalMs(atS),
        sourceMs: Math.round(atS * 1000),
        operation,
      });
    },
    takeUntil: (atMs) => queue.takeUntil(Math.min(atMs, toArrivalMs(lastS))),
    setStory,
    plannedWindows: (fromMs, toMs) =>
      gaps.plannedWithin({ fromS: fromMs / 1000, untilS: toMs / 1000 }).map(({ fromS, untilS, name }) => ({
        fromMs: Math.round(fromS * 1000),
        toMs: Math.round(untilS * 1000),
        name,
      })),
    inGap: (atS) => gaps.inGap(atS),
    counts: () => ({ ...counts, waiting: recorder?.waiting ?? 0 }),
  };
}
