import { describe, expect, onTestFinished, test } from "vitest";
import { seconds } from "../../protocol/time.ts";
import { createConditions } from "../../server/app/conditions.ts";
import { toLoopView } from "../../server/app/loop-view.ts";
import { createChannelHealth } from "../../server/domain/quality/channel-health.ts";
import { toLoop } from "../support/builders.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryFeed } from "../support/memory-feed.ts";

const atMs = 1_600_000_000_000;

function openConditions() {
  const clock = createFakeClock();
  const feed = createMemoryFeed();
  const loop = toLoop({ id: "one" });
  const health = createChannelHealth(loop.channels);
  const conditions = createConditions({ loops: [loop], healthOf: () => health, clock, feed });
  onTestFinished(() => conditions.stop());
  const hear = (second: number, value: number): void => {
    for (const i of loop.channels.keys()) health.take(i, atMs + seconds(second), value);
    health.evaluate(atMs + seconds(second));
  };
  return { clock, feed, conditions, hear, loop, health };
}

test("a loop that a new configuration has no more is not remembered as isolated when it comes back", () => {
  const loops = [toLoop({ id: "one" })];
  const clock = createFakeClock();
  const conditions = createConditions({ loops, healthOf: () => null, clock, feed: createMemoryFeed() });
  onTestFinished(() => conditions.stop());
  const since = () => conditions.list().map(({ isolatedSinceMs }) => isolatedSinceMs);
  conditions.operated("one", { operation: "isolation", atMs });
  conditions.renew();
  expect(since()).toEqual([atMs]);
  const [loop] = loops.splice(0);
  conditions.renew();
  loops.push(loop!);
  expect(since()).toEqual([null]);
});

test("a loop as pages know it has its levels as limits, and not how fast they may change", () => {
  const loop = toLoop();
  const [first] = loop.channels;
  if (!first) throw new Error("The bench loop has channels.");
  const limit = { name: "low", kind: "below", value: 200, severity: "warning", deadband: 5 } as const;
  const common = { ...limit, onDelayMs: 0, offDelayMs: 0, only: "running" } as const;
  const view = toLoopView({
    ...loop,
    isolable: ["radiator-inlet"],
    channels: [{ ...first, limits: [common, { ...common, name: "fast", kind: "falling" }] }],
  });
  expect(view.channels[0]?.limits).toEqual([
    { kind: "below", value: 200, severity: "warning", only: "running" },
  ]);
  expect(view.isolable).toEqual(["radiator-inlet"]);
  expect(toLoopView(loop)).not.toHaveProperty("isolable");
});

describe("conditions", () => {
  test("before the first sample no channel is believed, and nobody says more of it", () => {
    const { conditions, loop } = openConditions();
    expect(conditions.list()[0]?.channels).toEqual(
      loop.channels.map(() => ({ quality: "bad", remark: "has not been heard", takenMs: null })),
    );
  });

  test("are told once, and not again while nothing changes", async () => {
    const { clock, feed, hear } = openConditions();
    hear(0, 20);
    await clock.advance(seconds(2));
    expect(feed.conditions).toHaveLength(1);
    for (let s = 1; s < 8; s++) hear(s, 20 + (s % 2));
    await clock.advance(seconds(6));
    expect(feed.conditions).toHaveLength(1);
    expect(feed.conditions[0]?.channels.every(({ quality }) => quality === "good")).toBe(true);
  });

  test("a channel that falls silent is told with its reason and its newest sample", async () => {
    const { clock, feed, health, loop, hear } = openConditions();
    hear(0, 20);
    for (let s = 1; s < 600; s++) {
      for (const i of loop.channels.keys()) if (i > 0) health.take(i, atMs + seconds(s), 20 + (s % 3));
      health.evaluate(atMs + seconds(s));
    }
    await clock.advance(seconds(2));
    const [first, ...others] = feed.conditions.at(-1)?.channels ?? [];
    expect(first).toEqual({ quality: "bad", remark: expect.stringMatching(/silent|heard/), takenMs: atMs });
    expect(others.map(({ quality }) => quality)).toEqual(others.map(() => "good"));
  });

  test.each(["reopening", "serviced"] as const)("an isolation stands until %s", async (operation) => {
    const { clock, feed, conditions, hear } = openConditions();
    hear(0, 20);
    conditions.operated("one", { operation: "maintenance", atMs });
    expect(conditions.list()[0]?.isolatedSinceMs).toBeNull();
    conditions.operated("one", { operation: "isolation", atMs });
    await clock.advance(seconds(2));
    expect(feed.conditions.at(-1)?.isolatedSinceMs).toBe(atMs);
    conditions.operated("one", { operation, atMs: atMs + 1 });
    await clock.advance(seconds(2));
    expect(feed.conditions.at(-1)?.isolatedSinceMs).toBeNull();
  });
});
