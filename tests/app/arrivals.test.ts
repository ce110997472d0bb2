import { describe, expect, test } from "vitest";
import { createArrivals } from "../../server/app/arrivals.ts";

/** Seconds of the samples that were let on, in the order in which they were, and how many were found astray. */
function admit(...seconds: readonly number[]) {
  const arrivals = createArrivals(2000, 1_200_000);
  const admitted = seconds.flatMap((s) => arrivals.admit({ place: 0, atMs: s * 1000, value: s }));
  return { admitted: admitted.map(({ value }) => value), strays: arrivals.strays };
}

/** Samples at `[place, second]`, and what came of them. */
function admitPlaces(samples: readonly (readonly [number, number])[]) {
  const arrivals = createArrivals(2000, 1_200_000);
  const admitted = samples.flatMap(([place, s]) => [...arrivals.admit({ place, atMs: s * 1000, value: s })]);
  return { admitted: admitted.map(({ value }) => value), strays: arrivals.strays };
}

/** A stream a second up to `lostS`; then one that goes on at `backS` with another from before, `speed` for each of its own. */
function sideBySide(
  lostS: number,
  backS: number,
  speed: number,
  places: readonly [ahead: number, before: number],
) {
  const samples: (readonly [number, number])[] = [];
  for (let s = 0; s < lostS; s++) samples.push([0, s]);
  let before = lostS;
  for (let s = backS; s < backS + 100; s++) {
    samples.push([places[0], s]);
    for (let k = 0; k < speed && before < backS; k++) samples.push([places[1], before++]);
  }
  return samples;
}

describe("a live stream beside a recording", () => {
  test("is known by thirty of its moments, where the recording is played as slowly as it was made", () => {
    const { admitted, strays } = admitPlaces(sideBySide(20, 500, 1, [0, 0]));
    expect(strays).toBe(0);
    expect(admitted).toHaveLength(220);
  });

  test("is known when the recording has come up to it, where that is played faster", () => {
    const { admitted, strays } = admitPlaces(sideBySide(20, 500, 20, [0, 0]));
    expect(strays).toBe(0);
    expect(admitted).toHaveLength(20 + 480 + 100);
  });

  test("is not what a second sender with a wrong clock sends on a channel of its own", () => {
    const { admitted, strays } = admitPlaces(sideBySide(20, 500, 1, [1, 0]));
    expect(strays).toBe(100);
    expect(admitted.every((s) => s < 500)).toBe(true);
  });

  test("is not what lies farther back than anything that is judged", () => {
    const { admitted, strays } = admitPlaces(sideBySide(20, 1221 + 100, 1, [0, 0]));
    expect(strays).toBe(100);
    expect(admitted).toHaveLength(120);
  });

  test("is not a clock that runs ahead at every tenth sample", () => {
    const samples = Array.from({ length: 2001 }, (_, s) => [0, s % 10 === 9 ? s + 600 : s] as const);
    const { admitted, strays } = admitPlaces(samples);
    expect(strays).toBe(200);
    expect(admitted.every((s) => s % 10 !== 9)).toBe(true);
  });
});

describe("a sample's source time", () => {
  test.each([
    ["the first sample waits for a second one", [0], [], 0],
    ["a steady stream goes on as it comes", [0, 1, 2, 3], [0, 1, 2, 3], 0],
    ["a step back of a second is no matter", [0, 1, 2, 1, 3], [0, 1, 2, 1, 3], 0],
    ["several samples of one moment are confirmed together", [0, 0, 0, 1], [0, 0, 0, 1], 0],
    [
      "after a loss of signal five moments confirm that time has moved on",
      [0, 1, 1200, 1201, 1202, 1203, 1204],
      [0, 1, 1200, 1201, 1202, 1203, 1204],
      0,
    ],
    ["a clock that runs ahead for one sample is found astray", [0, 1, 590, 2, 3], [0, 1, 2, 3], 1],
    ["a few lines from somebody's terminal are, too", [0, 1, 3600, 3601, 3602, 2, 3], [0, 1, 2, 3], 3],
    ["so it is when it is a year ahead", [0, 1, 31_536_000, 2], [0, 1, 2], 1],
    ["two clocks astray do not confirm each other", [0, 1, 600, 90_000, 2], [0, 1, 2], 2],
    ["a stray first sample does not hide the stream", [31_536_000, 0, 1, 2], [0, 1, 2], 1],
    [
      "a late dump says nothing about where the stream is now",
      [0, 1, 2, 3, 4, 5, 1000, 1001, 1, 1002, 1003, 1004],
      [0, 1, 2, 3, 4, 5, 1, 1000, 1001, 1002, 1003, 1004],
      0,
    ],
    [
      "a loop that is asked every five minutes has no jumps",
      [0, 300, 600, 900, 1200],
      [0, 300, 600, 900, 1200],
      0,
    ],
    ["a minute between samples is no jump yet", [0, 1, 61, 121], [0, 1, 61, 121], 0],
  ])("%s", (_name, seconds, admitted, strays) => {
    expect(admit(...seconds)).toEqual({ admitted, strays });
  });

  test("that stands still in the future is counted in time, and does not pile up", () => {
    const arrivals = createArrivals(2000, 1_200_000);
    for (const s of [0, 1, 2]) arrivals.admit({ place: 0, atMs: s * 1000, value: s });
    for (let n = 0; n < 25_000; n++)
      expect(arrivals.admit({ place: 0, atMs: 4_102_444_800_000, value: n })).toEqual([]);
    expect(arrivals.strays).toBe(20_000);
    expect(arrivals.admit({ place: 0, atMs: 3000, value: 3 })).toHaveLength(1);
    expect(arrivals.strays).toBe(25_000);
  });

  test("that is a minute ahead at most is believed at once, and those behind it are late, not lost", () => {
    const arrivals = createArrivals(2000, 1_200_000);
    const admitted = [0, 1, 2, 61, 3, 4].map((s) => arrivals.admit({ place: 0, atMs: s * 1000, value: s }));
    expect(admitted.slice(3).map((some) => some.length)).toEqual([1, 1, 1]);
    expect(arrivals.strays).toBe(0);
  });
});
