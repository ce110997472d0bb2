import { expect, test } from "vitest";
import type { Channel } from "../../../server/domain/loop/loop.ts";
import { createChannelHealth } from "../../../server/domain/quality/channel-health.ts";
import { toChannel } from "../../support/builders.ts";
import { createNoise } from "../../support/noise.ts";

const startMs = 1_000_000_000;
const thermometer: Partial<Channel> = { role: "temperature", unit: "degC", range: { low: -100, high: 200 } };

/** Two channels that rest at `level` for ten minutes; then each second what `shows` says. Returns the second of the call. */
function callAt(
  given: readonly Partial<Channel>[],
  shows: (i: number, s: number) => number | null,
  level = 300,
): { readonly calledS: number; readonly health: ReturnType<typeof createChannelHealth> } {
  const health = createChannelHealth(given.map((one, i) => toChannel({ id: `c${i}`, step: 0.1, ...one })));
  const noise = createNoise(8);
  let calledS = Number.NaN;
  for (let s = -600; s < 300; s++) {
    const atMs = startMs + s * 1000;
    for (const i of given.keys()) {
      const noisy = Math.round((level + 0.3 * noise.normal()) * 10) / 10;
      health.take(i, atMs, (s < 0 ? null : shows(i, s)) ?? noisy);
    }
    health.evaluate(atMs);
    if (Number.isNaN(calledS) && health.findings().sensor !== null) calledS = s;
  }
  return { calledS, health };
}

test.each([
  { name: "a pressure at full scale", given: [{}, {}], shows: 900, level: 300 },
  { name: "a lone pressure at full scale", given: [{}], shows: 900, level: 300 },
  { name: "a pressure at the foot of its scale", given: [{}, {}], shows: 25, level: 300 },
  { name: "a broken thermometer", given: [thermometer], shows: 150, level: 20 },
])("$name is told within two minutes as a failed sensor", ({ given, shows, level }) => {
  const { calledS, health } = callAt(given, (i, s) => (i === 0 && s >= 10 ? shows : null), level);
  expect(calledS).toBeGreaterThanOrEqual(10);
  expect(calledS).toBeLessThan(130);
  expect(health.quality(0, startMs + 299_000)).toBe("bad");
  if (given.length > 1) expect(health.quality(1, startMs + 299_000)).toBe("good");
});

test.each([
  { name: "health", given: [{}, {}], shows: () => null },
  {
    name: "both pressures at once at a floor that is the coolant's own",
    given: [{}, {}],
    shows: (_i: number, s: number) => (s >= 10 ? 25 : null),
  },
  {
    name: "a lone pressure that falls",
    given: [{}],
    shows: (_i: number, s: number) => (s >= 10 ? 25 : null),
  },
  {
    name: "a jump to a value that goes on moving",
    given: [{}, {}],
    shows: (i: number, s: number) => (i === 0 && s >= 10 ? 400 + 0.1 * (s % 3) : null),
  },
  {
    name: "a flow that stands at zero with its pump",
    given: [{ role: "flow", unit: "L/min", range: { low: -10, high: 1000 } } as const],
    shows: (_i: number, s: number) => (s >= 10 ? 0 : null),
  },
])("$name is no failed sensor", ({ given, shows }) => {
  expect(callAt(given, shows).calledS).toBeNaN();
});

test("it is well again when it comes back", () => {
  const { health } = callAt([{}, {}], (i, s) => (i === 0 && s >= 10 && s < 100 ? 900 : null));
  expect(health.quality(0, startMs + 299_000)).toBe("good");
});
