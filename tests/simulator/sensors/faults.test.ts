import { describe, expect, test } from "vitest";
import type { FaultTarget, SensorFault } from "../../../simulator/description/scenario-description.ts";
import type { TimedFault } from "../../../simulator/sensors/assign-faults.ts";
import { mean, readFirst, readSeconds, sd, sensorsOf, startS } from "./test-sensors.ts";

const silent = Number.NaN;

/** A fault of the tests' only sensor from the third second on, for four seconds, never flagged. */
const faultOf = (
  fault: SensorFault,
  { target = { channels: ["pressure_kpa"] }, ...rest }: Partial<Omit<TimedFault, "fault">> = {},
): TimedFault => ({ kind: "sensor fault", target, fault, flaggedAfterS: null, atS: 2, forS: 4, ...rest });

const boxed = (box: string): FaultTarget => ({ box });

describe("a fault of a sensor that sees 100, 101, 102 and so on, of a range from -50 to 150", () => {
  const rows: readonly {
    readonly name: string;
    readonly fault: SensorFault;
    readonly shows: readonly number[];
  }[] = [
    { name: "bias", fault: { kind: "bias", amount: 3 }, shows: [105, 106, 107, 108] },
    {
      name: "jump by a share of full scale",
      fault: { kind: "jump", share: 0.08 },
      shows: [118, 119, 120, 121],
    },
    { name: "jump beyond its range", fault: { kind: "jump", share: 1 }, shows: [150, 150, 150, 150] },
    { name: "drift", fault: { kind: "drift", perDay: 86_400 }, shows: [102, 104, 106, 108] },
    { name: "stuck value", fault: { kind: "stuck" }, shows: [101, 101, 101, 101] },
    { name: "dropout", fault: { kind: "dropout" }, shows: [silent, silent, silent, silent] },
    { name: "zero", fault: { kind: "zero" }, shows: [0, 0, 0, 0] },
    { name: "full scale", fault: { kind: "full scale" }, shows: [150, 150, 150, 150] },
    { name: "broken cable", fault: { kind: "cable break" }, shows: [silent, silent, silent, silent] },
    // The rows where nothing happens.
    { name: "bias of nothing", fault: { kind: "bias", amount: 0 }, shows: [102, 103, 104, 105] },
    {
      name: "noise of a sensor without any",
      fault: { kind: "noise", factor: 9 },
      shows: [102, 103, 104, 105],
    },
    {
      name: "spike that never comes",
      fault: { kind: "spikes", perHour: 0, amount: 9 },
      shows: [102, 103, 104, 105],
    },
    { name: "wet surface", fault: { kind: "wet" }, shows: [102, 103, 104, 105] },
  ];

  test.each(rows)("$name: shows it while it lasts, and is well before and after", ({ fault, shows }) => {
    const truth = { value: 100 };
    const sensors = sensorsOf({ sensors: [{ low: -50, high: 150 }], truth, faults: [faultOf(fault)] });
    const values = Array.from({ length: 8 }, (_, i) => {
      truth.value = 100 + i;
      return sensors.read(startS + i)?.values[0] ?? silent;
    });
    const rounded = values.map((value) => Math.round(value * 1e9) / 1e9);
    expect(rounded).toEqual([100, 101, ...shows, 106, 107]);
  });

  test("does not come without an event", () => {
    const sensors = sensorsOf({ faults: [faultOf({ kind: "zero" })], eventS: null });
    expect(readFirst(sensors, 8)).toEqual(Array(8).fill(100));
  });

  test("that holds from the start needs no event", () => {
    const always = faultOf({ kind: "drift", perDay: 86_400 }, { atS: Number.NEGATIVE_INFINITY, forS: null });
    expect(readFirst(sensorsOf({ faults: [always], eventS: null }), 4)).toEqual([100, 101, 102, 103]);
  });

  test("without an end goes on", () => {
    const sensors = sensorsOf({ faults: [faultOf({ kind: "full scale" }, { forS: null })] });
    expect(readFirst(sensors, 1000).slice(2)).toEqual(Array(998).fill(4000));
  });

  test("zero of a sensor whose range begins above zero shows the low end", () => {
    const sensors = sensorsOf({ sensors: [{ low: 50 }], faults: [faultOf({ kind: "zero" })] });
    expect(readFirst(sensors, 4)).toEqual([100, 100, 50, 50]);
  });
});

