import { describe, expect, test } from "vitest";
import type { Channel } from "../../../server/domain/loop/loop.ts";
import { createChannelHealth } from "../../../server/domain/quality/channel-health.ts";
import { toChannel } from "../../support/builders.ts";
import { createNoise } from "../../support/noise.ts";

const startMs = 1_000_000_000;

/** A loop on two boxes; what each channel shows in health, and the sd of its noise. */
const healthy = [500, 480, 20, 22, 60, 100, 481, 21];
const noiseSd = [0.5, 0.5, 0.02, 0.02, 0.05, 0.3, 0.5, 0.02];
const toChannels = (boxes: readonly (string | null)[]): Channel[] =>
  [
    toChannel({ id: "outlet", position: "pump-outlet" }),
    toChannel({ id: "suction", position: "accumulator" }),
    toChannel({ id: "supply", role: "temperature", unit: "degC", range: { low: -50, high: 150 } }),
    toChannel({ id: "return", role: "temperature", unit: "degC", range: { low: -50, high: 150 } }),
    toChannel({ id: "quantity", role: "quantity", unit: "%", range: { low: -5, high: 105 } }),
    toChannel({ id: "flow", role: "flow", unit: "L/min", range: { low: -10, high: 1000 } }),
    toChannel({ id: "suction-2", position: "accumulator" }),
    toChannel({ id: "radiator", role: "temperature", unit: "degC", range: { low: -50, high: 150 } }),
  ].map((channel, i) => ({ ...channel, box: boxes[i]! }));
const twoBoxes = ["a", "a", "a", "a", "a", "a", "b", "b"];

/** What a channel shows beyond its healthy value, `s` seconds after the ten healthy minutes. */
type Offset = (i: number, s: number) => number;

function play(boxes: readonly (string | null)[], lengthS: number, offset: Offset, everyS = 1) {
  const health = createChannelHealth(toChannels(boxes));
  const noise = createNoise(21);
  const badS: number[] = healthy.map(() => 0);
  const used: number[] = [];
  let called = 0;
  for (let s = -600 * everyS; s < lengthS; s++) {
    const atMs = startMs + s * 1000;
    if (s % everyS === 0)
      for (const [i, value] of healthy.entries())
        health.take(i, atMs, value + noiseSd[i]! * noise.normal() + (s < 0 ? 0 : offset(i, s)));
    health.evaluate(atMs);
    if (s < 0) continue;
    for (const i of healthy.keys()) if (health.quality(i, atMs) === "bad") badS[i]! += 1;
    used.push(health.usable(0, atMs));
    if (health.findings().dataPath !== null) called += 1;
  }
  return { health, badS, used, called };
}

const onBoxA = (i: number): boolean => i < 6;

describe("a box whose channels jump together", () => {
  const jump: Offset = (i, s) =>
    onBoxA(i) && s >= 60 && s < 240 ? 0.08 * [4000, 4000, 200, 200, 100, 1200][i]! : 0;

  test("is not believed from the jump until after it came back, and neither edge gets through", () => {
    const { health, badS, used, called } = play(twoBoxes, 600, jump);
    for (const i of [0, 1, 2, 3, 4, 5]) {
      expect(badS[i]).toBeGreaterThanOrEqual(180);
      expect(badS[i]).toBeLessThan(200);
    }
    expect(badS.slice(6)).toEqual([0, 0]);
    expect(used.filter((value) => Math.abs(value - 500) > 5)).toEqual([]);
    expect(called).toBeGreaterThan(180);
    // Told for five minutes after it was well again, then over.
    expect(health.findings().dataPath).toBeNull();
  });

  test("is named with its channels and with what did not move", () => {
    const { health } = play(twoBoxes, 120, jump);
    const finding = health.findings().dataPath;
    expect(finding).toMatchObject({ severity: "advisory", verdict: "data-path fault", leakKgPerH: null });
    expect(finding?.headline).toContain("Six sensors on a ");
    expect(finding?.evidence.map(({ text }) => text).join(" ")).toMatch(
      /outlet, suction, supply, return, quantity and flow jumped.*suction-2 and radiator did not move/,
    );
    expect(health.findings().sensor).toBeNull();
    expect(health.complaint(0, startMs + 119_000)).toBe("hangs on a, whose channels jumped at once");
  });

  test("is found at one sample in ten seconds, when it jumps far enough", () => {
    const { called, badS } = play(twoBoxes, 600, (i, s) => 2 * jump(i, s), 10);
    expect(called).toBeGreaterThan(100);
    expect(badS[6]).toBe(0);
  });

  test("goes on not being believed while it does not come back", () => {
    const { health } = play(twoBoxes, 7200, (i, s) => (onBoxA(i) && s >= 60 ? jump(i, 60) : 0));
    expect(health.quality(2, startMs + 7_199_000)).toBe("bad");
    expect(health.findings().dataPath).not.toBeNull();
  });
});

const fall = (s: number): number => (s < 60 ? 0 : 1 - Math.exp(-(s - 60) / 12));

describe("what a loop can do is no data-path fault", () => {
  test.each<{ name: string; boxes: readonly (string | null)[]; offset: Offset }>([
    { name: "health", boxes: twoBoxes, offset: () => 0 },
    {
      name: "a rupture: all pressures, quantity and flow fall",
      boxes: twoBoxes,
      offset: (i, s) => -fall(s) * [450, 450, 1, 1, 55, 95, 450, 0][i]!,
    },
    {
      name: "a rupture of a loop with a second box that has thermometers only",
      boxes: ["a", "a", "b", "b", "a", "a", "a", "b"],
      offset: (i, s) => -fall(s) * [450, 450, 0, 0, 55, 95, 450, 0][i]!,
    },
    {
      name: "a pump trip: outlet pressure and flow fall on one box",
      boxes: twoBoxes,
      offset: (i, s) => (s < 60 ? 0 : -[100, 0, 0, 0, 0, 95, 0, 0][i]!),
    },
    {
      name: "one thermometer that jumps",
      boxes: twoBoxes,
      offset: (i, s) => (i === 2 && s >= 60 ? 16 : 0),
    },
    {
      name: "a jump of everything on both boxes",
      boxes: twoBoxes,
      offset: (i, s) => (s >= 60 ? [40, 40, 5, 5, 5, 20, 40, 5][i]! : 0),
    },
    {
      name: "jumps of channels that nobody gave a box",
      boxes: healthy.map(() => null),
      offset: (i, s) => (onBoxA(i) && s >= 60 ? [320, 320, 16, 16, 8, 90][i]! : 0),
    },
    {
      name: "channels of one box that jump one after another",
      boxes: twoBoxes,
      offset: (i, s) => (onBoxA(i) && s >= 60 + 20 * i ? [40, 40, 5, 5, 5, 20][i]! : 0),
    },
  ])("$name", ({ boxes, offset }) => {
    expect(play(boxes, 300, offset).called).toBe(0);
  });
});
