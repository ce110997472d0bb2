import { describe, expect, test } from "vitest";
import { createLink } from "../../../simulator/link/create-link.ts";
import { createGapSchedule } from "../../../simulator/link/gap-schedule.ts";
import { expectAround, expectBetween, type Played, play, type Reading, rangeOf, scenarioOf } from "./play.ts";

const hourS = 3600;
const dayS = 24 * hourS;
const out = "radiator_out_c";

/** Lengths of all silences in these days, seconds. */
function silences(days: number): readonly number[] {
  const schedule = createGapSchedule(scenarioOf("N11").plant.link.gaps, 0, 11);
  const lengths: number[] = [];
  let lengthS = 0;
  for (let atS = 0; atS < days * dayS; atS++) {
    if (schedule.inGap(atS)) lengthS += 1;
    else if (lengthS > 0) {
      lengths.push(lengthS);
      lengthS = 0;
    }
  }
  return lengths;
}

const framesOf = ({ arrivals }: Played) =>
  arrivals.flatMap((arrival) => (arrival.kind === "frame" ? [arrival] : []));

/** Longest time in which nothing of a channel arrived, between two moments. */
function longestSilence(readings: readonly Reading[], fromS: number, toS: number): number {
  const times = readings.map(({ arrivesS }) => arrivesS).filter((atS) => atS >= fromS && atS <= toS);
  return rangeOf([fromS, ...times, toS].map((atS, i, all) => atS - (all[i - 1] ?? atS))).high;
}

describe("silences of N11's link in sixty days", () => {
  const days = 60;
  const lengths = silences(days);
  const between = (from: number, to: number): number =>
    lengths.filter((lengthS) => lengthS >= from && lengthS <= to).length;

  test("of 15 to 28 s come 1.1 times an hour", () => {
    expectAround(between(15, 28) / (days * 24), 1.1);
    expect(between(1, 13)).toBeLessThan(days / 10);
  });

  test("of 100 to 350 s come every four to five hours", () => {
    const everyH = (days * 24) / between(99, 350);
    expectBetween(everyH, 4, 5);
  });

  test("of 536 s and of 15 min come once a day each", () => {
    expectAround(between(536, 600), days, 0.1);
    expectAround(between(900, 1300), days, 0.1);
    expect(rangeOf(lengths).high).toBeLessThan(1300);
  });
});

describe("stamps of N11's link in ten days", () => {
  test("are a second early in 2e-5 to 1e-4 of the points", () => {
    const { link } = scenarioOf("N11").plant;
    const listened = createLink({ link, channels: ["a"], seed: 11, events: [], startS: 0, eventS: null });
    const arrivesAfterMs = link.delayS * 1000;
    let points = 0;
    let early = 0;
    for (let atS = 0; atS < 10 * dayS; atS++) {
      const frame = { sourceMs: atS * 1000, values: Float64Array.of(atS), qualities: Uint8Array.of(1) };
      listened.push(atS, frame);
      for (const arrival of listened.takeUntil(atS * 1000)) {
        if (arrival.kind !== "frame" || arrival.arrivesMs % 1000 !== 0) continue;
        points += 1;
        if (arrival.arrivesMs - arrival.frame.sourceMs === arrivesAfterMs + 1000) early += 1;
      }
    }
    expect(points).toBeGreaterThan(9 * dayS);
    expectBetween(early / points, 2e-5, 1e-4);
  });
});

