import { describe, expect, onTestFinished, test } from "vitest";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import { minutes, seconds } from "../../protocol/time.ts";
import type { LoopSignal } from "../../protocol/wire.ts";
import { createLive } from "../../server/app/live.ts";
import { toLoop } from "../support/builders.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryFeed } from "../support/memory-feed.ts";

const sourceMs = 1_600_000_000_000;

/** Two loops; their most talkative channels may be silent for ten seconds. */
function openLive() {
  const clock = createFakeClock();
  const feed = createMemoryFeed();
  const loops = [toLoop({ id: "one" }), toLoop({ id: "two" })];
  const health = {
    store: { name: "", ok: true, detail: "" },
    spool: { waiting: 0, oldestMs: null },
    mail: { name: "", ok: true, detail: "", waiting: 0 },
  };
  const heard: { readonly signals: readonly LoopSignal[]; readonly atMs: number }[] = [];
  const live = createLive({
    loops,
    clock,
    feed,
    health: () => health,
    seq: () => 17,
    onSignals: (signals, atMs) => void heard.push({ signals, atMs }),
  });
  onTestFinished(() => live.stop());
  return { clock, feed, live, heard };
}

const estimate = (given: Partial<LoopEstimate> = {}): LoopEstimate => ({
  loopId: "one",
  atMs: sourceMs,
  detection: { kind: "watching", smallestKgPerH: null },
  inventoryL: 39,
  inventorySdL: 0.1,
  bottomedOut: false,
  leakKgPerH: null,
  leakSdKgPerH: null,
  lostL: null,
  timeLeft: null,
  ...given,
});
const leaking = estimate({
  detection: { kind: "leaking" },
  leakKgPerH: 1.43136,
  leakSdKgPerH: 0.1,
  lostL: 1,
  timeLeft: { p05Ms: minutes(100), p50Ms: minutes(180), p95Ms: null },
});

describe("samples on their way to the pages", () => {
  test("go out together, as columns, four times a second", async () => {
    const { clock, feed, live } = openLive();
    live.row("one", sourceMs, [300, null, 20, 40]);
    live.row("one", sourceMs + 1000, [299, 450, 20, 39.9]);
    live.row("two", sourceMs, [100, 200, 10, 30]);
    expect(feed.frames).toEqual([]);
    await clock.advance(250);
    expect(feed.frames).toEqual([
      {
        loopId: "one",
        tMs: [sourceMs, sourceMs + 1000],
        columns: [
          [300, 299],
          [null, 450],
          [20, 20],
          [40, 39.9],
        ],
        coalesced: 0,
      },
      { loopId: "two", tMs: [sourceMs], columns: [[100], [200], [10], [30]], coalesced: 0 },
    ]);
  });

  test("are no frame when there are none, and are sent once", async () => {
    const { clock, feed, live } = openLive();
    await clock.advance(seconds(1));
    expect(feed.frames).toEqual([]);
    live.row("one", sourceMs, [300, 450, 20, 40]);
    await clock.advance(seconds(1));
    expect(feed.frames).toHaveLength(1);
  });

  test("of up to four minutes are all there", async () => {
    const { clock, feed, live } = openLive();
    for (let s = 0; s < 240; s++) live.row("one", sourceMs + s * 1000, [s]);
    await clock.advance(250);
    expect(feed.frames[0]?.tMs).toHaveLength(240);
    expect(feed.frames[0]?.coalesced).toBe(0);
  });

  test.each([241, 500, 5000, 36_001])(
    "that come too fast to draw are thinned and counted: %i rows",
    async (rows) => {
      const { clock, feed, live } = openLive();
      for (let s = 0; s < rows; s++) live.row("one", sourceMs + s * 1000, [s]);
      await clock.advance(250);
      const [frame] = feed.frames;
      expect(frame?.tMs.length).toBeLessThanOrEqual(240);
      expect((frame?.tMs.length ?? 0) + (frame?.coalesced ?? 0)).toBe(rows);
      // The newest row is what the page shows as "now": it always stays, and times stay in order with their rows.
      expect(frame?.tMs.at(-1)).toBe(sourceMs + (rows - 1) * 1000);
      expect(frame?.columns[0]).toEqual(frame?.tMs.map((ms) => (ms - sourceMs) / 1000));
      expect(frame?.tMs).toEqual(frame?.tMs.toSorted((a, b) => a - b));
    },
  );

  test("that wait when the server stops go out before it does", () => {
    const { clock, feed, live } = openLive();
    live.row("one", sourceMs, [300, 450, 20, 40]);
    live.stop();
    expect(feed.frames).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });
});

describe("estimates", () => {
  test("go out with the next frame, only the newest of each loop", async () => {
    const { clock, feed, live } = openLive();
    live.estimate(estimate({ inventoryL: 39.5 }));
    live.estimate(estimate({ inventoryL: 39.4 }));
    live.estimate(estimate({ loopId: "two" }));
    await clock.advance(250);
    expect(feed.estimates.map(({ loopId, inventoryL }) => [loopId, inventoryL])).toEqual([
      ["one", 39.4],
      ["two", 39],
    ]);
    expect(live.estimates()).toHaveLength(2);
    await clock.advance(seconds(1));
    expect(feed.estimates).toHaveLength(2);
  });
});

