import { describe, expect, test } from "vitest";
import type { Channel } from "../../../server/domain/loop/loop.ts";
import { createChannelHealth } from "../../../server/domain/quality/channel-health.ts";
import { toChannel } from "../../support/builders.ts";
import { createNoise } from "../../support/noise.ts";

const startMs = 1_000_000_000;

/** A channel that has shown 300 with a noise of 0.1 for ten minutes of samples, `everyS` apart. */
function learnt(given: Partial<Channel> = {}, everyS = 1) {
  const health = createChannelHealth([toChannel({ id: "p", maxAgeMs: 600_000, ...given })]);
  const noise = createNoise(4);
  let atMs = startMs;
  for (let k = 0; k < 600; k++) {
    atMs += everyS * 1000;
    health.take(0, atMs, 300 + 0.1 * noise.normal());
    health.evaluate(atMs);
  }
  /** What is usable after each of these samples. */
  const show = (values: readonly number[]): number[] =>
    values.map((value) => {
      atMs += everyS * 1000;
      health.take(0, atMs, value);
      health.evaluate(atMs);
      return health.usable(0, atMs);
    });
  const wait = (s: number): number => {
    for (let k = 0; k < s; k++) {
      atMs += 1000;
      health.evaluate(atMs);
    }
    return health.usable(0, atMs);
  };
  return { health, show, wait, held: health.usable(0, atMs) };
}

describe.each([1, 10, 60])("a channel of one sample in %d s", (everyS) => {
  test.each([
    { name: "an ordinary sample passes", values: [300.2], used: [300.2], spikes: 0 },
    {
      name: "one wild sample is held back and counted",
      values: [340, 300.1],
      used: [null, 300.1],
      spikes: 1,
    },
    { name: "a wild sample downwards too", values: [250, 299.9], used: [null, 299.9], spikes: 1 },
    { name: "a step is taken at its second sample", values: [340, 340.1], used: [null, 340.1], spikes: 0 },
    {
      name: "a rupture gets through one sample late",
      values: [280, 250, 210, 160],
      used: [null, 250, 210, 160],
      spikes: 0,
    },
    {
      name: "two spikes to either side are both held back",
      values: [340, 250, 300],
      used: [null, null, 300],
      spikes: 2,
    },
  ])("$name", ({ values, used, spikes }) => {
    const { health, show, held } = learnt({}, everyS);
    expect(show(values)).toEqual(used.map((value) => value ?? held));
    expect(health.spikes(0)).toBe(spikes);
  });
});

test.each([
  { name: "a rope", given: { role: "wetness", unit: "1" } as const },
  { name: "a counter of starts", given: { role: "make-up-starts", unit: "1" } as const },
])("$name may show anything from one sample to the next", ({ given }) => {
  expect(learnt(given).show([900, 300])).toEqual([900, 300]);
});

test("before its scale is known a channel is never held back", () => {
  const health = createChannelHealth([toChannel({ id: "p" })]);
  health.take(0, startMs, 300);
  health.take(0, startMs + 1000, 500);
  expect(health.usable(0, startMs + 1000)).toBe(500);
});

test("a wild value of a channel that reports changes is true when it is not taken back", () => {
  const { show, wait, held } = learnt({ reporting: "on-change" });
  expect(show([340])).toEqual([held]);
  expect(wait(1)).toBe(held);
  expect(wait(3)).toBe(340);
});

test("a channel that has become all noise is let through after three samples", () => {
  const { show } = learnt();
  const used = show([340, 250, 345, 255, 350]);
  expect(used[3]).toBe(255);
});

test("an impossible value is bad at once and the next possible one is used at once", () => {
  const { health, show } = learnt();
  expect(show([0])).toEqual([Number.NaN]);
  expect(health.quality(0, health.newestMs)).toBe("bad");
  expect(health.inflation(0, health.newestMs)).toBe(Number.POSITIVE_INFINITY);
  expect(show([299])).toEqual([299]);
  expect(health.quality(0, health.newestMs)).toBe("good");
});
