import { describe, expect, test } from "vitest";
import { findSilences, injectLoss } from "../../../../bench/detection/iss/inject-loss.ts";
import type { RecordedChannel } from "../../../../server/boundary/recording.ts";

const hourMs = 3_600_000;
const step = 0.5;

/** A sensor that toggles between two codes every ten minutes, for six hours. */
const channel: RecordedChannel = {
  id: "QUANTITY",
  atMs: Array.from({ length: 37 }, (_, i) => i * 600_000),
  value: Array.from({ length: 37 }, (_, i) => 40 + step * (i % 2)),
  merged: 0,
  problems: [],
};

const falling = (pointsPerH: number) => (value: number, h: number) => value - pointsPerH * h;

const isOnGrid = (value: number) => Math.abs(value / step - Math.round(value / step)) < 1e-9;

describe("a leak that is put into a recording", () => {
  const loss = { fromMs: 2 * hourMs, lower: falling(2), step, silences: [] };
  const leaking = injectLoss(channel, loss);

  test("changes nothing before it begins", () => {
    const before = leaking.atMs.filter((atMs) => atMs < loss.fromMs).length;
    expect(leaking.atMs.slice(0, before)).toEqual(channel.atMs.slice(0, before));
    expect(leaking.value.slice(0, before)).toEqual(channel.value.slice(0, before));
    expect(before).toBe(12);
  });

  test("leaves nothing but codes of the sensor, in order of time and each a change", () => {
    expect(leaking.value.every(isOnGrid)).toBe(true);
    for (let i = 1; i < leaking.atMs.length; i++) {
      expect(leaking.atMs[i]).toBeGreaterThan(leaking.atMs[i - 1]!);
      expect(leaking.value[i]).not.toBe(leaking.value[i - 1]);
    }
  });

  test("is as large as asked: within a step of what the sensor would have shown", () => {
    for (const [i, atMs] of leaking.atMs.entries()) {
      if (atMs < loss.fromMs) continue;
      const was = channel.value[Math.floor(atMs / 600_000)]!;
      const wanted = falling(2)(was, (atMs - loss.fromMs) / hourMs);
      expect(Math.abs(leaking.value[i]! - wanted)).toBeLessThanOrEqual(step + 1e-9);
    }
  });

  test("of nothing changes nothing but repeats", () => {
    const untouched = injectLoss(channel, { ...loss, lower: (value) => value });
    expect(untouched.value).toEqual(channel.value);
    expect(untouched.atMs).toEqual(channel.atMs);
  });

  test("is not seen during a loss of signal, and at once after it", () => {
    const silences = [{ fromMs: 3 * hourMs, toMs: 4 * hourMs }];
    const { atMs } = injectLoss(channel, { ...loss, silences });
    expect(atMs.filter((at) => at > 3 * hourMs && at < 4 * hourMs)).toEqual([]);
    expect(atMs).toContain(4 * hourMs);
  });

  test("is the same each time", () => {
    expect(injectLoss(channel, loss)).toEqual(leaking);
  });
});

describe("a loss of signal", () => {
  const at = (...atMs: number[]): RecordedChannel => ({ ...channel, atMs, value: atMs.map(() => 0) });

  test.each([
    { name: "is where no channel is heard for more than a minute", channels: [at(0, 200_000)], count: 1 },
    { name: "is none where another channel is heard", channels: [at(0, 100_000), at(50_000)], count: 0 },
    { name: "is none in a minute", channels: [at(0, 60_000)], count: 0 },
    { name: "is none in an empty recording", channels: [at()], count: 0 },
  ])("$name", ({ channels, count }) => {
    expect(findSilences(channels)).toHaveLength(count);
  });
});
