import { beforeAll, describe, expect, test } from "vitest";
import type { DetectionState } from "../../protocol/estimate.ts";
import { hours, minutes } from "../../protocol/time.ts";
import { createLane, type DetectorLane } from "../../server/app/lane.ts";
import { createProver } from "../../server/app/prove.ts";
import { createLoopDetector, type LoopDetector } from "../../server/domain/detection/loop-detector.ts";
import { findStill } from "../../server/domain/proof/find-still.ts";
import { benchPressureKpa } from "../support/bench-plant.ts";
import { pumpHeadKpa } from "../support/bench-run.ts";
import { toLoop } from "../support/builders.ts";
import { createFakeClock, fakeStartMs } from "../support/fake-clock.ts";
import { createNoise } from "../support/noise.ts";

const t0 = 1_671_062_400_000;
const loop = toLoop();
const steps = [0.1, 0.1, 0.01];

/** The bench loop on a lane of its own: a sample of each channel a second, as converters show it; `swingK`: of its temperature, in 94 min. */
function createBenchLane(swingK = 0.05) {
  const noise = createNoise(1);
  const told: string[] = [];
  const lane = createLane(createLoopDetector(loop), {
    onEvaluated: (atMs) => void told.push(`${atMs} ${JSON.stringify(lane.detector.estimate())}`),
    onOperation: () => undefined,
    onRevised: () => undefined,
  });
  let s = 0;
  return {
    lane,
    told,
    /** `shows`: a channel in place of the truth; `null`: silent. */
    runs(lengthS: number, shows: (i: number, value: number) => number | null = (_, value) => value): void {
      for (const untilS = s + lengthS; s < untilS; s++) {
        const tempC = 20 + swingK * Math.sin(s / 900);
        const kpa = benchPressureKpa(0, tempC);
        for (const [i, truth] of [kpa, kpa + pumpHeadKpa, tempC].entries()) {
          const step = steps[i]!;
          const value = Math.round((truth + 1.2 * step * noise.normal()) / step) * step;
          const shown = shows(i, value);
          if (shown !== null) lane.take(i, t0 + s * 1000, shown);
        }
      }
      lane.advance();
    },
  };
}

type ProvenLane = Pick<DetectorLane<LoopDetector>, "detector" | "shadow">;

const proofOf = (lane: ProvenLane | null, silent = false) =>
  createProver({ lane: () => lane, isSilent: () => silent, clock: createFakeClock() }).prove("bench", 7);

/** The same lane with a detector that never finds a leak. */
function blinded(lane: DetectorLane<LoopDetector>): ProvenLane {
  const toBlind = (detector: LoopDetector): LoopDetector => {
    const { take, operate, evaluate, estimate, finding, settled, held } = detector;
    return { ...detector, take, operate, evaluate, estimate, finding, settled, held, leaking: false };
  };
  return {
    detector: lane.detector,
    shadow() {
      const shadow = lane.shadow();
      return shadow === null ? null : { ...shadow, detector: toBlind(shadow.detector) };
    },
  };
}

const learnt = (swingK = 0.05): ReturnType<typeof createBenchLane> => {
  const bench = createBenchLane(swingK);
  bench.runs(hours(2) / 1000);
  return bench;
};

describe("on a healthy loop", () => {
  let bench: ReturnType<typeof createBenchLane>;
  beforeAll(() => {
    bench = learnt();
  });

  test("a synthetic leak is found, of a size that the detector said it would find", () => {
    const { detection } = bench.lane.detector.estimate();
    const smallest = detection.kind === "watching" ? (detection.smallestKgPerH ?? Number.NaN) : Number.NaN;
    const proof = proofOf(bench.lane);
    expect(proof).toMatchObject({ loopId: "bench", atMs: fakeStartMs, lastFoundMs: fakeStartMs });
    expect(proof.outcome.kind).toBe("found");
    expect(proof.leakKgPerH).toBeCloseTo(3 * smallest, 9);
  });

  test("a detector that finds nothing is found out, however large the leak", () => {
    expect(proofOf(blinded(bench.lane))).toMatchObject({
      outcome: { kind: "missed", waitedMs: minutes(15) },
      lastFoundMs: 7,
    });
  });
});

test("a loop that was learnt in a part of its swing knows what it does in the rest by now: it finds what it says", () => {
  const bench = learnt(1);
  const { detection } = bench.lane.detector.estimate();
  const { outcome, leakKgPerH } = proofOf(bench.lane);
  expect(outcome.kind).toBe("found");
  expect(leakKgPerH).toBeCloseTo(
    3 * (detection.kind === "watching" ? (detection.smallestKgPerH ?? 0) : 0),
    9,
  );
});

