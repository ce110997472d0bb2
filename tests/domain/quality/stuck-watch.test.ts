import { expect, test } from "vitest";
import { days } from "../../../protocol/time.ts";
import type { Channel } from "../../../server/domain/loop/loop.ts";
import { createChannelHealth } from "../../../server/domain/quality/channel-health.ts";
import { copyState } from "../../../server/domain/statistics/copy-state.ts";
import { toChannel } from "../../support/builders.ts";
import { createNoise } from "../../support/noise.ts";

const startMs = 1_000_000_000;
const stepKpa = 2;

/** One pressure channel of a loop that swings by 10 kPa in 93 min, watched and predicted; `shows` replaces its reading. */
function watch(given: Partial<Channel> = {}) {
  const channels = [
    toChannel({ id: "p", step: stepKpa, maxAgeMs: 7_200_000, ...given }),
    toChannel({ id: "other", role: "flow", range: { low: -10, high: 100 } }),
  ];
  let health = createChannelHealth(channels);
  const noise = createNoise(9);
  let s = 0;
  let last = Number.NaN;
  const truth = (): number => 500 + 10 * Math.sin((2 * Math.PI * s) / 5580);
  const run = (
    lengthS: number,
    { shows = (value: number) => value, predicts = () => truth(), noiseSd = 0.5 } = {},
  ): number => {
    for (const endS = s + lengthS; s < endS; ) {
      s += 1;
      const atMs = startMs + s * 1000;
      const reading = shows(Math.round((truth() + noiseSd * noise.normal()) / stepKpa) * stepKpa);
      if (reading !== last || given.reporting !== "on-change") health.take(0, atMs, reading);
      last = reading;
      health.take(1, atMs, 12 + 0.02 * noise.normal());
      health.evaluate(atMs);
      if (s % 10 === 0) health.predict(0, predicts());
      if (health.quality(0, atMs) === "bad") return s;
    }
    return Number.NaN;
  };
  return {
    run,
    truth,
    get atMs() {
      return startMs + s * 1000;
    },
    get health() {
      return health;
    },
    goOnFromCopy() {
      health = createChannelHealth(channels, copyState(health.state));
    },
  };
}

test.each([{ reporting: "periodic" as const }, { reporting: "on-change" as const }])(
  "a $reporting value that stands while the loop moves is found within half an hour, and says by how much",
  ({ reporting }) => {
    const loop = watch({ reporting });
    expect(loop.run(10_000)).toBeNaN();
    const stands = 500;
    const foundS = loop.run(1800, { shows: () => stands });
    expect(foundS - 10_000).toBeGreaterThan(120);
    expect(foundS - 10_000).toBeLessThan(1800);
    expect(loop.health.complaint(0, loop.atMs)).toMatch(
      /^has shown the same value for \d+ (s|min) while it should have moved by [\d.]+ kPa$/,
    );
    // Not used from here on; told when it stays so for five minutes.
    for (let k = 0; k < 280; k++) loop.run(1, { shows: () => stands });
    expect(loop.health.findings().sensor).toBeNull();
    for (let k = 0; k < 40; k++) loop.run(1, { shows: () => stands });
    expect(loop.health.findings().sensor).toMatchObject({
      severity: "advisory",
      verdict: "sensor fault",
      evidence: expect.arrayContaining([expect.objectContaining({ side: "for" })]),
    });
    expect(loop.health.findings().dataPath).toBeNull();
  },
);

test("a value that stands in a loop at rest for a day is none", () => {
  const loop = watch({ reporting: "on-change", maxAgeMs: days(3) });
  loop.run(10_000);
  expect(loop.run(86_400, { shows: () => 500, predicts: () => 500.4 })).toBeNaN();
});

test("nobody who predicts, nobody stuck", () => {
  const loop = watch();
  loop.run(10_000, { predicts: () => Number.NaN });
  expect(loop.run(3600, { shows: () => 500, predicts: () => Number.NaN })).toBeNaN();
});

test("a poor prediction that is always off by much accuses nobody", () => {
  const loop = watch();
  const noise = createNoise(3);
  const predicts = (): number => 500 + 8 * noise.normal();
  loop.run(10_000, { predicts });
  expect(loop.run(3600, { shows: () => 500, predicts })).toBeNaN();
});

test("it is well again when it moves with the loop, and the finding goes five minutes later, not by silence", () => {
  const loop = watch();
  loop.run(10_000);
  loop.run(3600, { shows: () => 500 });
  for (let k = 0; k < 320; k++) loop.run(1, { shows: () => 500 });
  for (let k = 0; k < 100; k++) loop.run(1);
  expect(loop.health.quality(0, loop.atMs)).toBe("good");
  expect(loop.health.findings().sensor).not.toBeNull();
  loop.run(280);
  expect(loop.health.findings().sensor).toBeNull();
});

test("a copy of its state goes on to the same end", () => {
  const one = watch();
  const other = watch();
  one.run(10_300);
  other.run(10_300);
  other.goOnFromCopy();
  const shows = (): number => 500;
  expect(other.run(3600, { shows })).toBe(one.run(3600, { shows }));
  expect(other.health.state).toEqual(one.health.state);
});
