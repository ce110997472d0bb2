import { beforeAll, describe, expect, test } from "vitest";
import type { LinkDescription } from "../../../simulator/description/link-description.ts";
import { createLink, type Link } from "../../../simulator/link/create-link.ts";
import type { Frame } from "../../../simulator/story/frame.ts";
import { startS } from "./test-links.ts";

/**
 * The link of the card on link pathologies: handovers of 15-28 s about 1.1 an hour, longer losses of 100-350 s every
 * four to five hours, 536 s once a day, 1 % doubled points, one stamp in 20 000 a second early, some values left out.
 */
const roughDay: LinkDescription = {
  delayS: 0,
  gaps: [
    { kind: "random", perHour: 1.1, fromS: 15, toS: 28 },
    { kind: "random", perHour: 1 / 4.5, fromS: 100, toS: 350 },
    { kind: "planned", everyS: 86_400, firstAfterS: 40_000, forS: 536, name: "zone of exclusion" },
  ],
  recorder: null,
  duplicates: 0.01,
  backsteps: 5e-5,
  nulls: 1e-4,
};

const monthS = 30 * 86_400;
const channels = ["pressure", "temp", "flow"];
/** Five standard deviations of a Poisson count, as a share of it. */
const within = (expected: number) => 5 * Math.sqrt(expected);

interface Month {
  readonly link: Link;
  readonly gapLengths: readonly number[];
  readonly arrived: number;
  readonly doubled: number;
  readonly early: number;
  readonly missingValues: number;
}

/** Runs a month of a link and looks at what the listener gets, not at the link's own counts. */
function listenForAMonth(link: Link): Month {
  const frame: Omit<Frame, "sourceMs"> = {
    values: Float64Array.of(1, 2, 3),
    qualities: Uint8Array.of(255, 255, 255),
  };
  const heardBySecond = new Uint8Array(monthS);
  let arrived = 0;
  let doubled = 0;
  let early = 0;
  let missingValues = 0;
  for (let i = 0; i < monthS; i++) {
    const atS = startS + i;
    link.push(atS, { ...frame, sourceMs: atS * 1000 });
    let live = 0;
    for (const arrival of link.takeUntil(atS * 1000)) {
      if (arrival.kind !== "frame") continue;
      const { sourceMs, values } = arrival.frame;
      const ageMs = arrival.arrivesMs - sourceMs;
      arrived += 1;
      // A doubled point comes a second after itself; so does a stamp that is a second early, in the first one's place.
      if (live === 0 && ageMs === 1000 && heardBySecond[i - 1] === 0) early += 1;
      for (const value of values) if (Number.isNaN(value)) missingValues += 1;
      live += 1;
    }
    if (live > 0) heardBySecond[i] = 1;
    doubled = link.counts().duplicated;
    early = link.counts().backstepped;
  }
  return { link, gapLengths: silences(heardBySecond), arrived, doubled, early, missingValues };
}

/** Lengths of the stretches in which nothing was heard, seconds. */
function silences(heardBySecond: Uint8Array): readonly number[] {
  const lengths: number[] = [];
  let length = 0;
  for (const heard of heardBySecond) {
    if (heard === 0) length += 1;
    else if (length > 0) {
      lengths.push(length);
      length = 0;
    }
  }
  return lengths;
}
