import { describe, expect, test } from "vitest";
import type { DetectedClass } from "../../../protocol/alarm.ts";
import type { LoopDetector } from "../../../server/domain/detection/loop-detector.ts";
import type { Channel } from "../../../server/domain/loop/loop.ts";
import { benchPressureKpa } from "../../support/bench-plant.ts";
import { type BenchMoment, createBenchRun, pumpHeadKpa } from "../../support/bench-run.ts";
import { toChannel, toLoop } from "../../support/builders.ts";

const usual = toLoop().channels;
const withFlow = [
  ...usual,
  toChannel({ id: "flow", name: "Flow", role: "flow", unit: "L/min", range: { low: -5, high: 100 } }),
];
const withQuantity = [
  ...usual,
  toChannel({
    id: "quantity",
    name: "Quantity",
    role: "quantity",
    unit: "%",
    range: { low: -5, high: 105 },
    step: 0.01,
  }),
];
const toRope = (id: string): Channel =>
  toChannel({ id, name: id, role: "wetness", unit: "1", range: { low: -2, high: 3 }, step: 1 });
const withRopes = [...usual, toRope("rope-a"), toRope("rope-b")];
const ropes = (a: number | null, b: number | null): BenchMoment => ({ shows: { "rope-a": a, "rope-b": b } });
const dry = ropes(0, 0);

/** A loop that has learnt for half an hour, then lives through a story. */
interface Case {
  readonly name: string;
  readonly channels?: readonly Channel[];
  readonly healthy?: BenchMoment;
  readonly declares?: "refill" | "isolation" | "maintenance";
  readonly lengthS: number;
  readonly story: (s: number) => BenchMoment;
}

function live({ channels = usual, healthy = {}, declares, lengthS, story }: Case): LoopDetector {
  const bench = createBenchRun(toLoop({ channels }));
  bench.run(1900, () => healthy);
  if (declares !== undefined) bench.detector.operate(declares, bench.atMs);
  bench.run(lengthS, story);
  return bench.detector;
}

const classes: readonly DetectedClass[] = ["leak", "sensor", "data-path", "process"];

/** Severity, verdict and headline of everything that stands, by class. */
function standing(detector: LoopDetector): Record<string, string> {
  const told: Record<string, string> = {};
  for (const alarmClass of classes) {
    const finding = detector.finding(alarmClass);
    if (finding !== null) told[alarmClass] = `${finding.severity}, ${finding.verdict}: ${finding.headline}`;
  }
  return told;
}

const warming = (s: number): number => 20 + 5 * (1 - Math.exp(-s / 60));
const gasGone = (s: number): BenchMoment => {
  const kpa = benchPressureKpa(0.001 * s, 20);
  return { off: { "p-acc": kpa - 300, "p-out": kpa - 300 } };
};

