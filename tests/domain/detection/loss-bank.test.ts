import { describe, expect, test } from "vitest";
import { createLossBank } from "../../../server/domain/detection/loss-bank.ts";
import { createNoise } from "../../support/noise.ts";
import { createFeeder, grainsPerDay, grainsPerHour, litreForLitre } from "./grains.ts";

const noiseL = 0.01;
const settings = { chargeL: 40, stepL: 0.002, falseAlarmsPerYear: 1, compensation: litreForLitre };

/** A bank on 40 L that has learnt for three hours. */
function learnt(healthy: (n: number) => number = () => 40, seed = 1) {
  const bank = createLossBank(settings);
  const feeder = createFeeder(bank, noiseL, seed);
  feeder.run(3 * grainsPerHour, healthy);
  feeder.calibrate();
  return { bank, feeder };
}

describe("a bank of time scales", () => {
  test("knows nothing before it has seen anything", () => {
    const bank = createLossBank(settings);
    expect(bank.strength).toBe(0);
    expect(bank.onset()).toBeNull();
    expect(bank.wanderL2PerS()).toBe(0);
    expect(bank.smallestLPerS(600)).toBeNull();
  });

  test("knows the scatter of one grain", () => {
    const { bank } = learnt();
    expect(bank.grainSdL() / noiseL).toBeGreaterThan(0.93);
    expect(bank.grainSdL() / noiseL).toBeLessThan(1.5);
  });

  test.each([11, 12, 13, 14, 15])("makes no alarm of thirty days of white noise (seed %i)", (seed) => {
    const { feeder } = learnt(() => 40, seed);
    expect(feeder.run(30 * grainsPerDay, () => 40).peak).toBeLessThan(1);
  });

  test("makes no alarm of a slow swing that it knows", () => {
    // One low orbit is 558 grains; the swing is thirty times the noise.
    const swing = (n: number): number => 40 + 0.3 * Math.sin((2 * Math.PI * n) / 558);
    const bank = createLossBank(settings);
    const feeder = createFeeder(bank, noiseL);
    feeder.run(4 * 558, swing);
    feeder.calibrate();
    expect(feeder.run(20 * 558, swing).peak).toBeLessThan(1);
  });

  test("one wild grain never decides alone", () => {
    const { feeder } = learnt();
    for (let k = 0; k < 50; k++) {
      const at = 30 + 7 * k;
      expect(feeder.run(grainsPerHour, (n) => (n === at ? 0 : 40)).peak).toBeLessThan(1);
    }
  });

  test("a gap makes no alarm, and neither does a gain", () => {
    const { feeder } = learnt();
    expect(feeder.run(2 * grainsPerHour, (n) => (n < 500 ? null : 40)).peak).toBeLessThan(1);
    expect(feeder.run(2 * grainsPerHour, (n) => (n < 300 ? 40 : 41)).peak).toBeLessThan(1);
    expect(feeder.run(2 * grainsPerHour, (n) => 41 + 0.001 * n).peak).toBeLessThan(1);
  });

  test("a sudden loss of half a litre is called within three minutes", () => {
    const { feeder } = learnt();
    feeder.run(33, () => 40);
    // It falls within a minute's block: the fall is shared between two of them.
    feeder.run(6 - (feeder.index % 6) + 3, () => 40);
    const { firedAfter } = feeder.run(60, () => 39.5);
    expect(firedAfter).not.toBeNull();
    expect(firedAfter).toBeLessThanOrEqual(18);
  });

  test("the smallest leak it names is found within the time it names, most often", () => {
    let inTime = 0;
    for (let seed = 0; seed < 20; seed++) {
      const { bank, feeder } = learnt(() => 40, 100 + seed);
      const rateLPerS = bank.smallestLPerS(600)!;
      feeder.run(60 + 7 * seed, () => 40);
      const { firedAfter } = feeder.run(2 * grainsPerHour, (n) => 40 - rateLPerS * 10 * n);
      expect(firedAfter).not.toBeNull();
      if (firedAfter! <= 60) inTime++;
    }
    expect(inTime).toBeGreaterThanOrEqual(10);
  });

  test("a leak far below the noise of a grain is called by a long scale, with its beginning", () => {
    const { bank, feeder } = learnt();
    feeder.run(grainsPerHour, () => 40);
    const beganS = feeder.index * 10;
    // 0.36 L/h: 1 mL a grain where the noise is 10 mL.
    const { firedAfter } = feeder.run(3 * grainsPerHour, (n) => 40 - 0.001 * n);
    expect(firedAfter).not.toBeNull();
    const onset = bank.onset()!;
    expect(Math.abs(onset.atS - beganS)).toBeLessThan(3600);
    expect(onset.inventoryL).toBeCloseTo(40, 1);
  });

  test("a leak that is twice as large is called sooner", () => {
    const delay = (rate: number): number => {
      const { feeder } = learnt();
      return feeder.run(6 * grainsPerHour, (n) => 40 - rate * n).firedAfter ?? Number.POSITIVE_INFINITY;
    };
    const delays = [0.002, 0.004, 0.008, 0.02, 0.1].map(delay);
    expect(delays.toSorted((a, b) => b - a)).toEqual(delays);
    expect(delays[0]).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(delays.at(-1)).toBeLessThan(20);
  });

  test("more false alarms a year allowed means smaller leaks named", () => {
    const smallest = (falseAlarmsPerYear: number): number => {
      const bank = createLossBank({ ...settings, falseAlarmsPerYear });
      // Without noise: the scatter is the floor of the sensor's step, the same for both.
      createFeeder(bank, 0).run(3 * grainsPerHour, () => 40);
      return bank.smallestLPerS(600)!;
    };
    expect(smallest(12)).toBeLessThan(smallest(1));
  });

  test("calls a gross loss while it still learns, and nothing smaller", () => {
    const bank = createLossBank(settings);
    const feeder = createFeeder(bank, noiseL);
    // A litre an hour is not called yet; half a litre a minute is, within two minutes.
    expect(feeder.run(grainsPerHour, (n) => 40 - n / grainsPerHour).peak).toBeLessThan(1);
    const { firedAfter } = feeder.run(30, (n) => 39 - n * (0.5 / 6));
    expect(firedAfter).not.toBeNull();
    expect(firedAfter).toBeLessThanOrEqual(12);
  });
});