test("a loop with a still sensor is tried as it is", () => {
  const bench = learnt(1);
  bench.runs(180, (i, value) => (i === 1 ? 450 : value));
  expect(proofOf(bench.lane).outcome.kind).toBe("found");
});

test("the loop itself goes on as if nothing had been tried", () => {
  const tried = createBenchLane();
  const alone = createBenchLane();
  for (let n = 0; n < 12; n++) {
    for (const { runs } of [tried, alone]) runs(600);
    if (n > 6) expect(proofOf(tried.lane).outcome.kind).toBe("found");
  }
  expect(tried.told).toEqual(alone.told);
  expect(tried.lane.detector.state).toEqual(alone.lane.detector.state);
});

describe("nothing is tried", () => {
  test("on a loop that does not exist, or has sent nothing", () => {
    expect(proofOf(null)).toMatchObject({
      outcome: { kind: "not tried", reason: "There is no such loop." },
      leakKgPerH: null,
      lastFoundMs: 7,
    });
    expect(proofOf(createBenchLane().lane).outcome).toEqual({
      kind: "not tried",
      reason: "No telemetry has come from this loop yet.",
    });
  });

  test("while the loop is learnt", () => {
    const bench = createBenchLane();
    bench.runs(1200);
    const { outcome } = proofOf(bench.lane);
    expect(outcome.kind === "not tried" && outcome.reason).toMatch(/^The loop is still being learnt: /);
  });

  test("before the detector has watched for as long as is remembered", () => {
    const bench = createBenchLane();
    bench.runs(minutes(35) / 1000);
    expect(bench.lane.detector.estimate().detection.kind).toBe("watching");
    expect(proofOf(bench.lane).outcome).toEqual({
      kind: "not tried",
      reason: "The loop has not been watched for long enough since the start.",
    });
  });

  test("while nothing is heard", () => {
    expect(proofOf(learnt().lane, true).outcome).toEqual({
      kind: "not tried",
      reason: "Nothing is heard of this loop.",
    });
  });

  test("when most of the last minutes were silent and nothing was found", () => {
    const bench = learnt();
    bench.runs(minutes(14) / 1000, () => null);
    bench.runs(minutes(2) / 1000);
    const { outcome } = proofOf(blinded(bench.lane));
    expect(outcome.kind === "not tried" && outcome.reason).toMatch(
      /^The loop was heard for .* only of the last 15 min\.$/,
    );
  });

  test.each<[string, DetectionState, RegExp]>([
    ["a leak is annunciated", { kind: "leaking" }, /annunciated already/],
    ["the answer is not known", { kind: "unknown", reason: "the loop settles" }, /: the loop settles\.$/],
  ])("while %s", (_name, detection, reason) => {
    const { lane } = learnt();
    const estimate = () => ({ ...lane.detector.estimate(), detection });
    const { outcome } = proofOf({ detector: { ...lane.detector, estimate }, shadow: lane.shadow });
    expect(outcome.kind === "not tried" && outcome.reason).toMatch(reason);
  });
});

describe("a channel that shows nothing of what happens", () => {
  const stillOf = ({ lane }: ReturnType<typeof createBenchLane>): readonly number[] =>
    findStill(lane.detector, lane.shadow()!.toMs);

  test("is none of a healthy loop", () => {
    expect(stillOf(learnt())).toEqual([1, 1, 1].map(() => Number.POSITIVE_INFINITY));
  });

  test("has stopped although its noise never rested", () => {
    const bench = learnt();
    bench.runs(180, (i, value) => (i === 1 ? 450 : value));
    expect(stillOf(bench)).toEqual([Number.POSITIVE_INFINITY, t0 + hours(2), Number.POSITIVE_INFINITY]);
  });

  test("is not one whose converter rested before too", () => {
    const bench = createBenchLane(0);
    let atS = 0;
    const resting = (i: number, value: number): number => {
      if (i === 1) atS += 1;
      return i === 1 && atS % 600 > 300 ? 450 : value;
    };
    bench.runs(hours(2) / 1000, resting);
    bench.runs(900, (i, value) => (i === 1 ? 450 : value));
    expect(stillOf(bench)[1]).toBe(Number.POSITIVE_INFINITY);
  });

  test("is out of use", () => {
    const bench = learnt();
    bench.runs(60, (i, value) => (i === 0 ? 5000 : value));
    expect(stillOf(bench)[0]).toBe(Number.NEGATIVE_INFINITY);
  });
});
