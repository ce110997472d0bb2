import fc from "fast-check";
import { expect, test } from "vitest";
import { minutes } from "../../protocol/time.ts";
import { createLane, type DetectorLane } from "../../server/app/lane.ts";
import { createWatchfulDetector, type WatchfulDetector } from "../support/watchful-detector.ts";

const t0 = 1_671_062_400_000;

/** Plays all that the lane remembers into its shadow, as it was; the shadow's log. */
function replayed(lane: DetectorLane<WatchfulDetector>): readonly string[] | null {
  const shadow = lane.shadow();
  if (shadow === null) return null;
  const { detector } = shadow;
  shadow.play({
    take: detector.take,
    operate: detector.operate,
    evaluate(atMs) {
      detector.evaluate(atMs);
      return true;
    },
  });
  return detector.log;
}

function createWatchedLane() {
  const told: string[] = [];
  const lane = createLane(createWatchfulDetector(t0), {
    onEvaluated: (atMs) => void told.push(`evaluated ${atMs - t0}`),
    onOperation: (operation, atMs) => void told.push(`${operation} ${atMs - t0}`),
    onRevised: (atMs) => void told.push(`revised ${atMs - t0}`),
  });
  return { lane, told };
}

test("there is no shadow before the first evaluation", () => {
  const { lane } = createWatchedLane();
  expect(lane.shadow()).toBeNull();
  lane.take(0, t0, 1);
  lane.advance();
  expect(lane.shadow()).toBeNull();
});

test("a shadow begins some twenty minutes back and ends where the detector is", () => {
  const { lane } = createWatchedLane();
  for (let s = 0; s <= 7200; s++) {
    lane.take(0, t0 + s * 1000, s);
    lane.advance();
  }
  const shadow = lane.shadow()!;
  expect(shadow.toMs).toBe(t0 + 7197_000);
  expect(shadow.toMs - shadow.fromMs).toBeGreaterThanOrEqual(minutes(19));
  expect(shadow.toMs - shadow.fromMs).toBeLessThanOrEqual(minutes(31));
  expect(replayed(lane)).toEqual(lane.detector.log);
});

test("a listener that has heard enough is told nothing more", () => {
  const { lane } = createWatchedLane();
  for (let s = 0; s <= 60; s++) lane.take(0, t0 + s * 1000, s);
  lane.advance();
  const heard: string[] = [];
  lane.shadow()!.play({
    take: (_, atMs) => void heard.push(`sample ${(atMs - t0) / 1000}`),
    operate: () => undefined,
    evaluate(atMs) {
      heard.push(`evaluate ${(atMs - t0) / 1000}`);
      return atMs < t0 + 2000;
    },
  });
  expect(heard).toEqual(["sample 0", "evaluate 0", "sample 1", "evaluate 1", "sample 2", "evaluate 2"]);
});

const countsOf = ({ newestMs, late, repeated, revisions, caughtUp }: DetectorLane<WatchfulDetector>) => ({
  newestMs,
  late,
  repeated,
  revisions,
  caughtUp,
});

/** What arrives: a sample, some of them late, in silences too, or a person's operation. */
const arrival = fc.record({
  place: fc.integer({ min: -1, max: 2 }),
  waitS: fc.oneof(
    { weight: 20, arbitrary: fc.nat(20) },
    { weight: 1, arbitrary: fc.integer({ min: 60, max: 900 }) },
  ),
  lateS: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(600) }),
  value: fc.nat(9),
});

test("what a shadow hears comes to the same as the lane, and the lane never notices", () => {
  const property = fc.property(fc.array(arrival, { minLength: 20, maxLength: 400 }), (arrivals) => {
    const watched = createWatchedLane();
    const alone = createWatchedLane();
    let nowMs = t0;
    for (const { place, waitS, lateS, value } of arrivals) {
      nowMs += waitS * 1000;
      for (const { lane } of [watched, alone]) {
        if (place < 0) lane.operate("refill", nowMs - lateS * 1000);
        else lane.take(place, nowMs - lateS * 1000, value);
        lane.advance();
      }
      const heard = value === 0 ? replayed(watched.lane) : null;
      if (heard !== null) expect(heard).toEqual(watched.lane.detector.log);
    }
    expect(watched.told).toEqual(alone.told);
    expect(watched.lane.detector.log).toEqual(alone.lane.detector.log);
    expect(countsOf(watched.lane)).toEqual(countsOf(alone.lane));
  });
  fc.assert(property, { seed: 20_221_215, numRuns: 60 });
});
