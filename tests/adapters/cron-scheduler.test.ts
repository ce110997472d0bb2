import { setImmediate as turn } from "node:timers/promises";
import { validateDetailed } from "node-cron";
import { afterEach, describe, expect, test } from "vitest";
import { createCronScheduler } from "../../server/adapters/cron-scheduler.ts";
import { cronByJob, type Job, type Scheduler } from "../../server/app/schedule.ts";
import { createMemoryLog, type MemoryLog } from "../support/memory-log.ts";

const everySecond = "* * * * * *";
/** Midnight of 29 February: not while these tests run. */
const almostNever = "0 0 29 2 *";

const schedulers: Scheduler[] = [];
afterEach(async () => {
  for (const scheduler of schedulers.splice(0)) await scheduler.stop();
});

function start(jobs: readonly Job[], log: MemoryLog = createMemoryLog()): Scheduler {
  const scheduler = createCronScheduler(log);
  schedulers.push(scheduler);
  scheduler.start(jobs);
  return scheduler;
}

describe("the timetable", () => {
  test.each(Object.entries(cronByJob))(
    "the time of the %s, %s, is one that node-cron can read",
    (_name, cron) => {
      expect(validateDetailed(cron)).toMatchObject({ valid: true, errors: [] });
    },
  );
});

describe("a scheduled job", () => {
  test("runs at its time", async () => {
    const ran = await new Promise<string>((resolve) => {
      start([{ name: "signal", cron: everySecond, run: () => resolve("ran") }]);
    });
    expect(ran).toBe("ran");
  });

  test("that fails is logged by name, and runs again at its next time", async () => {
    const log = createMemoryLog();
    let runs = 0;
    await new Promise<void>((resolve) => {
      const run = async (): Promise<void> => {
        runs++;
        if (runs === 1) throw new Error("no disk");
        resolve();
      };
      start([{ name: "fragile", cron: everySecond, run }], log);
    });
    const failures = log.entries.filter(({ level }) => level === "error");
    expect(failures).toMatchObject([{ detail: { job: "fragile", cause: new Error("no disk") } }]);
  });

  test("is not started twice while it still runs, and stopping waits for it", async () => {
    let runs = 0;
    let finish: () => void = () => undefined;
    let finished = false;
    const overlapped = new Promise<void>((resolve) => {
      const log = createMemoryLog();
      const warn = (message: string): void => {
        if (/overlap/.test(message)) resolve();
      };
      const scheduler = createCronScheduler({ ...log, warn });
      schedulers.push(scheduler);
      const run = async (): Promise<void> => {
        runs++;
        await new Promise<void>((end) => {
          finish = end;
        });
        finished = true;
      };
      scheduler.start([{ name: "slow", cron: everySecond, run }]);
    });
    await overlapped;
    expect(runs).toBe(1);
    const stopped = schedulers[0]?.stop();
    const first = await Promise.race([stopped, turn("still running")]);
    expect([first, finished]).toEqual(["still running", false]);
    finish();
    await stopped;
    expect(finished).toBe(true);
  });

  test("with a time that cannot be read stops the start of all", async () => {
    const scheduler = createCronScheduler(createMemoryLog());
    schedulers.push(scheduler);
    const good: Job = { name: "good", cron: almostNever, run: () => undefined };
    expect(() => scheduler.start([good, { ...good, name: "bad", cron: "at noon" }])).toThrow();
  });
});

describe("stopping", () => {
  test("one scheduler leaves the jobs of another running", async () => {
    const first = start([{ name: "first", cron: everySecond, run: () => undefined }]);
    const ran = new Promise<string>((resolve) => {
      start([{ name: "second", cron: everySecond, run: () => resolve("ran") }]);
    });
    await first.stop();
    expect(await ran).toBe("ran");
  });

  test("twice is harmless", async () => {
    const scheduler = start([{ name: "idle", cron: almostNever, run: () => undefined }]);
    await scheduler.stop();
    await expect(scheduler.stop()).resolves.toBeUndefined();
  });
});
