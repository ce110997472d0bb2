import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { days, type EpochMs, hours } from "../../protocol/time.ts";
import { createCronScheduler } from "../../server/adapters/cron-scheduler.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";
import { createTimekeeper, type Scheduler } from "../../server/app/timekeeper.ts";
import { createMemoryLog } from "../support/memory-log.ts";

// Node's own timers and its clock are replaced by vitest's, so that days pass at once.
const schedulers: Scheduler[] = [];
beforeEach(() => void vi.useFakeTimers());
afterEach(async () => {
  for (const scheduler of schedulers.splice(0)) await scheduler.stop();
  vi.useRealTimers();
});

function createScheduler(): Scheduler {
  const scheduler = createCronScheduler(createMemoryLog());
  schedulers.push(scheduler);
  return scheduler;
}

const minuteOf = (atMs: EpochMs): string => new Date(atMs).toISOString().slice(5, 16);

describe("the scheduler", () => {
  test("looks at its local times, and every ten minutes besides", async () => {
    vi.setSystemTime("2026-06-01T00:00:30Z");
    const looks: string[] = [];
    createScheduler().start(["02:13"], "Europe/Berlin", () => void looks.push(minuteOf(Date.now())));
    await vi.advanceTimersByTimeAsync(hours(0.5));
    expect(looks).toEqual(["06-01T00:10", "06-01T00:13", "06-01T00:20", "06-01T00:30"]);
  });

  test("with a time that cannot be read starts nothing", async () => {
    const looks: number[] = [];
    const look = (): void => void looks.push(Date.now());
    expect(() => createScheduler().start(["06:00", "at noon"], "UTC", look)).toThrow();
    await vi.advanceTimersByTimeAsync(hours(24));
    expect(looks).toEqual([]);
  });

  test("stopped looks no more, twice is harmless, and another one goes on", async () => {
    vi.setSystemTime("2026-06-01T00:00:30Z");
    const looks: string[] = [];
    const one = createScheduler();
    one.start([], "UTC", () => void looks.push("one"));
    createScheduler().start([], "UTC", () => void looks.push("other"));
    await one.stop();
    await one.stop();
    await vi.advanceTimersByTimeAsync(hours(0.2));
    expect(looks).toEqual(["other"]);
  });
});

describe("a job at 02:30 in Berlin, with node-cron and the real clock's rules", () => {
  const zone = "Europe/Berlin";

  test.each([
    ["2026-03-27T12:00:00Z", "spring", ["03-28T01:30", "03-29T01:00", "03-30T00:30", "03-31T00:30"]],
    ["2026-10-23T12:00:00Z", "autumn", ["10-24T00:30", "10-25T00:30", "10-26T01:30", "10-27T01:30"]],
  ])("from %s, over the change of %s, runs once a day", async (begin, _season, expected) => {
    vi.setSystemTime(begin);
    const ranMsByJob = new Map<string, EpochMs>();
    const runs: string[] = [];
    const keeper = createTimekeeper({
      zone,
      scheduler: createScheduler(),
      state: {
        lastRunMs: (job) => ranMsByJob.get(job) ?? null,
        ran: (job, atMs) => void ranMsByJob.set(job, atMs),
      },
      clock: createSystemClock(),
      log: createMemoryLog(),
    });
    keeper.start([{ name: "digest", at: ["02:30"], run: () => void runs.push(minuteOf(Date.now())) }]);
    await vi.advanceTimersByTimeAsync(days(4));
    await keeper.stop();
    expect(runs).toEqual(expected);
  });
});