describe("the signal of a loop", () => {
  test("is not silent before anything was heard: nothing is known of it", async () => {
    const { clock, feed, live } = openLive();
    await clock.advance(minutes(10));
    expect(feed.signals).toEqual([]);
    expect(live.signals()[0]).toEqual({
      loopId: "one",
      lastSampleMs: null,
      lastArrivalMs: null,
      silent: false,
    });
  });

  test("is told at once when the first samples come", () => {
    const { clock, feed, live } = openLive();
    live.heard("one", sourceMs);
    const signal = { loopId: "one", lastSampleMs: sourceMs, lastArrivalMs: clock.nowMs(), silent: false };
    expect(feed.signals).toEqual([signal]);
    expect(live.signals()).toContainEqual(signal);
  });

  test("turns silent when nothing arrives for longer than a healthy pause, and back at once", async () => {
    const { clock, feed, live } = openLive();
    live.heard("one", sourceMs);
    await clock.advance(seconds(15));
    expect(feed.signals.some(({ silent }) => silent)).toBe(false);
    await clock.advance(seconds(1));
    expect(feed.signals.at(-1)).toMatchObject({ loopId: "one", silent: true, lastSampleMs: sourceMs });
    live.heard("one", sourceMs + 20_000);
    expect(feed.signals.at(-1)).toMatchObject({ silent: false, lastSampleMs: sourceMs + 20_000 });
  });

  test("never turns silent while samples keep coming, and is told each second", async () => {
    const { clock, feed, live } = openLive();
    for (let s = 0; s < 60; s++) {
      live.heard("one", sourceMs + s * 1000);
      await clock.advance(seconds(1));
    }
    expect(feed.signals.some(({ silent }) => silent)).toBe(false);
    expect(feed.signals.length).toBeGreaterThanOrEqual(60);
  });

  test("of one loop says nothing of another", async () => {
    const { clock, feed, live } = openLive();
    live.heard("one", sourceMs);
    for (let s = 0; s < 30; s++) {
      live.heard("two", sourceMs + s * 1000);
      await clock.advance(seconds(1));
    }
    expect(feed.signals.some(({ loopId, silent }) => loopId === "two" && silent)).toBe(false);
    expect(live.signals().map(({ silent }) => silent)).toEqual([true, false]);
  });

  test("of a loop that nobody knows is nobody's", () => {
    const { feed, live } = openLive();
    live.heard("nine", sourceMs);
    expect(feed.signals).toEqual([]);
  });
});

describe("a known leak in silence", () => {
  test("goes on: the pages hear a forecast each second, with less coolant, less time and more doubt", async () => {
    const { clock, feed, live } = openLive();
    live.heard("one", sourceMs);
    live.estimate(leaking);
    await clock.advance(minutes(60));
    const last = feed.estimates.at(-1);
    expect(last).toMatchObject({
      detection: { kind: "leaking" },
      atMs: sourceMs + minutes(60),
    });
    // 1 L/h out of an accumulator with 5 L of gas: pressure and loss fall as the gas expands.
    const growth = 1 + (1.5 * 1) / 5;
    expect(last?.leakKgPerH).toBeCloseTo(1.43136 * growth ** (-1 / 3), 4);
    expect(last?.inventoryL).toBeCloseTo(39 - 5 * (growth ** (2 / 3) - 1), 3);
    // The lower end comes nearer by more than what has passed: doubt has grown by a quarter of the rate.
    const p05Ms = Math.round(minutes(40) / (1 + 1.645 * 0.25));
    expect(last?.timeLeft).toEqual({ p05Ms, p50Ms: minutes(120), p95Ms: null });
    expect(last?.leakSdKgPerH).toBeGreaterThan(0.3);
    expect(feed.estimates.length).toBeGreaterThan(3500);
  });

  test("is not forecast while samples keep coming", async () => {
    const { clock, feed, live } = openLive();
    live.estimate(leaking);
    for (let s = 0; s < 30; s++) {
      live.heard("one", sourceMs + s * 1000);
      await clock.advance(seconds(1));
    }
    expect(feed.estimates).toEqual([leaking]);
  });

  test("is the only thing forecast: a healthy loop in silence gets no new estimate", async () => {
    const { clock, feed, live } = openLive();
    live.heard("one", sourceMs);
    live.estimate(estimate());
    await clock.advance(minutes(5));
    expect(feed.estimates).toHaveLength(1);
  });
});

test("a beat with the last alarm's sequence goes out each second, health every other", async () => {
  const { clock, feed } = openLive();
  await clock.advance(seconds(10));
  expect(feed.beats).toEqual(Array.from({ length: 10 }, () => 17));
  expect(feed.told.health).toBe(5);
});

test("how every loop is heard is passed on once a second", async () => {
  const { clock, live, heard } = openLive();
  live.heard("one", sourceMs);
  const beganMs = clock.nowMs();
  await clock.advance(seconds(3));
  expect(heard.map(({ atMs }) => atMs - beganMs)).toEqual([1000, 2000, 3000]);
  expect(heard[0]?.signals.map(({ loopId, lastSampleMs }) => [loopId, lastSampleMs])).toEqual([
    ["one", sourceMs],
    ["two", null],
  ]);
});
