import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readFirst, readSeconds, sensorsOf, startS } from "./test-sensors.ts";

const silent = Number.NaN;

describe("the converter", () => {
  test.each([
    { name: "station pressure", step: 2.1126, truth: 1809.4, noise: 1.6 },
    { name: "station temperature", step: 0.0626, truth: 3.749, noise: 0.05 },
  ])(
    "shows whole steps of $step for a $name, within half a step of what it sees",
    ({ step, truth, noise }) => {
      const whiteSd = { whiteSd: noise, ar1Sd: 0, ar1TauS: 0 };
      const fine = readFirst(sensorsOf({ sensors: [{ noise: whiteSd }], truth: { value: truth } }), 3000);
      const coded = readFirst(
        sensorsOf({ sensors: [{ noise: whiteSd, step }], truth: { value: truth } }),
        3000,
      );
      for (const [i, value] of coded.entries()) {
        expect(Math.abs(value / step - Math.round(value / step))).toBeLessThan(1e-9);
        expect(Math.abs(value - (fine[i] ?? 0))).toBeLessThanOrEqual(step / 2 + 1e-9);
      }
      const codes = [...new Set(coded)].sort((a, b) => a - b);
      expect(codes.length).toBeGreaterThan(2);
      for (let i = 1; i < codes.length; i++)
        expect((codes[i] ?? 0) - (codes[i - 1] ?? 0)).toBeCloseTo(step, 9);
    },
  );

  test("never leaves its range, whatever it sees", () => {
    const case_ = fc.record({
      truth: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      low: fc.double({ min: -100, max: 0, noNaN: true }),
      span: fc.double({ min: 1, max: 1000, noNaN: true }),
      step: fc.constantFrom(0, 0.0626, 0.25, 0.9),
    });
    fc.assert(
      fc.property(case_, ({ truth, low, span, step }) => {
        const high = low + span;
        const [value] = readFirst(sensorsOf({ sensors: [{ low, high, step }], truth: { value: truth } }), 1);
        expect(value).toBeGreaterThanOrEqual(low - 1e-6);
        expect(value).toBeLessThanOrEqual(high + 1e-6);
      }),
    );
  });

  test("has one zero only", () => {
    const values = readFirst(sensorsOf({ sensors: [{ low: -10, step: 1 }], truth: { value: -0.2 } }), 1);
    expect(Object.is(values[0], 0)).toBe(true);
  });
});

