import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLane, latenessMs } from "../../server/app/lane.ts";
import { createWatchfulDetector } from "../support/watchful-detector.ts";

const t0 = 1_671_062_400_000;

/** A sample as it arrives: channel, seconds after the beginning, value. */
type Sample = readonly [place: number, s: number, value: number];

/** In place of a channel: the loop was refilled. */
const refill = -1;

const latenessS = latenessMs / 1000;

/** A lane on a detector of which copies can be made, and what it told. */
function createLateLane() {
  const counts = { forks: 0, evaluations: 0 };
  const told: (readonly [what: string, s: number])[] = [];
  const lane = createLane(createWatchfulDetector(t0, counts), {
    onEvaluated: (atMs) => void told.push(["row", (atMs - t0) / 1000]),
    onOperation: (operation, atMs) => void told.push([operation, (atMs - t0) / 1000]),
    onRevised: (atMs) => void told.push(["revised", (atMs - t0) / 1000]),
  });
  return {
    lane,
    told,
    counts,
    log: () => lane.detector.log,
    toldOf: (what: string) => told.filter(([word]) => word === what).map(([, s]) => s),
    arrive(...samples: readonly Sample[]): void {
      for (const [place, s, value] of samples) {
        if (place === refill) lane.operate("refill", t0 + s * 1000);
        else lane.take(place, t0 + s * 1000, value);
      }
      lane.advance();
    },
  };
}

const live = (fromS: number, untilS: number): Sample[] =>
  Array.from({ length: untilS - fromS }, (_, n) => [0, fromS + n, 300 + fromS + n]);

/** A detector's life without the order inside a moment, which says nothing. */
const sortedMoments = (log: readonly string[]): string[] =>
  log
    .map((line) => ({ line, s: Number(line.split(" ").at(-1)), rank: line.startsWith("?") ? 1 : 0 }))
    .toSorted((a, b) => a.s - b.s || a.rank - b.rank || a.line.localeCompare(b.line))
    .map(({ line }) => line);

/** What a detector is given when everything comes in time and in order. */
function inOrder(samples: readonly Sample[]): readonly string[] {
  const { arrive, log } = createLateLane();
  arrive(...samples.toSorted((a, b) => a[1] - b[1] || a[0] - b[0]));
  return log();
}

describe("samples that come late", () => {
  test("are judged in their place once they have stopped coming for five seconds", () => {
    const { arrive, lane, log, toldOf } = createLateLane();
    arrive(...live(0, 50), ...live(70, 100));
    arrive(...live(50, 70));
    expect(toldOf("revised")).toEqual([]);
    arrive(...live(100, 104));
    expect(toldOf("revised")).toEqual([]);
    arrive(...live(104, 106));
    expect(toldOf("revised")).toEqual([101]);
    arrive(...live(106, 120));
    expect(log()).toEqual(inOrder(live(0, 120)));
    expect(lane).toMatchObject({ late: 0, strays: 0, revisions: 1, caughtUp: 20 });
  });

  test("change nothing of what was told: each second is told once, and in order", () => {
    const { arrive, toldOf } = createLateLane();
    arrive(...live(0, 50), ...live(400, 600));
    arrive(...live(50, 400));
    arrive(...live(600, 700));
    const rows = toldOf("row");
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
    expect(new Set(rows).size).toBe(rows.length);
    // Nothing was heard between, and the detector held its last values for a minute only.
    expect(rows.filter((s) => s > 110 && s < 399)).toEqual([]);
  });

  test("are judged as if they had come in time, whatever their order and however often they come", () => {
    const property = fc.property(
      fc.integer({ min: 100, max: 1500 }),
      fc.integer({ min: 1, max: 900 }),
      fc.array(fc.nat(10_000), { minLength: 5, maxLength: 40 }),
      (gapS, lengthS, picks) => {
        const { arrive, lane, log } = createLateLane();
        const backS = gapS + lengthS;
        const dump = live(gapS, backS);
        const shuffled = picks.map((pick) => dump[pick % dump.length]!);
        arrive(...live(0, gapS), ...live(backS, backS + 240));
        // Out of order, some twice, one with a wrong value first.
        arrive([0, gapS, -1], ...shuffled, ...dump.toReversed());
        arrive(...live(backS + 240, backS + 300));
        expect(log()).toEqual(inOrder(live(0, backS + 300)));
        expect(lane).toMatchObject({ late: 0, strays: 0 });
      },
    );
    fc.assert(property, { seed: 5, numRuns: 40 });
  });

  test("count from now on where a copy of the detector is older than the earliest of them", () => {
    const { arrive, log } = createLateLane();
    // The very first samples of all were late.
    arrive(...live(20, 40));
    arrive(...live(5, 20));
    arrive(...live(40, 50));
    expect(log()).toEqual(inOrder(live(5, 50)));
  });

  test.each([
    ["a second inside the window", latenessS - 1, 0],
    ["as old as the window", latenessS, 1],
    ["an hour", 3600, 1],
  ])("are not judged beyond the window, and counted: %s", (_name, behindS, late) => {
    const { arrive, lane } = createLateLane();
    arrive(...live(0, 4000));
    arrive([1, 3999 - behindS, 450]);
    arrive(...live(4000, 4040));
    expect(lane).toMatchObject({ late, revisions: 1 - late });
  });

  test("cost nothing when they repeat what is known", () => {
    const { arrive, lane, told, counts } = createLateLane();
    arrive(...live(0, 1000));
    const before = { told: told.length, forks: counts.forks, repeated: lane.repeated };
    arrive(...live(100, 990));
    arrive(...live(1000, 1001));
    expect(lane).toMatchObject({ late: 0, revisions: 0, repeated: before.repeated + 890 });
    expect(told.length).toBe(before.told + 1);
    expect(counts.forks).toBe(before.forks);
  });

  test("with another value than before take its place", () => {
    const { arrive, lane, log } = createLateLane();
    arrive(...live(0, 100), [0, 90, 7], ...live(100, 120));
    const expected: Sample[] = live(0, 120).map((one) => (one[1] === 90 ? [0, 90, 7] : one));
    expect(log()).toEqual(inOrder(expected));
    expect(lane).toMatchObject({ revisions: 1, caughtUp: 1 });
  });

  test("that trickle in for ever lead to one look back in thirty seconds, and a short one", () => {
    const { arrive, lane, log, toldOf, counts } = createLateLane();
    const slow: Sample[] = [];
    for (let s = 0; s < 3000; s++) {
      arrive([0, s, 300 + s]);
      if (s < 10) continue;
      const sample: Sample = [1, s - 10, 450];
      slow.push(sample);
      arrive(sample);
    }
    const revised = toldOf("revised");
    expect(revised.length).toBeGreaterThan(90);
    expect(revised.length).toBeLessThanOrEqual(100);
    for (const [n, s] of revised.slice(1).entries()) expect(s - revised[n]!).toBeGreaterThanOrEqual(30);
    expect(lane.late).toBe(0);
    expect(counts.evaluations).toBeLessThan(3 * 3000);
    const until = (lines: readonly string[]) => lines.slice(0, lines.indexOf("? 2900"));
    const expected = inOrder([...live(0, 3000), ...slow]);
    expect(sortedMoments(until(log()))).toEqual(sortedMoments(until(expected)));
  });
});

