import { beforeAll, describe, expect, test } from "vitest";
import type { LinkDescription } from "../../../simulator/description/link-description.ts";
import { createLink, type Link } from "../../../simulator/link/create-link.ts";
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
const monthH = monthS / 3600;
const channels = ["pressure", "temp", "flow"];

/** What a listener finds in a month that has every second's number in each of its values. */
interface Month {
  readonly link: Link;
  /** Lengths of the stretches of which no point arrived, seconds. */
  readonly gapLengths: readonly number[];
  readonly points: number;
  readonly doubled: number;
  readonly early: number;
  readonly missingValues: number;
}

/** Runs the link for a month and looks at what arrives; the link's own counts are not asked. */
function listenForAMonth(link: Link): Month {
  const timesHeard = new Uint8Array(monthS);
  const qualities = Uint8Array.of(255, 255, 255);
  let points = 0;
  let early = 0;
  let missingValues = 0;
  for (let i = 0; i < monthS; i++) {
    const sourceMs = (startS + i) * 1000;
    link.push(startS + i, { sourceMs, values: Float64Array.of(i, i, i), qualities });
    for (const arrival of link.takeUntil(sourceMs)) {
      if (arrival.kind !== "frame") continue;
      const present = arrival.frame.values.filter((value) => !Number.isNaN(value));
      const sampled = present[0] ?? Number.NaN;
      points += 1;
      timesHeard[sampled] = (timesHeard[sampled] ?? 0) + 1;
      missingValues += arrival.frame.values.length - present.length;
      if (arrival.frame.sourceMs === (startS + sampled - 1) * 1000) early += 1;
    }
  }
  const doubled = timesHeard.filter((times) => times === 2).length;
  return { link, gapLengths: stretchesUnheard(timesHeard), points, doubled, early, missingValues };
}

function stretchesUnheard(timesHeard: Uint8Array): readonly number[] {
  const lengths: number[] = [];
  let length = 0;
  for (const times of timesHeard) {
    if (times === 0) length += 1;
    else if (length > 0) {
      lengths.push(length);
      length = 0;
    }
  }
  return lengths;
}

/** Five standard deviations of a Poisson count. */
const fiveSd = (expected: number) => 5 * Math.sqrt(expected);

describe("a month of a rough link", () => {
  let month: Month;
  beforeAll(() => {
    month = listenForAMonth(
      createLink({ link: roughDay, channels, seed: 11, events: [], startS, eventS: null }),
    );
  });

  test("has a gap of 15-28 s about 1.1 times an hour", () => {
    const short = month.gapLengths.filter((length) => length <= 28);
    expect(Math.abs(short.length - 1.1 * monthH)).toBeLessThan(fiveSd(1.1 * monthH));
    // A gap that begins between two samples and one that ends so lose a whole number of them.
    expect(Math.min(...short)).toBeGreaterThanOrEqual(15);
    expect(Math.max(...short)).toBe(28);
    const meanLength = short.reduce((a, b) => a + b, 0) / short.length;
    expect(Math.abs(meanLength - 21.5)).toBeLessThan((5 * 13) / Math.sqrt(12 * short.length));
  });

  test("has a loss of 100-350 s about every four to five hours", () => {
    const long = month.gapLengths.filter((length) => length >= 100 && length < 500);
    expect(Math.abs(long.length - monthH / 4.5)).toBeLessThan(fiveSd(monthH / 4.5));
    expect(Math.max(...long)).toBeGreaterThan(300);
  });

  test("has one loss of 536 s a day", () => {
    const daily = month.gapLengths.filter((length) => length >= 536 && length <= 536 + 350);
    expect(daily.length).toBe(30);
    expect(daily.filter((length) => length === 536).length).toBeGreaterThan(20);
  });

  test("doubles 1 % of the points", () => {
    const expected = 0.01 * (month.points - month.doubled);
    expect(Math.abs(month.doubled - expected)).toBeLessThan(fiveSd(expected));
  });

  test("stamps between 2e-5 and 1e-4 of the points a second early", () => {
    const share = month.early / month.points;
    expect(share).toBeGreaterThan(2e-5);
    expect(share).toBeLessThan(1e-4);
  });

  test("leaves out one value in ten thousand", () => {
    const expected = 1e-4 * 3 * month.points;
    expect(Math.abs(month.missingValues - expected)).toBeLessThan(fiveSd(expected));
  });

  test("is counted by the link as the listener finds it", () => {
    const counts = month.link.counts();
    const unheard = month.gapLengths.reduce((a, b) => a + b, 0);
    expect(counts.pushed).toBe(monthS);
    expect(counts.lost).toBe(unheard);
    expect(counts.live).toBe(month.points - month.doubled);
    // The double of the last second may still be on its way, and the double of an early point is early too.
    expect(counts.duplicated - month.doubled).toBeLessThanOrEqual(1);
    expect(month.early - counts.backstepped).toBeLessThanOrEqual(0.05 * counts.backstepped);
    expect(month.early).toBeGreaterThanOrEqual(counts.backstepped);
  });
});