describe("a sensor", () => {
  test("shows its bias at once and its drift by the day", () => {
    const sensors = sensorsOf({ sensors: [{ bias: 2, driftPerDay: -0.5 }] });
    expect(sensors.read(startS)?.values[0]).toBe(102);
    expect(sensors.read(startS + 86_400)?.values[0]).toBeCloseTo(101.5, 9);
    expect(sensors.read(startS + 10 * 86_400)?.values[0]).toBeCloseTo(97, 9);
  });

  test("follows a step of the truth with its own lag", () => {
    const truth = { value: 100 };
    const sensors = sensorsOf({ sensors: [{ lagS: 20 }], truth });
    expect(readFirst(sensors, 5)).toEqual([100, 100, 100, 100, 100]);
    truth.value = 200;
    const after = readFirst(sensors, 100, startS + 5);
    expect(after[19]).toBeCloseTo(100 + 100 * (1 - Math.exp(-1)), 6);
    expect(after[99]).toBeCloseTo(100 + 100 * (1 - Math.exp(-5)), 6);
  });

  test("lags by the time that has passed, however it is cut into readings", () => {
    const truth = { value: 100 };
    const sensors = sensorsOf({ sensors: [{ lagS: 20 }], truth });
    sensors.read(startS);
    truth.value = 200;
    for (const atS of [1, 2, 7, 7.5, 18]) sensors.read(startS + atS);
    expect(sensors.read(startS + 20)?.values[0]).toBeCloseTo(100 + 100 * (1 - Math.exp(-1)), 6);
  });

  test("keeps up with its lag between reports", () => {
    const truth = { value: 100 };
    const often = sensorsOf({ sensors: [{ lagS: 20 }], truth });
    const seldom = sensorsOf({ sensors: [{ lagS: 20, everyS: 10 }], truth });
    readFirst(often, 1);
    readFirst(seldom, 1);
    truth.value = 200;
    const all = readFirst(often, 40, startS + 1);
    const some = readFirst(seldom, 40, startS + 1);
    expect(some.filter((value) => !Number.isNaN(value)).length).toBe(4);
    for (const [i, value] of some.entries()) if (!Number.isNaN(value)) expect(value).toBe(all[i]);
  });

  test("that reports once in so many seconds is silent in between, on a grid of whole seconds", () => {
    const values = readFirst(sensorsOf({ sensors: [{ everyS: 3 }] }), 7, 1_700_000_002);
    expect(values).toEqual([100, silent, 100, silent, silent, 100, silent]);
  });

  test("that would report more often than it is read reports each time", () => {
    const sensors = sensorsOf({ sensors: [{ everyS: 0.1 }] });
    expect(readFirst(sensors, 5)).toEqual([100, 100, 100, 100, 100]);
  });

  test("that is read ten times a second keeps its time", () => {
    const sensors = sensorsOf({ sensors: [{ channel: "fast", everyS: 0.1 }, { channel: "slow" }] });
    let slow = 0;
    for (let i = 0; i < 1000; i++) {
      const frame = sensors.read(startS + i / 10);
      expect(frame?.values[0]).toBe(100);
      if (!Number.isNaN(frame?.values[1])) slow += 1;
    }
    expect(slow).toBe(100);
  });

  test("that reports on change says its first reading and then only what is new", () => {
    const truth = { value: 100 };
    const sensors = sensorsOf({ sensors: [{ onChange: true, step: 2 }], truth });
    const values: (number | undefined)[] = [];
    for (const [i, value] of [100, 100.5, 99.5, 103, 103, 100].entries()) {
      truth.value = value;
      values.push(sensors.read(startS + i)?.values[0]);
    }
    expect(values).toEqual([100, undefined, undefined, 104, undefined, 100]);
  });

  test("has no frame when none of the plant's sensors has anything to say", () => {
    const sensors = sensorsOf({
      sensors: [
        { channel: "a", everyS: 2 },
        { channel: "b", everyS: 4 },
      ],
    });
    expect([0, 1, 2, 3].map((i) => sensors.read(startS + i)?.sourceMs)).toEqual([
      startS * 1000,
      undefined,
      (startS + 2) * 1000,
      undefined,
    ]);
  });

  test("cannot be read back in time", () => {
    const sensors = sensorsOf({});
    sensors.read(startS);
    expect(() => sensors.read(startS)).toThrow(RangeError);
  });

  test("gives each moment a frame of its own", () => {
    const truth = { value: 1 };
    const sensors = sensorsOf({ truth });
    const first = sensors.read(startS);
    truth.value = 2;
    sensors.read(startS + 1);
    expect(first?.values[0]).toBe(1);
  });
});

describe("a wetness sensor", () => {
  const rope = { channel: "rope", measure: "wetness", low: -1, high: 1, wetAtL: 0.5 } as const;

  test("is dry until the coolant reaches it and wet from then on", () => {
    const truth = { value: 0 };
    const sensors = sensorsOf({ sensors: [rope], truth });
    const values = [0, 0.3, 0.5, 8].map((litres, i) => {
      truth.value = litres;
      return sensors.read(startS + i)?.values[0];
    });
    expect(values).toEqual([0, 0, 1, 1]);
  });

  test("right under the leak is dry while nothing is spilled", () => {
    const truth = { value: 0 };
    const sensors = sensorsOf({ sensors: [{ ...rope, wetAtL: 0 }], truth });
    expect(sensors.read(startS)?.values[0]).toBe(0);
    truth.value = 1e-6;
    expect(sensors.read(startS + 1)?.values[0]).toBe(1);
  });

  test("of two, the nearer is wet first", () => {
    const truth = { value: 1 };
    const sensors = sensorsOf({ sensors: [rope, { ...rope, channel: "tray", wetAtL: 3 }], truth });
    expect(readSeconds(sensors, 1)).toEqual([[1], [0]]);
  });
});
