import { describe, expect, test } from "vitest";
import { days } from "../../../protocol/time.ts";
import type { Channel } from "../../../server/domain/loop/loop.ts";
import { createRedundancy } from "../../../server/domain/quality/redundancy.ts";
import { createThirdWitness } from "../../../server/domain/quality/third-witness.ts";
import { toChannel } from "../../support/builders.ts";
import { createNoise } from "../../support/noise.ts";

const dayS = 86_400;

/** Sensors of one place in an orbiting loop, read every ten seconds. */
interface Sensors {
  readonly count?: number;
  readonly stepKpa?: number;
  readonly noiseSd?: number;
  /** Fixed offset of each sensor, kPa. */
  readonly bias?: readonly number[];
  /** What a sensor shows too much at `s` seconds, kPa. */
  readonly off?: (i: number, s: number) => number;
  /** Amplitude of the orbit's swing at `s` seconds, kPa. */
  readonly swingKpa?: (s: number) => number;
}

/** Runs them for `lengthDays`. `foundDay`: when the first pair came apart; `NaN`: never. */
function compare(lengthDays: number, sensors: Sensors) {
  const { count = 2, stepKpa = 2.1126, noiseSd = 0.58, bias = [], off = () => 0 } = sensors;
  const { swingKpa = () => 10.6 } = sensors;
  const channels: Channel[] = Array.from({ length: count }, (_, i) =>
    toChannel({ id: `p${i}`, position: "accumulator", step: stepKpa }),
  );
  channels.push(toChannel({ id: "outlet", position: "pump-outlet", step: stepKpa }));
  const redundancy = createRedundancy(channels);
  const third = createThirdWitness(channels, redundancy.pairs);
  const noise = createNoise(31);
  const values = channels.map(() => 0);
  let foundDay = Number.NaN;
  for (let s = 0; s < lengthDays * dayS; s += 10) {
    // A baseline that wanders by 4 kPa over seven hours, as real loops do.
    const truth =
      1810 + swingKpa(s) * Math.sin((2 * Math.PI * s) / 5574) + 4 * Math.sin((2 * Math.PI * s) / 25_000);
    for (const i of values.keys()) {
      const head = i === count ? 100 + 0.3 * Math.sin(s / 40_000) : 0;
      const reading = truth + head + (bias[i] ?? 0) + off(i, s) + noiseSd * noise.normal();
      values[i] = stepKpa > 0 ? Math.round(reading / stepKpa) * stepKpa : reading;
    }
    for (const [p, { a, b }] of redundancy.pairs.entries()) {
      redundancy.compare(p, s * 1000, values[a]! - values[b]!, values[a]!);
      const c = third.thirdOf(p);
      if (c >= 0) third.add(p, values[a]! - values[c]!);
      if (Number.isNaN(foundDay) && redundancy.apart(p)) foundDay = s / dayS;
    }
  }
  return { redundancy, third, foundDay };
}

test("only sensors of one role at one known place are pairs", () => {
  const { pairs } = createRedundancy([
    toChannel({ id: "a", position: "accumulator" }),
    toChannel({ id: "b", position: "pump-outlet" }),
    toChannel({ id: "c", position: "accumulator" }),
    toChannel({ id: "d" }),
    toChannel({ id: "e" }),
    toChannel({ id: "t", role: "temperature", unit: "degC", position: "accumulator" }),
  ]);
  expect(pairs).toEqual([{ a: 0, b: 2 }]);
});

describe("a sensor that drifts by half a kilopascal a day from the fifth day on", () => {
  const drifts = (perDay: number) => (i: number, s: number) =>
    i === 0 ? (perDay * Math.max(0, s - 4 * dayS)) / dayS : 0;

  test.each([
    { name: "down", perDay: -0.5 },
    { name: "up", perDay: 0.5 },
  ])("$name is found within one to eight days", ({ perDay }) => {
    const { foundDay, redundancy } = compare(13, { off: drifts(perDay) });
    expect(foundDay - 4).toBeGreaterThan(1);
    expect(foundDay - 4).toBeLessThan(8);
    expect(Math.sign(redundancy.state.shift[0]!)).toBe(Math.sign(perDay));
    expect(Math.abs(redundancy.state.apartMs[0]! - days(5))).toBeLessThan(days(2));
  });

  test("is the one that is off when two others at its place agree", () => {
    const { redundancy } = compare(12, { count: 3, off: drifts(-0.5) });
    expect([0, 1, 2].map((i) => redundancy.isOff(i))).toEqual([true, false, false]);
  });

  test("is accused by a pressure elsewhere in the loop when there are only two", () => {
    const { redundancy, third } = compare(12, { off: drifts(-0.5) });
    expect(redundancy.isOff(0)).toBe(false);
    expect(third.accuses(0, redundancy.state.shift[0]!)).toBe(0);
  });

  test("is found although it drifted from the first moment", () => {
    expect(compare(10, { off: (i, s) => (i === 0 ? (-0.5 * s) / dayS : 0) }).foundDay).toBeLessThan(8);
  });
});

test.each<{ name: string; sensors: Sensors }>([
  { name: "with noise", sensors: { bias: [0, 0.9] } },
  { name: "without noise, half a step apart", sensors: { noiseSd: 0, bias: [0, 1.05] } },
  { name: "without steps", sensors: { stepKpa: 0, noiseSd: 0.3, bias: [3, 0] } },
  {
    name: "whose swing dies away and comes back with the season",
    sensors: { bias: [0, 0.7], swingKpa: (s) => 10.6 * Math.abs(Math.cos((Math.PI * s) / (60 * dayS))) },
  },
])("two healthy sensors $name agree for sixty days", ({ sensors }) => {
  expect(compare(60, sensors).foundDay).toBeNaN();
});

describe("a jump of one of two sensors", () => {
  const jumps = (kpa: number) => (i: number, s: number) => (i === 0 && s >= 2 * dayS ? kpa : 0);

  test("by a large amount is found within minutes, and is over when it has come back", () => {
    const found = compare(2.2, { off: jumps(60) });
    expect((found.foundDay - 2) * 24 * 60).toBeLessThan(5);
    const over = compare(2.5, {
      off: (i, s) => (i === 0 && s >= 2 * dayS && s < 2.1 * dayS ? 60 : 0),
    });
    expect(over.foundDay).toBeGreaterThanOrEqual(2);
    expect(over.redundancy.apart(0)).toBe(false);
  });

  test("for half a minute is none", () => {
    const { foundDay } = compare(3, {
      off: (i, s) => (i === 0 && s >= 2 * dayS && s < 2 * dayS + 30 ? 60 : 0),
    });
    expect(foundDay).toBeNaN();
  });
});
