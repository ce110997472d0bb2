import { expect, test } from "vitest";
import { createChannelHealth } from "../../../server/domain/quality/channel-health.ts";
import { toChannel } from "../../support/builders.ts";
import { createNoise } from "../../support/noise.ts";

const startMs = 1_000_000_000;

/** A channel with a noise of 0.5 kPa for an hour of its samples, then what the story shows for `samples` more. */
function play(samples: number, story: (k: number, normal: number) => number, everyS = 1) {
  const health = createChannelHealth([toChannel({ id: "p", step: 0.01, maxAgeMs: 600_000 })]);
  const noise = createNoise(12);
  let atMs = startMs;
  const show = (value: number): void => {
    atMs += everyS * 1000;
    health.take(0, atMs, value);
    for (let s = 0; s < everyS; s++) health.evaluate(atMs + s * 1000);
  };
  for (let k = 0; k < 3600; k++) show(500 + 0.5 * noise.normal());
  let odd = 0;
  for (let k = 0; k < samples; k++) {
    show(story(k, noise.normal()));
    if (health.quality(0, atMs) !== "good") odd += 1;
  }
  return { health, odd, atMs };
}

test.each([
  { everyS: 1, name: "one sample a second" },
  { everyS: 60, name: "one sample a minute" },
])(
  "four times the noise at $name makes the channel suspect, and its variance counts sixteen times",
  ({ everyS }) => {
    const { health, atMs } = play(300, (_k, n) => 500 + 2 * n, everyS);
    expect(health.quality(0, atMs)).toBe("suspect");
    expect(health.usable(0, atMs)).not.toBeNaN();
    expect(health.complaint(0, atMs)).toBeNull();
    expect(health.inflation(0, atMs)).toBeGreaterThan(8);
    expect(health.inflation(0, atMs)).toBeLessThan(32);
  },
);

test("a tenth of the noise makes the channel suspect", () => {
  const { health, atMs } = play(300, (_k, n) => 500 + 0.05 * n);
  expect(health.remark(0, atMs)).toBe("has lost the noise that it always had");
  expect(health.inflation(0, atMs)).toBe(4);
});

test.each([
  { name: "the same noise for a day", samples: 86_400, story: (_k: number, n: number) => 500 + 0.5 * n },
  { name: "a third more noise", samples: 3600, story: (_k: number, n: number) => 500 + 0.65 * n },
  {
    name: "the fall of a rupture",
    samples: 120,
    story: (k: number, n: number) => 50 + 450 * Math.exp(-k / 25) + 0.5 * n,
  },
  { name: "a step", samples: 600, story: (k: number, n: number) => (k < 100 ? 500 : 560) + 0.5 * n },
  {
    name: "an orbit's swing",
    samples: 11_000,
    story: (k: number, n: number) => 500 + 40 * Math.sin(k / 888) + 0.5 * n,
  },
])("$name leaves it good", ({ samples, story }) => {
  expect(play(samples, story).odd).toBe(0);
});