describe("a fault", () => {
  test("that sticks holds the last code in spite of noise, and on change says nothing more", () => {
    const noise = { whiteSd: 5, ar1Sd: 0, ar1TauS: 0 };
    const stuck = faultOf({ kind: "stuck" }, { atS: 50, forS: 50 });
    const values = readFirst(sensorsOf({ sensors: [{ noise, step: 2 }], faults: [stuck] }), 120);
    expect(new Set(values.slice(49, 100)).size).toBe(1);
    expect(new Set(values.slice(0, 50)).size).toBeGreaterThan(5);
    expect(new Set(values.slice(100)).size).toBeGreaterThan(5);
    const onChange = sensorsOf({ sensors: [{ noise, step: 2, onChange: true }], faults: [stuck] });
    expect(readFirst(onChange, 120).slice(50, 100).every(Number.isNaN)).toBe(true);
  });

  test("that sticks before the first reading holds the first one", () => {
    const truth = { value: 100 };
    const sensors = sensorsOf({ truth, faults: [faultOf({ kind: "stuck" }, { atS: -60, forS: null })] });
    sensors.read(startS);
    truth.value = 90;
    expect(sensors.read(startS + 1)?.values[0]).toBe(100);
  });

  test("of noise multiplies the sensor's own", () => {
    const noise = { whiteSd: 1, ar1Sd: 0, ar1TauS: 0 };
    const noisy = faultOf({ kind: "noise", factor: 6 }, { atS: 5000, forS: null });
    const values = readFirst(sensorsOf({ sensors: [{ noise }], faults: [noisy] }), 10_000);
    expect(Math.abs(sd(values.slice(0, 5000)) - 1)).toBeLessThan(5 / Math.sqrt(2 * 5000));
    expect(Math.abs(sd(values.slice(5000)) / 6 - 1)).toBeLessThan(5 / Math.sqrt(2 * 5000));
  });

  test("of spikes hits single readings as often as it says", () => {
    const hours = 200;
    const spikes = faultOf({ kind: "spikes", perHour: 12, amount: -40 }, { atS: 0, forS: null });
    const values = readFirst(sensorsOf({ faults: [spikes] }), hours * 3600);
    const hits = values.filter((value) => value === 60).length;
    expect(values.filter((value) => value === 100).length + hits).toBe(values.length);
    // Five standard deviations of a Poisson count.
    expect(Math.abs(hits - 12 * hours)).toBeLessThan(5 * Math.sqrt(12 * hours));
  });

  test("of spikes hits a sensor that reports once a minute as often", () => {
    const hours = 2000;
    const spikes = faultOf({ kind: "spikes", perHour: 2, amount: 40 }, { atS: 0, forS: null });
    const sensors = sensorsOf({ sensors: [{ everyS: 60 }], faults: [spikes] });
    let hits = 0;
    for (let i = 0; i < hours * 60; i++) if (sensors.read(startS + 60 * i)?.values[0] === 140) hits += 1;
    // A reading that two arrivals hit is hit once.
    const expected = hours * 60 * (1 - Math.exp(-2 / 60));
    expect(Math.abs(hits - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });

  test("adds to another that holds at the same time", () => {
    const faults = [faultOf({ kind: "bias", amount: 3 }), faultOf({ kind: "jump", share: -0.001 })];
    expect(readFirst(sensorsOf({ faults }), 3)).toEqual([100, 100, 99]);
  });

  test.each([
    ["channel", { channels: ["nowhere"] }],
    ["box", { box: "nowhere" }],
  ])("of a %s that is not there is refused", (_name, target) => {
    expect(() => sensorsOf({ faults: [faultOf({ kind: "zero" }, { target })] })).toThrow(/nowhere/);
    expect(() => sensorsOf({}).setStory([faultOf({ kind: "zero" }, { target })], startS)).toThrow(RangeError);
  });

  test("of another story takes the place of the first, and the noise goes on", () => {
    const sensors = [{ noise: { whiteSd: 1, ar1Sd: 1, ar1TauS: 9 } }];
    const healthy = readFirst(sensorsOf({ sensors }), 20);
    const told = sensorsOf({ sensors, faults: [faultOf({ kind: "bias", amount: 9 }, { forS: null })] });
    readFirst(told, 10);
    told.setStory([faultOf({ kind: "bias", amount: 5 }, { forS: null })], startS + 13);
    const after = readFirst(told, 10, startS + 10);
    expect(after.slice(0, 5)).toEqual(healthy.slice(10, 15));
    expect(mean(after.slice(5)) - mean(healthy.slice(15))).toBeCloseTo(5, 9);
  });
});

describe("a fault of a box", () => {
  const names = ["q1", "q2", "q3", "q4", "q5", "q6"];
  const noise = { whiteSd: 0.2, ar1Sd: 0, ar1TauS: 0 };
  const six = names.map((channel) => ({ channel, box: "mdm-1", noise, high: 100 }));
  const other = { channel: "other", box: "mdm-2", noise, high: 100 };
  const truth = { value: 50 };

  test("moves its six channels by the same 8 % for three minutes and no other", () => {
    const jump = faultOf({ kind: "jump", share: 0.08 }, { target: boxed("mdm-1"), atS: 60, forS: 180 });
    const healthy = readSeconds(sensorsOf({ sensors: [...six, other], truth }), 300);
    const hit = readSeconds(sensorsOf({ sensors: [...six, other], truth, faults: [jump] }), 300);
    for (const [index, column] of hit.entries()) {
      for (const [i, value] of column.entries()) {
        const moved = index < 6 && i >= 60 && i < 240 ? 8 : 0;
        expect(value - (healthy[index]?.[i] ?? 0)).toBeCloseTo(moved, 9);
      }
    }
  });

  test("spikes all of its channels in the same second, those of single channels each in its own", () => {
    const fault = { kind: "spikes", perHour: 60, amount: 30 } as const;
    const secondsHit = (target: FaultTarget) =>
      readSeconds(
        sensorsOf({ sensors: six, truth, faults: [faultOf(fault, { target, atS: 0, forS: null })] }),
        7200,
      ).map((column) => column.flatMap((value, i) => (value > 65 ? [i] : [])));
    const together = secondsHit(boxed("mdm-1"));
    expect(together[0]?.length).toBeGreaterThan(50);
    for (const hits of together) expect(hits).toEqual(together[0]);
    const alone = secondsHit({ channels: names });
    expect(alone[0]?.length).toBeGreaterThan(50);
    expect(alone[1]).not.toEqual(alone[0]);
  });
});

describe("the quality flag", () => {
  const flagsOf = (faults: readonly TimedFault[], sensor: object = {}) => {
    const sensors = sensorsOf({ sensors: [{ quality: true, ...sensor }], faults });
    return Array.from({ length: 8 }, (_, i) => sensors.read(startS + i)?.qualities[0]);
  };

  test("is good while all is well", () => {
    expect(flagsOf([])).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  });

  test("shows a fault late and is good again when it is over", () => {
    const late = faultOf({ kind: "jump", share: 0.08 }, { flaggedAfterS: 2 });
    expect(flagsOf([late])).toEqual([1, 1, 1, 1, 0, 0, 1, 1]);
  });

  test("never shows a fault that nobody notices", () => {
    expect(flagsOf([faultOf({ kind: "jump", share: 0.08 })])).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  });

  test("does not show a fault that is over before it would be noticed", () => {
    expect(flagsOf([faultOf({ kind: "jump", share: 0.08 }, { flaggedAfterS: 60 })])).not.toContain(0);
  });

  test("is not sent by a sensor that has none", () => {
    const late = faultOf({ kind: "zero" }, { flaggedAfterS: 0 });
    expect(flagsOf([late], { quality: false })).toEqual(Array(8).fill(255));
  });

  test("tells of a change even when the value stands still", () => {
    const late = faultOf({ kind: "stuck" }, { flaggedAfterS: 2 });
    expect(flagsOf([late], { onChange: true })).toEqual([
      1,
      ...Array(3).fill(undefined),
      0,
      undefined,
      1,
      undefined,
    ]);
  });

  test("of a sensor that dropped out is sent without a value once it is noticed", () => {
    const dropout = faultOf({ kind: "dropout" }, { flaggedAfterS: 2 });
    expect(flagsOf([dropout])).toEqual([1, 1, undefined, undefined, 0, 0, 1, 1]);
    const once = [1, undefined, undefined, undefined, 0, undefined, 1, undefined];
    expect(flagsOf([dropout], { onChange: true })).toEqual(once);
  });
});

describe("a rope", () => {
  const rope = { channel: "rope", measure: "wetness", low: 0, high: 1, wetAtL: 5 } as const;
  const target = { channels: ["rope"] };

  test.each([
    ["wet with condensation", { kind: "wet" } as const, 1],
    ["broken", { kind: "cable break" } as const, -1],
    ["at full scale", { kind: "full scale" } as const, 1],
    ["at zero", { kind: "zero" } as const, 0],
    ["stuck", { kind: "stuck" } as const, 0],
  ])("that is %s shows it though nothing is spilled", (_name, fault, shown) => {
    const sensors = sensorsOf({ sensors: [rope], truth: { value: 0 }, faults: [faultOf(fault, { target })] });
    expect(readFirst(sensors, 8)).toEqual([0, 0, shown, shown, shown, shown, 0, 0]);
  });
});
