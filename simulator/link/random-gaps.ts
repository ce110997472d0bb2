import type { GapPattern } from "../description/link-description.ts";
import { createRandom } from "../random.ts";
import type { EventSpan } from "../timing/event-span.ts";

/** Gaps that come at random. */
export type RandomGapPattern = Extract<GapPattern, { kind: "random" }>;

const secondsAnHour = 3600;

/**
 * Gaps that begin as a Poisson process, each of a length evenly distributed over the pattern's range; true while one
 * holds. They are a function of time: each hour of source time has a stream of chance of its own, so any moment can be
 * asked for, in any order, with the same answer.
 */
export function createRandomGaps(
  pattern: RandomGapPattern,
  seed: number,
  stream: string,
): (atS: number) => boolean {
  // A gap may reach into this hour from so many before.
  const hoursBack = Math.ceil(Math.max(0, pattern.toS) / secondsAnHour);
  let knownHour = Number.NaN;
  let gaps: readonly EventSpan[] = [];

  return (atS) => {
    const hour = Math.floor(atS / secondsAnHour);
    if (hour !== knownHour) {
      knownHour = hour;
      gaps = Array.from({ length: hoursBack + 1 }, (_, back) =>
        gapsOfHour(pattern, hour - back, createRandom(seed, `${stream}/${hour - back}`).uniform),
      ).flat();
    }
    return gaps.some(({ fromS, untilS }) => atS >= fromS && atS < untilS);
  };
}

/** The gaps that begin in an hour, counted from the epoch. */
function gapsOfHour(pattern: RandomGapPattern, hour: number, uniform: () => number): readonly EventSpan[] {
  const gaps: EventSpan[] = [];
  if (!(pattern.perHour > 0)) return gaps;
  const wait = () => (-Math.log(1 - uniform()) * secondsAnHour) / pattern.perHour;
  for (let inHourS = wait(); inHourS < secondsAnHour; inHourS += wait()) {
    const fromS = hour * secondsAnHour + inHourS;
    gaps.push({ fromS, untilS: fromS + pattern.fromS + (pattern.toS - pattern.fromS) * uniform() });
  }
  return gaps;
}
