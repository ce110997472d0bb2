import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLane, latenessMs, reorderMs } from "../../server/app/lane.ts";
import { createLoopDetector } from "../../server/domain/detection/loop-detector.ts";
import { linkLostAfterMs } from "../../server/domain/quality/held-samples.ts";
import { toLoop } from "../support/builders.ts";

const t0 = 1_671_062_400_000;

/** A sample as it arrives: channel, milliseconds after the beginning, value. */
type Sample = readonly [place: number, ms: number, value: number];

/** In place of a channel: the loop was serviced. */
const serviced = -1;

/** A lane on a real detector, and what happened in it: seconds evaluated with the values held, services. */
function createWatchedLane() {
  const detector = createLoopDetector(toLoop());
  const happened: (readonly (number | string | null)[])[] = [];
  const held = (atMs: number) =>
    [0, 1, 2].map((i) => {
      const value = detector.held.usable(i, atMs);
      return Number.isNaN(value) ? null : value;
    });
  const lane = createLane(detector, {
    onEvaluated: (atMs) => void happened.push([atMs - t0, ...held(atMs)]),
    onOperation: (operation, atMs) => void happened.push([atMs - t0, operation]),
    onRevised: (atMs) => void happened.push([atMs - t0, "revised"]),
  });
  return {
    lane,
    happened,
    /** Takes samples that came in one request. */
    arrive(...samples: readonly Sample[]): void {
      for (const [place, ms, value] of samples) {
        if (place === serviced) lane.operate("serviced", t0 + ms);
        else lane.take(place, t0 + ms, value);
      }
      lane.advance();
    },
  };
}

