import { describe, expect, test } from "vitest";
import { autocorrelation, mean, readFirst, readSeconds, sd, sensorsOf, startS } from "./test-sensors.ts";

const hour = 3600;
/** Noise as found in recorded station telemetry: 0.76 kPa white, and a slow part of 2 kPa over ten minutes. */
const white = { whiteSd: 0.76, ar1Sd: 0, ar1TauS: 0 };
const wander = { whiteSd: 0, ar1Sd: 2, ar1TauS: 600 };

describe("the noise of a sensor", () => {
  test("has the standard deviation that is described, around the truth", () => {
    const count = 20_000;
    const values = readFirst(sensorsOf({ sensors: [{ noise: white }] }), count);
    // Five standard errors of a mean and of a standard deviation.
    expect(Math.abs(mean(values) - 100)).toBeLessThan((5 * 0.76) / Math.sqrt(count));
    expect(Math.abs(sd(values) / 0.76 - 1)).toBeLessThan(5 / Math.sqrt(2 * count));
  });

  test("is white where only white noise is described", () => {
    const count = 20_000;
    const values = readFirst(sensorsOf({ sensors: [{ noise: white }] }), count);
    for (const lag of [1, 2, 60]) {
      expect(Math.abs(autocorrelation(values, lag))).toBeLessThan(5 / Math.sqrt(count));
    }
  });

  test("forgets its slow part with the described time constant", () => {
    const count = 240 * hour;
    const values = readFirst(sensorsOf({ sensors: [{ noise: wander }] }), count);
    // 240 h of a correlation over 600 s are about 720 independent pieces; five standard errors of a correlation.
    const tolerance = 5 / Math.sqrt(720);
    expect(Math.abs(sd(values) / 2 - 1)).toBeLessThan(tolerance / Math.sqrt(2));
    for (const lag of [60, 600, 1200]) {
      expect(Math.abs(autocorrelation(values, lag) - Math.exp(-lag / 600))).toBeLessThan(tolerance);
    }
  });

  test("has its full slow part from the first reading on", () => {
    const first = Array.from(
      { length: 2000 },
      (_, seed) => readFirst(sensorsOf({ sensors: [{ noise: wander }], seed }), 1)[0] ?? Number.NaN,
    );
    expect(Math.abs(sd(first) / 2 - 1)).toBeLessThan(5 / Math.sqrt(2 * 2000));
  });

  test("has the same slow part when it is read once in ten seconds", () => {
    const sensors = sensorsOf({ sensors: [{ noise: wander, everyS: 10 }] });
    const values = readFirst(sensors, 240 * hour).filter((value) => !Number.isNaN(value));
    expect(values.length).toBe(24 * hour);
    expect(Math.abs(autocorrelation(values, 60) - Math.exp(-1))).toBeLessThan(5 / Math.sqrt(720));
  });

  test("adds its two parts", () => {
    const noise = { whiteSd: 3, ar1Sd: 4, ar1TauS: 5 };
    const values = readFirst(sensorsOf({ sensors: [{ noise }] }), 50_000);
    expect(Math.abs(sd(values) - 5)).toBeLessThan(0.15);
    expect(autocorrelation(values, 1)).toBeCloseTo((16 / 25) * Math.exp(-1 / 5), 1);
  });

  test("is not there where none is described", () => {
    expect(new Set(readFirst(sensorsOf({}), 100))).toEqual(new Set([100]));
  });
});

describe("streams of chance", () => {
  const noisy = (channel: string) => ({ channel, noise: { whiteSd: 1, ar1Sd: 1, ar1TauS: 60 } });

  test("repeat with the seed and change with another", () => {
    const values = (seed: number) => readFirst(sensorsOf({ sensors: [noisy("a")], seed }), 100);
    expect(values(7)).toEqual(values(7));
    expect(values(8)).not.toEqual(values(7));
  });

  test("differ between two sensors of one plant", () => {
    const [a = [], b = []] = readSeconds(sensorsOf({ sensors: [noisy("a"), noisy("b")] }), 5000);
    const product = a.map((x, i) => (x - 100) * ((b[i] ?? 0) - 100));
    // Both of variance 2 and correlated over about a minute: some eighty independent pieces.
    expect(Math.abs(mean(product) / 2)).toBeLessThan(5 / Math.sqrt(80));
    expect(a).not.toEqual(b);
  });

  test("of a sensor are the same with another sensor before it", () => {
    const [alone] = readSeconds(sensorsOf({ sensors: [noisy("a")] }), 100);
    const [, beside] = readSeconds(sensorsOf({ sensors: [noisy("new"), noisy("a")] }), 100);
    expect(beside).toEqual(alone);
  });

  test("of a sensor are the same before, beside and after a fault", () => {
    const healthy = readFirst(sensorsOf({ sensors: [noisy("a")] }), 100);
    const spikes = {
      kind: "sensor fault",
      target: { channels: ["a"] },
      fault: { kind: "spikes", perHour: 600, amount: 50 },
      flaggedAfterS: null,
      atS: 20,
      forS: 40,
    } as const;
    const hit = readFirst(sensorsOf({ sensors: [noisy("a")], faults: [spikes] }), 100);
    const changed = hit.filter((value, i) => value !== healthy[i]);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length).toBeLessThan(40);
    expect(hit.slice(0, 20)).toEqual(healthy.slice(0, 20));
    expect(hit.slice(60)).toEqual(healthy.slice(60));
    const bias = { ...spikes, fault: { kind: "bias", amount: 3 }, atS: 30 } as const;
    const both = readFirst(sensorsOf({ sensors: [noisy("a")], faults: [bias, spikes] }), 100);
    const biased = (i: number) => i >= 30 && i < 70;
    expect(both.map((value, i) => (biased(i) ? value - 3 : value))).toEqual(
      hit.map((value) => expect.closeTo(value, 9)),
    );
  });

  test("make frames that are equal byte for byte", () => {
    const bytes = () => {
      const sensors = sensorsOf({ sensors: [noisy("a"), { ...noisy("b"), step: 0.0626, quality: true }] });
      return Array.from({ length: 200 }, (_, i) => {
        const frame = sensors.read(startS + i);
        return frame === null
          ? ""
          : `${frame.sourceMs} ${[...new Uint8Array(frame.values.buffer)]} ${frame.qualities}`;
      });
    };
    expect(bytes()).toEqual(bytes());
  });
});