describe("N11", () => {
  const played = play("N11", { forS: 20 * hourS });
  const frames = framesOf(played);

  test("is a healthy loop: nothing is lost and nothing acts on the plant", () => {
    expect(played.truthAt(20 * hourS).lostKg).toBe(0);
    expect(played.truthAt(20 * hourS).inventoryL).toBeCloseTo(44, 6);
    expect(new Set(scenarioOf("N11").events.map(({ kind }) => kind))).toEqual(
      new Set(["channels out", "clock jump"]),
    );
  });

  test("doubles a hundredth of the points; a doubled one comes behind a newer one", () => {
    const seen = new Set<unknown>();
    let newestMs = 0;
    let doubled = 0;
    let behind = 0;
    for (const { frame } of frames) {
      if (seen.has(frame)) {
        doubled += 1;
        if (frame.sourceMs < newestMs) behind += 1;
      }
      seen.add(frame);
      newestMs = Math.max(newestMs, frame.sourceMs);
    }
    expectAround(doubled / seen.size, 0.01);
    expect(behind / doubled).toBeGreaterThan(0.9);
  });

  test("leaves values out", () => {
    const whole = frames.length * (played.channels.length - 1);
    const heard = played.channels
      .filter((channel) => channel !== out)
      .reduce((sum, channel) => sum + played.readings(channel).length, 0);
    expectAround(1 - heard / whole, 0.001);
  });

  test("does without one channel for six hours, while the others go on", () => {
    const missing = longestSilence(played.readings(out), 9 * hourS, 17 * hourS);
    expectBetween(missing, 6 * hourS, 6 * hourS + 400);
    for (const channel of played.channels.filter((name) => name !== out)) {
      expect(longestSilence(played.readings(channel), 10 * hourS, 16 * hourS)).toBeLessThan(901);
    }
  });

  test("has a clock that is a second ahead for an hour", () => {
    const delayMs = scenarioOf("N11").plant.link.delayS * 1000;
    const ahead = frames.filter(({ arrivesMs, frame }) => arrivesMs - frame.sourceMs === delayMs - 1000);
    const times = ahead.map(({ arrivesMs }) => (arrivesMs - played.zeroMs) / 1000);
    expectBetween(rangeOf(times).low, 18 * hourS, 18 * hourS + 30);
    expectBetween(rangeOf(times).high, 19 * hourS - 30, 19 * hourS + 5);
    expect(ahead.length).toBeGreaterThan(0.8 * hourS);
  });

  test("would be told as nothing more than one advisory on the channel that is missing", () => {
    for (const variant of [null, "recorder", "on-change"]) {
      const { ideal } = scenarioOf("N11", variant);
      expect(ideal.map(({ severity, verdict }) => [severity, verdict])).toEqual([
        ["advisory", "data-path fault"],
      ]);
    }
  });
});

describe("N11 with a recorder", () => {
  test("brings all that was sampled in a silence of 15 min, four minutes after it", () => {
    const played = play("N11", { variant: "recorder", forS: 9 * hourS });
    const zone = played.plannedWindows().find(({ name }) => name === "zone of exclusion");
    const fromS = zone?.fromS ?? Number.NaN;
    const toS = zone?.toS ?? Number.NaN;
    expect(toS - fromS).toBe(900);
    const sampled = played.readings("flow_lpm").filter(({ atS }) => atS >= fromS && atS < toS);
    expect(new Set(sampled.map(({ atS }) => atS)).size).toBeGreaterThan(0.99 * 900);
    expect(rangeOf(sampled.map(({ arrivesS }) => arrivesS)).low).toBeGreaterThan(toS + 240);
  });
});

describe("N11 on change", () => {
  test("leaves out what has not changed, so that a channel is silent without being lost", () => {
    const every = play("N11", { forS: hourS });
    const changed = play("N11", { variant: "on-change", forS: hourS });
    for (const channel of ["radiator_in_c", "accumulator_c", "accumulator_pressure_kpa"]) {
      const share = changed.readings(channel).length / every.readings(channel).length;
      expectBetween(share, 0.1, 0.8);
    }
    const values = changed.readings("accumulator_c");
    const inOrder = [...new Map(values.map((reading) => [reading.atS, reading])).values()].sort(
      (a, b) => a.atS - b.atS,
    );
    const repeated = inOrder.filter(({ value }, i) => value === inOrder[i - 1]?.value);
    // A value that the link left out makes the next two look the same.
    expect(repeated.length / inOrder.length).toBeLessThan(0.05);
  });
});