describe("the way of samples to evaluations", () => {
  test("has no newest time and evaluates nothing before the first sample", () => {
    const { lane, happened } = createWatchedLane();
    lane.advance();
    expect(lane).toMatchObject({ newestMs: null, late: 0, repeated: 0 });
    expect(happened).toEqual([]);
  });

  test("waits two seconds for what comes out of order", () => {
    const { arrive, happened } = createWatchedLane();
    arrive([0, 0, 300], [0, 1000, 301]);
    expect(happened).toEqual([]);
    arrive([0, 3000, 303]);
    expect(happened).toEqual([[0, 300, null, null]]);
  });

  test("puts samples in the order of their source time", () => {
    const { arrive, happened } = createWatchedLane();
    arrive([0, 0, 300]);
    arrive([0, 2000, 302]);
    arrive([0, 1000, 301]);
    arrive([0, 5000, 305]);
    expect(happened).toEqual([
      [0, 300, null, null],
      [1000, 301, null, null],
    ]);
  });

  test("evaluates every whole second once, with what was known then", () => {
    const { arrive, happened } = createWatchedLane();
    arrive([0, 400, 300], [1, 1600, 450], [0, 2400, 302], [0, 6400, 306]);
    expect(happened).toEqual([
      [1000, 300, null, null],
      [2000, 300, 450, null],
    ]);
    arrive([0, 7400, 307]);
    expect(happened.map(([ms]) => ms)).toEqual([1000, 2000]);
    arrive([0, 8400, 308]);
    expect(happened.map(([ms]) => ms)).toEqual([1000, 2000, 3000, 4000, 5000, 6000]);
  });

  test.each([
    ["just within two seconds", reorderMs - 1, 0],
    ["exactly two seconds, and waits for its turn to be judged anew", reorderMs, 0],
    ["just within twenty minutes", latenessMs - 1, 0],
    ["exactly twenty minutes", latenessMs, 1],
    ["an hour", 3_600_000, 1],
  ])("a sample %s behind the newest is too late or not: %i ms", (_name, behindMs, late) => {
    const { lane, arrive } = createWatchedLane();
    arrive([0, -1000, 300], [0, 0, 300]);
    arrive([1, -behindMs, 450]);
    expect(lane.late).toBe(late);
    expect(lane.newestMs).toBe(t0);
  });

  test("counts repeats; the last one is what was measured", () => {
    const { lane, arrive, happened } = createWatchedLane();
    arrive([0, 0, 300], [1, 0, 450], [0, 0, 299]);
    arrive([0, 0, 298]);
    arrive([0, 1000, 300], [0, 4000, 300]);
    expect(happened).toEqual([[0, 298, 450, null]]);
    expect(lane).toMatchObject({ repeated: 2, late: 0 });
  });

  test("stands still a minute after the last sample, and goes on when something is heard", () => {
    const { arrive, happened } = createWatchedLane();
    arrive([0, 0, 300]);
    arrive([0, 3_600_000, 301]);
    arrive([0, 3_602_000, 302], [0, 3_604_000, 302]);
    const secondsEvaluated = happened.map(([ms]) => Number(ms) / 1000);
    expect(secondsEvaluated.slice(0, 60)).toEqual(Array.from({ length: 60 }, (_, s) => s));
    expect(secondsEvaluated.slice(60)).toEqual([3600, 3601]);
    expect(linkLostAfterMs).toBe(60_000);
  });

  test("believes nothing from before a silence", () => {
    const { arrive, happened } = createWatchedLane();
    arrive([0, 0, 300], [1, 0, 450]);
    arrive([0, 120_000, 301], [0, 122_000, 301], [0, 124_000, 301]);
    expect(happened.at(-1)).toEqual([121_000, 301, null, null]);
  });

  test("hears of a service in its place between the samples", () => {
    const { arrive, happened } = createWatchedLane();
    arrive([0, 0, 300], [0, 3000, 303], [serviced, 1500, 0]);
    arrive([0, 5000, 305]);
    expect(happened).toEqual([
      [0, 300, null, null],
      [1000, 300, null, null],
      [1500, "serviced"],
      [2000, 300, null, null],
    ]);
  });

  test.each([
    ["an hour late", -3_600_000],
    ["a year early, by the wall clock of somebody's terminal", 31_536_000_000],
  ])("believes a service at once that is %s", (_name, offMs) => {
    const { arrive, happened, lane } = createWatchedLane();
    arrive([0, 0, 300], [0, 3000, 303], [serviced, 3000 + offMs, 0]);
    arrive([0, 6000, 306]);
    expect(happened.filter(([, what]) => what === "serviced")).toEqual([[3000, "serviced"]]);
    expect(lane).toMatchObject({ late: 0, strays: 0, newestMs: t0 + 6000 });
  });

  test("keeps a service from before the first sample until that comes", () => {
    const { arrive, happened } = createWatchedLane();
    arrive([serviced, -5000, 0]);
    expect(happened).toEqual([]);
    arrive([0, 0, 300], [0, 1000, 301], [0, 3000, 303]);
    expect(happened).toEqual([
      [-5000, "serviced"],
      [0, 300, null, null],
    ]);
  });

  test("believes a service of the year 3000 from the first sample on, and no longer than another", () => {
    const { arrive, happened, lane } = createWatchedLane();
    arrive([serviced, 31_536_000_000_000, 0], [serviced, 30_000, 0]);
    expect(happened).toEqual([]);
    for (let s = 0; s <= 40; s++) arrive([0, s * 1000, 300]);
    expect(happened.filter(([, what]) => what === "serviced").map(([ms]) => ms)).toEqual([0, 30_000]);
    expect(lane).toMatchObject({ late: 0, strays: 0, newestMs: t0 + 40_000 });
  });

  test("keeps a bounded number of what is said again and again before the first sample", () => {
    const { arrive, happened } = createWatchedLane();
    for (let n = 1000; n >= 1; n--) arrive([serviced, -n * 1000, 0]);
    arrive([0, 0, 300], [0, 3000, 303]);
    expect(happened.filter(([, what]) => what === "serviced")).toHaveLength(100);
  });

  test("is not led astray by one sample from a clock that runs ahead", () => {
    const { arrive, happened, lane } = createWatchedLane();
    arrive([0, 0, 300], [0, 1000, 300]);
    arrive([0, 590_000, 100]);
    arrive([0, 2000, 302], [0, 5000, 305], [0, 8000, 308]);
    expect(lane).toMatchObject({ late: 0, strays: 1, newestMs: t0 + 8000 });
    expect(happened.map(([, value]) => value)).not.toContain(100);
  });

  test("does not mind how the stream is cut into requests", () => {
    const sample = fc.tuple(
      fc.integer({ min: -1, max: 2 }),
      // Steps in source time: mostly forward, sometimes back, sometimes a long silence.
      fc.oneof(fc.integer({ min: -3000, max: 2500 }), fc.integer({ min: 0, max: 200_000 })),
      fc.integer({ min: 250, max: 350 }),
    );
    const stream = fc.array(fc.tuple(sample, fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(stream, (steps) => {
        let ms = 0;
        const samples = steps.map(([[place, stepMs, value]]): Sample => {
          ms += stepMs;
          return [place, ms, value];
        });
        const whole = createWatchedLane();
        whole.arrive(...samples);
        const cut = createWatchedLane();
        let request: Sample[] = [];
        for (const [i, given] of samples.entries()) {
          request.push(given);
          if (!steps[i]?.[1]) continue;
          cut.arrive(...request);
          request = [];
        }
        cut.arrive(...request);
        expect(cut.happened).toEqual(whole.happened);
        expect([cut.lane.late, cut.lane.repeated]).toEqual([whole.lane.late, whole.lane.repeated]);
      }),
      { numRuns: 300 },
    );
  });

  test("keeps its order over many thousands of samples and loses none", () => {
    const { arrive, happened } = createWatchedLane();
    const at = (s: number): Sample => [0, s * 1000, 300 + (s % 7)];
    for (let s = 0; s < 12_000; s += 2) arrive(at(s + 1), at(s));
    expect(happened).toHaveLength(11_997);
    expect(happened.every(([ms, value], s) => ms === s * 1000 && value === 300 + (s % 7))).toBe(true);
  });
});
