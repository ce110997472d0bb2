import { describe, expect, test } from "vitest";
import { hours, minutes, seconds } from "../../../protocol/time.ts";
import { beginHealthStory } from "./story-channels.ts";

describe("sensor faults of a station loop", () => {
  const suction = "suction_pressure_kpa";

  test.each([
    {
      variant: "zero",
      fromMs: seconds(1),
      untilMs: minutes(2),
      says: `${suction} shows an impossible value`,
    },
    { variant: "full-scale", fromMs: seconds(1), untilMs: minutes(2), says: `${suction} jumped to` },
    { variant: "stuck", fromMs: minutes(10), untilMs: hours(2), says: `${suction} has shown the same value` },
  ])(
    "$variant is told in time, of the right sensor, and nothing else is",
    ({ variant, fromMs, untilMs, says }) => {
      const story = beginHealthStory("N10", { variant, preludeMs: hours(1.5) });
      const { health, eventMs, channels } = story;
      const toldMs = story.run(eventMs + untilMs + 1000, () => health.findings().sensor !== null);
      expect(toldMs - eventMs).toBeGreaterThanOrEqual(fromMs);
      expect(toldMs - eventMs).toBeLessThanOrEqual(untilMs);
      expect(health.findings()).toMatchObject({
        sensor: { verdict: "sensor fault", severity: "advisory", headline: expect.stringContaining(says) },
        dataPath: null,
      });
      const bad = channels.filter((_, i) => health.quality(i, toldMs) !== "good").map(({ id }) => id);
      expect(bad).toEqual([suction]);
    },
  );

  test("a controller whose six channels jump for three minutes is named at once and over five minutes later", () => {
    const story = beginHealthStory("N10", { preludeMs: minutes(30) });
    const { health, eventMs, channels } = story;
    const told: number[] = [];
    const leaps: number[] = [];
    const place = channels.findIndex(({ id }) => id === "pump_out_pressure_kpa");
    story.run(eventMs - 1000, () => {
      if (health.findings().dataPath !== null) told.push(0);
      return false;
    });
    const before = health.usable(place, health.newestMs);
    story.run(eventMs + minutes(20), (atMs) => {
      if (health.findings().dataPath !== null) told.push(atMs - eventMs);
      if (Math.abs(health.usable(place, atMs) - before) > 50) leaps.push(atMs - eventMs);
      return false;
    });
    expect(told[0]).toBeLessThanOrEqual(seconds(5));
    expect(told.at(-1)).toBeGreaterThan(minutes(7));
    expect(told.at(-1)).toBeLessThan(minutes(10));
    expect(leaps).toEqual([]);
    expect(health.findings()).toEqual({ sensor: null, dataPath: null });
  });
});

test("a channel that is out of the downlink is told of within six minutes, however bad the link", () => {
  const story = beginHealthStory("N11", { preludeMs: 0 });
  const { health, eventMs } = story;
  const toldMs = story.run(eventMs + hours(10.2), () => health.findings().dataPath !== null);
  expect(toldMs - eventMs).toBeGreaterThan(hours(10));
  expect(toldMs - eventMs).toBeLessThanOrEqual(hours(10.1));
  expect(health.findings()).toMatchObject({
    sensor: null,
    dataPath: { headline: "radiator_out_c is no longer received. Nothing else has changed" },
  });
});
