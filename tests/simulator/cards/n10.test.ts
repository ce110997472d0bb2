import { describe, expect, test } from "vitest";
import { expectAround, expectBetween, type Played, play, type Reading, rangeOf, scenarioOf } from "./play.ts";

const minuteS = 60;
const hourS = 3600;
const first = "suction_pressure_kpa";
const second = "suction_pressure_2_kpa";
const onTheBox = [
  "pump_out_pressure_kpa",
  "pump_out_temp_c",
  "flow_kg_per_h",
  "accumulator_quantity_pct",
  second,
  "suction_temp_c",
];
const onTheOther = [first, "radiator_return_temp_c"];

/** Both sensors at the suction without noise and steps. */
const exactSuction = {
  sensors: [first, second].map((channel) => ({ channel, noise: { whiteSd: 0 }, step: 0 })),
};

const meanOf = (readings: readonly Reading[], fromS: number, toS: number): number => {
  const values = readings.filter(({ atS }) => atS >= fromS && atS < toS).map(({ value }) => value);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

const stepOf = (played: Played, channel: string): number =>
  played.scenario.plant.sensors.find((sensor) => sensor.channel === channel)?.step ?? Number.NaN;

const spanOf = (played: Played, channel: string): number => {
  const sensor = played.scenario.plant.sensors.find((one) => one.channel === channel);
  return sensor === undefined ? Number.NaN : sensor.high - sensor.low;
};

describe("N10 a, one of two sensors that drifts", () => {
  const drifting = play("N10", { variant: "drift", forS: 12 * hourS, changes: exactSuction, everyS: 60 });
  const valueAt = (channel: string, atS: number): number =>
    drifting.readings(channel).findLast((reading) => reading.atS <= atS)?.value ?? Number.NaN;

  test("leaves the other one behind by half a kilopascal a day", () => {
    const apart = (atS: number): number => valueAt(first, atS) - valueAt(second, atS);
    expect(apart(-1)).toBe(0);
    expectAround(apart(6 * hourS), -0.125, 0.01);
    expectAround(apart(12 * hourS), -0.25, 0.01);
  });

  test("has a second one that goes on showing what is so", () => {
    const { pressureKpa } = drifting.truthAt(12 * hourS);
    expect(Math.abs(valueAt(second, 12 * hourS) - pressureKpa)).toBeLessThan(0.1);
  });

  test("stays below one step of its converter for four days: nothing shows at a glance", () => {
    const step = stepOf(play("N10", { variant: "drift", forS: 1 }), first);
    expect(4 * 0.5).toBeLessThan(step);
  });
});

describe("N10 b, a stuck value", () => {
  const stuck = play("N10", { variant: "stuck", forS: 93 * minuteS });
  const since = (channel: string): readonly Reading[] => stuck.readings(channel).filter(({ atS }) => atS > 0);

  test("never changes again, so that a channel that reports changes falls silent", () => {
    expect(since(first)).toEqual([]);
    expect(stuck.readings(first).length).toBeGreaterThan(1);
  });

  test("stands beside a second sensor that follows the orbit over several steps", () => {
    const { low, high } = rangeOf(since(second).map(({ value }) => value));
    expect(high - low).toBeGreaterThan(5 * stepOf(stuck, second));
    const truth = rangeOf(stuck.truth.filter(({ atS }) => atS > 0).map((row) => row.pressureKpa));
    expectAround(high - low, truth.high - truth.low, 0.4);
  });
});

describe.each([
  { variant: "zero", shown: 0 },
  { variant: "full-scale", shown: 4000 },
])("N10 c, a value at $variant", ({ variant, shown }) => {
  const failed = play("N10", { variant, forS: 10 * minuteS });

  test("shows from one second to the next, and stays", () => {
    expectBetween(meanOf(failed.readings(first), -60, 0), 1600, 1900);
    const after = failed.readings(first).filter(({ atS }) => atS >= 0);
    expect(after.map(({ atS }) => atS)).toEqual([0]);
    expect(Math.abs((after[0]?.value ?? Number.NaN) - shown)).toBeLessThan(stepOf(failed, first));
  });

  test("moves no other channel by more than noise, orbit and a step or two", () => {
    for (const channel of [...onTheBox, "radiator_return_temp_c"]) {
      const readings = failed.readings(channel);
      const moved = Math.abs(meanOf(readings, 0, minuteS) - meanOf(readings, -minuteS, 0));
      expect(moved).toBeLessThan(2 * stepOf(failed, channel));
    }
  });
});

describe("N10 d, a controller that fails for three minutes", () => {
  const story = play("N10", { forS: 10 * minuteS });

  test("has six sensors", () => {
    const { sensors } = story.scenario.plant;
    const box = sensors.filter((sensor) => sensor.box === "pump-controller");
    expect(box.map(({ channel }) => channel)).toEqual(onTheBox);
  });

  test("moves all six by 8 % of full scale in the same second, the quantity by 8 %", () => {
    for (const channel of onTheBox) {
      const readings = story.readings(channel);
      const jump = meanOf(readings, 0, 3 * minuteS) - meanOf(readings, -minuteS, 0);
      expectAround(jump, 0.08 * spanOf(story, channel), 0.05);
      const news = readings.filter(({ atS }) => atS >= 0);
      expect(news[0]?.atS).toBe(0);
    }
    expect(0.08 * spanOf(story, "accumulator_quantity_pct")).toBeCloseTo(8, 9);
  });

  test("comes back after three minutes, not before and not later", () => {
    for (const channel of onTheBox) {
      const readings = story.readings(channel);
      const before = meanOf(readings, -minuteS, 0);
      const half = 0.04 * spanOf(story, channel);
      const far = readings.filter(({ value }) => value - before > half);
      expect(rangeOf(far.map(({ atS }) => atS)).low).toBe(0);
      expect(rangeOf(far.map(({ atS }) => atS)).high).toBeLessThan(3 * minuteS);
      const near = readings.filter(({ atS, value }) => atS > 0 && value - before < half);
      expect(near[0]?.atS).toBe(3 * minuteS);
    }
  });

  test("is flagged as bad only a minute and a half into it", () => {
    for (const channel of onTheBox) {
      const bad = story.readings(channel).filter(({ quality }) => quality === 0);
      expect(bad[0]?.atS).toBe(90);
      expect(bad.at(-1)?.atS).toBeLessThan(3 * minuteS);
      const during = story.readings(channel).filter(({ atS }) => atS >= 0 && atS < 90);
      expect(new Set(during.map(({ quality }) => quality))).toEqual(new Set([1]));
    }
  });

  test("leaves the sensors of the other computer alone", () => {
    for (const channel of onTheOther) {
      const readings = story.readings(channel);
      const moved = meanOf(readings, 0, 3 * minuteS) - meanOf(readings, -minuteS, 0);
      expect(Math.abs(moved)).toBeLessThan(2 * stepOf(story, channel));
      expect(readings.filter(({ quality }) => quality !== 1)).toEqual([]);
    }
  });
});

describe("N10 e, the response to the false leak", () => {
  const closedS = 10 * minuteS;
  const openedS = 120 * minuteS;
  const story = play("N10", { variant: "response", everyS: 10 });
  const fallen = (atS: number): number => story.truthAt(closedS).pressureKpa - story.truthAt(atS).pressureKpa;

  test("moves the pressure by nothing before the valve is closed", () => {
    expect(Math.abs(fallen(0))).toBeLessThan(2);
  });

  test("makes the pressure fall by 60 kPa, fast at first and then ever more slowly", () => {
    expectAround(fallen(openedS), 60);
    expect(fallen(closedS + 20 * minuteS)).toBeGreaterThan(fallen(openedS) / 2);
    expect(fallen(openedS) - fallen(openedS - 20 * minuteS)).toBeLessThan(fallen(openedS) / 6);
  });

  test("is declared in telemetry when the valve closes", () => {
    const declared = story.arrivals.flatMap((arrival) =>
      arrival.kind === "operation"
        ? [[arrival.operation, (arrival.sourceMs - story.zeroMs) / 1000] as const]
        : [],
    );
    expect(declared).toHaveLength(1);
    expect(declared[0]?.[0]).toBe("isolation");
    expectBetween(declared[0]?.[1] ?? Number.NaN, closedS, closedS + 1);
  });

  test("gives the coolant back to the loop once the valve is open again", () => {
    const { pressureKpa } = story.truthAt(closedS);
    const later = story.truth.filter(({ atS }) => atS > openedS + hourS);
    expect(rangeOf(later.map((row) => row.pressureKpa)).high).toBeGreaterThan(pressureKpa - 25);
  });
});

describe.each([
  { variant: null, forS: hourS },
  { variant: "drift", forS: hourS },
  { variant: "stuck", forS: hourS },
  { variant: "zero", forS: hourS },
  { variant: "full-scale", forS: hourS },
  { variant: "response", forS: 4 * hourS },
])("N10, variant $variant", ({ variant, forS }) => {
  test("loses no coolant, whatever the sensors say", () => {
    const played = play("N10", { variant, forS, everyS: 60, keepArrivals: false });
    const charge = played.truthAt(0).massKg;
    for (const { lostKg, massKg, voidShare, bottomedOut } of played.truth) {
      expect(lostKg).toBe(0);
      expect(Math.abs(massKg / charge - 1)).toBeLessThan(1e-6);
      expect(voidShare).toBe(0);
      expect(bottomedOut).toBe(false);
    }
  });

  test("is told by advisories alone, and by none of a leak", () => {
    const { ideal } = scenarioOf("N10", variant);
    expect(ideal.length).toBeGreaterThan(0);
    for (const { severity, verdict } of ideal) {
      expect(severity).toBe("advisory");
      expect(["sensor fault", "data-path fault", "pump or valve change"]).toContain(verdict);
    }
  });
});
