import { describe, expect, test } from "vitest";
import { createLoad } from "../../../simulator/load/create-load.ts";
import type { LoadProgress } from "../../../simulator/load/load-progress.ts";
import { type LoadRun, runLoad } from "../../../simulator/load/run-load.ts";
import { parseLoadLines, takeTicks } from "./load-lines.ts";
import { createKeptLoad, createWaitedClock } from "./load-peers.ts";

const startMs = Date.UTC(2022, 11, 14, 21, 45);
const newLoad = (loops = 8, rateHz = 10) => createLoad({ loops, rateHz, leakShare: 0.25, seed: 1, startMs });

const neverStopped = new AbortController().signal;
const fast = (given: Omit<LoadRun, "pace" | "clock" | "stop"> & Partial<LoadRun>) =>
  runLoad({ pace: "as fast as it goes", clock: createWaitedClock(), stop: neverStopped, ...given });

describe("a run as fast as it goes", () => {
  test("makes its length and nothing more", async () => {
    const sender = createKeptLoad();
    const progress = await fast({ load: newLoad(), sender, lengthMs: 5000 });
    expect(progress).toMatchObject({ points: 400, madeMs: 5000, lagMs: 0, worstLagMs: 0, elapsedMs: 0 });
    expect(sender.text()).toBe(takeTicks(newLoad(), 50));
    expect(progress.bytes).toBe(sender.text().length);
  });

  test("makes nothing for no length", async () => {
    const sender = createKeptLoad();
    expect(await fast({ load: newLoad(), sender, lengthMs: 0 })).toMatchObject({ points: 0, madeMs: 0 });
    expect(sender.text()).toBe("");
  });

  test("waits for a sender without room and leaves nothing out", async () => {
    let room = 3;
    let waits = 0;
    const sender = createKeptLoad({
      onSend: () => {
        room -= 1;
      },
      isFull: () => room <= 0,
      whenRoom: async () => {
        waits += 1;
        room = 3;
      },
    });
    await fast({ load: newLoad(), sender, lengthMs: 5000 });
    expect(waits).toBeGreaterThan(50);
    expect(sender.text()).toBe(takeTicks(newLoad(), 50));
  });

  test("ends with the sender's own words when nothing will ever be taken", async () => {
    const sender = createKeptLoad({
      isFull: () => true,
      whenRoom: () => Promise.reject(new Error("no space left")),
    });
    await expect(fast({ load: newLoad(), sender, lengthMs: 5000 })).rejects.toThrow("no space left");
  });

  test("stops between whole lines", async () => {
    const stop = new AbortController();
    let batches = 0;
    const sender = createKeptLoad({
      onSend: () => {
        batches += 1;
        if (batches === 6) stop.abort();
      },
    });
    const progress = await fast({ load: newLoad(), sender, lengthMs: null, stop: stop.signal });
    expect(progress).toMatchObject({ points: 12, lengthMs: null });
    expect(parseLoadLines(sender.text())).toHaveLength(12);
  });

  test("gives everything else its turn on the way", async () => {
    const clock = createWaitedClock();
    const reports: LoadProgress[] = [];
    await fast({
      load: newLoad(1000),
      sender: createKeptLoad(),
      lengthMs: 10_000,
      clock,
      onProgress: (progress) => reports.push(progress),
    });
    // 19 MB of lines in stretches of 4 MB.
    expect(clock.waits).toEqual([0, 0, 0, 0]);
    expect(reports[0]).toMatchObject({ points: 0 });
    expect(reports.at(-1)).toMatchObject({ points: 100_000 });
  });
});

describe("a run by the wall clock", () => {
  test("makes each tick when its time has come", async () => {
    const clock = createWaitedClock();
    const beganMs = clock.nowMs();
    const madeAt: number[] = [];
    const sender = createKeptLoad({ onSend: () => madeAt.push(clock.nowMs() - beganMs) });
    const progress = await fast({ load: newLoad(1, 4), sender, lengthMs: 1000, pace: "wall clock", clock });
    expect(madeAt).toEqual([0, 250, 500, 750]);
    expect(progress).toMatchObject({ points: 4, lagMs: 0, worstLagMs: 0 });
  });

  test("catches up after a pause, makes every point, and says how late it was", async () => {
    const clock = createWaitedClock();
    let sends = 0;
    const sender = createKeptLoad({
      onSend: () => {
        sends += 1;
        if (sends === 3) clock.pass(5000);
      },
    });
    const progress = await fast({ load: newLoad(1, 1), sender, lengthMs: 20_000, pace: "wall clock", clock });
    expect(sender.text()).toBe(takeTicks(newLoad(1, 1), 20));
    // The fourth point was due at 3 s and could go at 7 s.
    expect(progress).toMatchObject({ points: 20, lagMs: 0, worstLagMs: 4000 });
  });

  test("falls further behind while its sender is slower than the load, and says so", async () => {
    const clock = createWaitedClock();
    const lags: number[] = [];
    const sender = createKeptLoad({ onSend: () => clock.pass(2000) });
    const progress = await fast({
      load: newLoad(1, 1),
      sender,
      lengthMs: 10_000,
      pace: "wall clock",
      clock,
      onProgress: ({ lagMs }) => lags.push(lagMs),
    });
    expect(sender.text()).toBe(takeTicks(newLoad(1, 1), 10));
    expect(progress.worstLagMs).toBe(9000);
    expect(Math.max(...lags)).toBeGreaterThan(5000);
  });

  test("is late, not short, when the sender had no room for a while", async () => {
    const clock = createWaitedClock();
    const beganMs = clock.nowMs();
    const sender = createKeptLoad({
      isFull: () => clock.nowMs() - beganMs < 3000,
      whenRoom: async () => clock.pass(5),
    });
    const progress = await fast({ load: newLoad(2, 1), sender, lengthMs: 6000, pace: "wall clock", clock });
    expect(sender.text()).toBe(takeTicks(newLoad(2, 1), 6));
    expect(progress).toMatchObject({ worstLagMs: 3000, lagMs: 0 });
  });
});