describe("an operation", () => {
  test("that is declared late takes its place in the past, and is told once, now", () => {
    const { arrive, log, told } = createLateLane();
    arrive(...live(0, 100), [refill, 40.5, 0], [refill, 40.5, 0]);
    arrive(...live(100, 110));
    const at = log().findIndex((line) => line.startsWith("refill"));
    expect(log().slice(at - 1, at + 2)).toEqual(["? 40", "refill @ 40.5", "0 341 @ 41"]);
    expect(log().filter((line) => line.startsWith("refill"))).toHaveLength(1);
    expect(told.filter(([what]) => what === "refill")).toEqual([["refill", 101]]);
  });

  test("that came in time is seen by a look back, and not told again", () => {
    const { arrive, log, toldOf } = createLateLane();
    arrive(...live(0, 40), [refill, 39.5, 0], ...live(40, 60), ...live(70, 100));
    arrive(...live(60, 70));
    arrive(...live(100, 110));
    expect(toldOf("revised")).toEqual([101]);
    expect(toldOf("refill")).toEqual([39.5]);
    expect(log().filter((line) => line.startsWith("refill"))).toEqual(["refill @ 39.5"]);
    expect(log()).toEqual(
      inOrder([...live(0, 40), [refill, 39.5, 0], ...live(40, 110)] as readonly Sample[]),
    );
  });

  test("from before everything that can be looked back to counts from now", () => {
    const { arrive, log, toldOf } = createLateLane();
    arrive(...live(0, 3000), [refill, 10, 0], ...live(3000, 3010));
    expect(toldOf("refill")).toEqual([2999]);
    expect(log()).toContain("refill @ 2999");
  });
});

test("what is told of late samples does not depend on the cut into requests", () => {
  const sample = fc.tuple(
    fc.integer({ min: -1, max: 2 }),
    // Steps in source time: mostly forward, sometimes far back, sometimes a silence.
    fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 4 }) },
      { weight: 2, arbitrary: fc.integer({ min: -1300, max: 0 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 1200 }) },
    ),
    fc.integer({ min: 250, max: 260 }),
  );
  const stream = fc.array(fc.tuple(sample, fc.boolean()), { minLength: 20, maxLength: 120 });
  let revisions = 0;
  fc.assert(
    fc.property(stream, (steps) => {
      let newestS = 0;
      const samples = steps.map(([[place, stepS, value]]): Sample => {
        newestS = Math.max(newestS, newestS + stepS);
        return [place, stepS < 0 ? newestS + stepS : newestS, value];
      });
      const whole = createLateLane();
      whole.arrive(...samples);
      const cut = createLateLane();
      let request: Sample[] = [];
      for (const [i, given] of samples.entries()) {
        request.push(given);
        if (!steps[i]?.[1]) continue;
        cut.arrive(...request);
        request = [];
      }
      cut.arrive(...request);
      expect(cut.told).toEqual(whole.told);
      expect(cut.log()).toEqual(whole.log());
      const counts = ({ late, repeated, revisions, caughtUp }: typeof whole.lane) => [
        late,
        repeated,
        revisions,
        caughtUp,
      ];
      expect(counts(cut.lane)).toEqual(counts(whole.lane));
      revisions += whole.lane.revisions;
    }),
    { seed: 9, numRuns: 300 },
  );
  expect(revisions).toBeGreaterThan(100);
});
