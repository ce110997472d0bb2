import type { LinkDescription } from "../description/link-description.ts";
import { createRandom } from "../random.ts";
import type { Frame } from "../timing/frame.ts";
import { type DumpPlan, planDump, type RecordedPoint } from "./plan-dump.ts";

/** How a recorder is described, where there is one. */
export type RecorderDescription = NonNullable<LinkDescription["recorder"]>;

/** Counted since the link was made. */
export interface RecorderCounts {
  recorded: number;
  dumped: number;
  /** Points that newer ones took the place of before they could be dumped. */
  overwritten: number;
}

/** Keeps what is sampled while the signal is lost and plays it back afterwards. */
export interface Recorder {
  record(atS: number, frame: Frame): void;
  /** The signal is back: what was recorded is dumped from `dumpAfterS` later on. */
  endOutage(atS: number): void;
  /** Dumps what falls into this time, in which there was a signal all along. */
  dump(fromS: number, untilS: number, send: (frame: Frame, atS: number) => void): void;
  /** Points that wait. */
  readonly waiting: number;
}

interface Dump extends DumpPlan {
  /** In order of time, for the recorder overwrites its oldest point first. */
  readonly points: readonly RecordedPoint[];
  readonly readyS: number;
  next: number;
  oldest: number;
  dumpedS: number;
}

/** Six hours of points at one a second: longer than any loss of signal in the stories, a few megabytes of memory. */
export const recorderCapacity = 21_600;

/**
 * A recorder of `recorderCapacity` points, counted over all outages that are not yet dumped; then the oldest is
 * overwritten. A dump stands still while the signal is lost again. Throws `RangeError` for a speed that is not above
 * zero.
 */
export function createRecorder(
  description: RecorderDescription,
  seed: number,
  counts: RecorderCounts,
): Recorder {
  if (!(description.speed > 0)) throw new RangeError("A recorder needs a speed above zero to dump anything.");
  const random = createRandom(seed, "link/dump");
  const dumps: Dump[] = [];
  let current: RecordedPoint[] = [];
  let oldestOfCurrent = 0;
  let waiting = 0;

  /** Frees the place of the oldest point; a dump that has none left is over. */
  const overwriteOldest = (): void => {
    counts.overwritten += 1;
    waiting -= 1;
    for (let dump = dumps[0]; dump !== undefined; dump = dumps[0]) {
      while (dump.oldest < dump.points.length) {
        const point = dump.points[dump.oldest]!;
        dump.oldest += 1;
        if (point.frame !== null) {
          point.frame = null;
          return;
        }
      }
      dumps.shift();
    }
    current[oldestOfCurrent]!.frame = null;
    oldestOfCurrent += 1;
    if (oldestOfCurrent < recorderCapacity) return;
    current = current.slice(oldestOfCurrent);
    oldestOfCurrent = 0;
  };

  const playItems = (dump: Dump, untilS: number, send: (frame: Frame, afterS: number) => void): void => {
    for (let item = dump.items[dump.next]; item !== undefined; item = dump.items[dump.next]) {
      if (item.afterS >= untilS) return;
      dump.next += 1;
      if (item.point.frame === null) continue;
      send(item.point.frame, item.afterS);
      item.point.frame = null;
      waiting -= 1;
      counts.dumped += 1;
    }
  };

  return {
    record(atS, frame) {
      if (waiting >= recorderCapacity) overwriteOldest();
      current.push({ atS, frame });
      waiting += 1;
      counts.recorded += 1;
    },
    endOutage(atS) {
      const points = current.slice(oldestOfCurrent);
      current = [];
      oldestOfCurrent = 0;
      if (points.length === 0) return;
      const plan = planDump(points, atS, description, random);
      dumps.push({ ...plan, points, readyS: atS + description.dumpAfterS, next: 0, oldest: 0, dumpedS: 0 });
    },
    dump(fromS, untilS, send) {
      let beginS = fromS;
      for (let dump = dumps[0]; dump !== undefined; dump = dumps[0]) {
        beginS = Math.max(beginS, dump.readyS);
        if (beginS >= untilS) return;
        const zeroS = beginS - dump.dumpedS;
        const endsWithin = zeroS + dump.lengthS <= untilS;
        // The end of a dump sends whatever is left: a rounded second must not swallow its last point.
        playItems(dump, endsWithin ? Number.POSITIVE_INFINITY : untilS - zeroS, (frame, afterS) =>
          send(frame, zeroS + afterS),
        );
        if (!endsWithin) {
          dump.dumpedS = untilS - zeroS;
          return;
        }
        beginS = Math.max(beginS, zeroS + dump.lengthS);
        dumps.shift();
      }
    },
    get waiting() {
      return waiting;
    },
  };
}