describe("what stands when nothing is lost", () => {
  test.each<Case & { readonly wanted: Record<string, unknown> }>([
    { name: "nothing happens", lengthS: 900, story: () => ({}), wanted: {} },
    { name: "dry ropes", channels: withRopes, healthy: dry, lengthS: 900, story: () => dry, wanted: {} },
    {
      name: "a refill is declared and nothing comes of it",
      declares: "refill",
      lengthS: 900,
      story: () => ({}),
      wanted: {},
    },
    {
      name: "a declared refill",
      declares: "refill",
      lengthS: 900,
      story: (s) => ({ lostL: -Math.min(1, s / 600) }),
      // It does what it was declared for.
      wanted: {},
    },
    {
      name: "a refill that nobody declared",
      lengthS: 900,
      story: (s) => ({ lostL: -Math.min(1, s / 600) }),
      wanted: {
        process: expect.stringMatching(/^advisory, fill or drain: About .* nobody has declared a refill$/),
      },
    },
    {
      name: "valves of a declared isolation",
      declares: "isolation",
      lengthS: 120,
      story: (s) => ({ lostL: Math.min(0.8, Math.max(0, 0.05 * (s - 20))) }),
      wanted: {
        process: expect.stringMatching(/^advisory, pump or valve change: Declared isolation.*−800 mL since$/),
      },
    },
    {
      name: "the pump slows down",
      channels: withFlow,
      lengthS: 300,
      story: () => ({ off: { flow: -3, "p-out": -60 } }),
      wanted: {
        process: "advisory, pump or valve change: The pump or a valve has changed; no loss is seen",
      },
    },
    {
      name: "the pump stops",
      channels: withFlow,
      lengthS: 200,
      story: () => ({ off: { flow: -12, "p-out": -pumpHeadKpa } }),
      wanted: { process: "warning, pump or valve change: The pump has stopped; the loop does not cool" },
    },
    {
      name: "the pump stopped, and what stands still warms where no thermometer is",
      channels: withFlow,
      lengthS: 900,
      story: (s) => ({ tempC: 20 + s / 60, off: { flow: -12, "p-out": -pumpHeadKpa, "t-in": -s / 60 } }),
      wanted: {
        process:
          "advisory, thermal transient: Pressure moves with the temperature of coolant that stands still",
      },
    },
    {
      name: "a heat load",
      lengthS: 600,
      story: (s) => ({ tempC: warming(s) }),
      wanted: { process: "advisory, thermal transient: The loop is warming; its pressure follows" },
    },
    {
      name: "a heat load that goes",
      lengthS: 600,
      story: (s) => ({ tempC: 40 - warming(s) }),
      wanted: { process: "advisory, thermal transient: The loop is cooling; its pressure follows" },
    },
    {
      name: "gas leaves the accumulator",
      channels: withQuantity,
      lengthS: 900,
      story: gasGone,
      wanted: { process: "caution, gas-side loss: The accumulator loses gas, not coolant" },
    },
    {
      name: "one rope is wet",
      channels: withRopes,
      healthy: dry,
      lengthS: 60,
      story: () => ropes(1, 0),
      wanted: { sensor: "caution, unknown: rope-a is wet, unconfirmed: go and look" },
    },
    {
      name: "one rope is wet, then it falls silent",
      channels: withRopes,
      healthy: dry,
      lengthS: 200,
      story: (s) => ropes(s < 60 ? 1 : null, 0),
      wanted: {
        sensor: "caution, unknown: rope-a is wet, unconfirmed: go and look",
        "data-path": "advisory, data-path fault: rope-a is no longer received. Nothing else has changed",
      },
    },
    {
      name: "one rope was wet and is dry again",
      channels: withRopes,
      healthy: dry,
      lengthS: 200,
      story: (s) => ropes(s < 60 ? 1 : 0, 0),
      wanted: {},
    },
    {
      name: "a rope's cable is broken",
      channels: withRopes,
      healthy: dry,
      lengthS: 60,
      story: () => ropes(-1, 0),
      wanted: { sensor: "advisory, sensor fault: rope-a: cable broken" },
    },
    {
      name: "two ropes are wet",
      channels: withRopes,
      healthy: dry,
      lengthS: 60,
      story: () => ropes(1, 1),
      wanted: { leak: "warning, leak: Coolant leak: rope-a and rope-b are wet" },
    },
  ])("of $name", ({ wanted, ...given }) => {
    const detector = live(given);
    expect(standing(detector)).toEqual(wanted);
    expect(detector.leaking).toBe(false);
  });
});

describe("a known leak", () => {
  test("is told alone: what the loop itself does beside it is no alarm of its own", () => {
    const detector = live({
      name: "",
      channels: withFlow,
      lengthS: 600,
      story: (s) => ({ lostL: 0.001 * s, off: s < 300 ? {} : { flow: -3 } }),
    });
    expect(Object.keys(standing(detector))).toEqual(["leak"]);
  });

  test("with a wet rope says so, and the rope is no alarm of its own any more", () => {
    const bench = createBenchRun(toLoop({ channels: withRopes }));
    bench.run(1900, () => dry);
    bench.run(60, () => ropes(1, 0));
    expect(Object.keys(standing(bench.detector))).toEqual(["sensor"]);
    bench.run(900, (s) => ({ lostL: 0.0001 * s, ...ropes(1, 0) }));
    expect(Object.keys(standing(bench.detector))).toEqual(["leak"]);
    const texts = bench.detector.finding("leak")?.evidence.map(({ text }) => text) ?? [];
    expect(texts.some((text) => text.includes("rope-a"))).toBe(true);
  });
});

describe("what stands in short", () => {
  test("changes with the detector's findings and not from second to second", () => {
    const bench = createBenchRun(toLoop({ channels: withRopes }));
    bench.run(1900, () => dry);
    const words = new Set<number>();
    const note = (): boolean => {
      words.add(bench.detector.standing);
      return false;
    };
    bench.run(600, () => dry, note);
    expect(words.size).toBe(1);
    bench.run(30, () => ropes(1, 0), note);
    expect(words.size).toBe(2);
    bench.run(300, (s) => ({ lostL: 0.001 * s, ...ropes(1, 0) }), note);
    expect(words.size).toBe(3);
  });
});
