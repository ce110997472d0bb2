import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type DurationMs, hours, minutes, seconds } from "../../protocol/time.ts";
import { parseConfig } from "../../server/boundary/config.ts";
import { createLimitWatch } from "../../server/domain/detection/limits/limit-watch.ts";
import { createPumpMode } from "../../server/domain/detection/limits/pump-mode.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { createChannelHealth } from "../../server/domain/quality/channel-health.ts";
import { createSimulation } from "../../simulator/story/simulation.ts";
import { scenarioNamed } from "../support/example.ts";

const parsed = parseConfig(
  readFileSync(new URL("../../examples/control-room.yaml", import.meta.url), "utf8"),
  {},
);
const loop = (parsed.ok ? parsed.config.loops[0] : undefined)!;

/** The first thing that each limit found in a story of the example's plant, and how long after its event. */
function findFirsts(
  watched: Loop,
  id: string,
  { preludeMs, lengthMs }: { readonly preludeMs: DurationMs; readonly lengthMs: DurationMs },
): ReadonlyMap<string, { readonly afterS: number; readonly headline: string }> {
  const startMs = Date.UTC(2026, 2, 1);
  const simulation = createSimulation({
    loopId: watched.id,
    seed: 7,
    startMs,
    scenario: scenarioNamed(id),
    preludeMs,
    eventDelayMs: 0,
  });
  const places = watched.channels.map(({ source }) => simulation.channels.indexOf(source.field));
  const health = createChannelHealth(watched.channels);
  const limits = createLimitWatch(watched);
  const pump = createPumpMode(watched);
  const firsts = new Map<string, { afterS: number; headline: string }>();
  for (let atMs = startMs + seconds(1); atMs <= startMs + preludeMs + lengthMs; atMs += seconds(1)) {
    for (const arrival of simulation.advance(atMs)) {
      if (arrival.kind !== "frame") continue;
      const { values, sourceMs } = arrival.frame;
      places.forEach((place, i) => {
        const value = values[place] ?? Number.NaN;
        if (!Number.isNaN(value)) health.take(i, sourceMs, value);
      });
    }
    health.evaluate(atMs);
    const usable = (i: number): number => health.usable(i, atMs);
    limits.evaluate(atMs, usable, pump.step(atMs, usable));
    limits.report(atMs, (part, said) => {
      if (said.kind === "found" && !firsts.has(part))
        firsts.set(part, { afterS: (atMs - startMs - preludeMs) / 1000, headline: said.finding.headline });
    });
  }
  return firsts;
}

describe("the limits of the example with people and routes", () => {
  test("are not passed by a healthy plant in two orbits", () => {
    expect([...findFirsts(loop, "healthy", { preludeMs: 0, lengthMs: hours(3) })]).toEqual([]);
  });

  test("are passed by a puncture: first the rate, then the value", () => {
    const firsts = findFirsts(loop, "S01", { preludeMs: minutes(10), lengthMs: minutes(12) });
    const rate = firsts.get("accumulator-pressure.falling");
    const low = firsts.get("accumulator-pressure.low");
    expect(rate?.headline).toMatch(/^Accumulator pressure falls faster than 20 kPa a minute$/);
    expect(low?.headline).toMatch(/^Accumulator pressure below 230 kPa$/);
    expect(rate?.afterS).toBeGreaterThan(0);
    expect(rate?.afterS).toBeLessThanOrEqual(60);
    expect(low?.afterS).toBeGreaterThan(rate?.afterS ?? 0);
    // The pump is known to run although nobody said what its flow is.
    expect(firsts.get("pump-out-pressure.no-head")?.headline).toMatch(/ below 270 kPa$/);
  });
});