/** A bank that has learnt for `hoursLong` what `healthy` does. */
const bankOf = (hoursLong: number, healthy: (n: number) => number, seed = 1) => {
  const bank = createLossBank(settings);
  const feeder = createFeeder(bank, 0.002, seed);
  feeder.run(hoursLong * grainsPerHour, healthy);
  feeder.calibrate();
  return { bank, feeder };
};

/** A level that wanders as a random walk: `sdL` from grain to grain. */
const wandering = (sdL: number, seed: number) => {
  const noise = createNoise(seed);
  let levelL = 40;
  return (): number => {
    levelL += sdL * noise.normal();
    return levelL;
  };
};

describe("a long scale before it knows its own scatter", () => {
  test.each([31, 32, 33, 34])(
    "takes the wander of the shorter ones for its own: no alarm in two days (seed %i)",
    (seed) => {
      const level = wandering(0.0005, seed);
      const { bank, feeder } = bankOf(6, level, seed);
      expect(feeder.run(2 * grainsPerDay, level).peak).toBeLessThan(1);
      expect(bank.wanderL2PerS()).toBeGreaterThan(0);
    },
  );

  test("allows for the last turn of a swing that shorter blocks see whole", () => {
    // A turn in four blocks of twenty minutes leaves its end in the blocks of 93 minutes, of which two were seen.
    const swing = (n: number): number => 40 + 0.15 * Math.sin((2 * Math.PI * n) / 480);
    for (const seed of [41, 42, 43]) {
      const { feeder } = bankOf(4, swing, seed);
      expect(feeder.run(2 * grainsPerDay, swing).peak).toBeLessThan(1);
    }
  });

  test("still finds a loss that is far beyond such a swing", () => {
    const swing = (n: number): number => 40 + 0.15 * Math.sin((2 * Math.PI * n) / 480);
    const { feeder } = bankOf(4, swing);
    expect(feeder.run(grainsPerDay, (n) => swing(n) - 0.002 * n).firedAfter).not.toBeNull();
  });
});

describe("the scatter of a difference in health", () => {
  test("is that of one grain for the shortest span, and grows no slower than a walk beyond what is known", () => {
    const { bank } = learnt();
    const shortL2 = bank.differenceL2(10);
    expect(Math.sqrt(shortL2 / 2)).toBeCloseTo(bank.grainSdL(), 6);
    // Longer blocks of white noise scatter less; a difference is never told better than by one grain.
    expect(bank.differenceL2(600)).toBeGreaterThanOrEqual(shortL2);
    expect(bank.differenceL2(86_400)).toBeGreaterThanOrEqual(bank.differenceL2(3600));
  });

  test("of a level that wanders grows with the span", () => {
    const { bank } = bankOf(6, wandering(0.0005, 35));
    expect(bank.differenceL2(86_400)).toBeGreaterThan(5 * bank.differenceL2(3600));
    // A walk of 0.5 mL each ten seconds: 46 mL in a day.
    expect(Math.sqrt(bank.differenceL2(86_400))).toBeGreaterThan(0.02);
    expect(Math.sqrt(bank.differenceL2(86_400))).toBeLessThan(0.2);
  });

  test("has a tail of a few deviations in white noise, and none before it was seen", () => {
    expect(createLossBank(settings).tailOf(600)).toBe(0);
    const { bank } = learnt();
    expect(bank.tailOf(10)).toBeGreaterThan(1);
    expect(bank.tailOf(10)).toBeLessThan(6);
    expect(bank.tailOf(600)).toBeGreaterThanOrEqual(bank.tailOf(10));
  });
});

describe("a bank that is held", () => {
  test("compares nothing across it, and goes on with what it learnt", () => {
    const { bank, feeder } = learnt();
    const { grainSdL } = bank;
    const sdL = grainSdL();
    feeder.run(3, (n) => 39 - n);
    expect(bank.strength).toBeGreaterThan(0.5);
    bank.hold();
    expect(bank.strength).toBe(0);
    expect(bank.onset()).toBeNull();
    expect(feeder.run(12 * grainsPerHour, () => 30).peak).toBeLessThan(1);
    expect(bank.grainSdL() / sdL).toBeCloseTo(1, 0);
    expect(feeder.run(60, (n) => 30 - 0.1 * n).firedAfter).not.toBeNull();
  });
});
