import { beforeEach, describe, expect, test } from "vitest";
import { days, type EpochMs, hours, minutes } from "../../protocol/time.ts";
import { createTimekeeper, type Job, type Scheduler, type Timekeeper } from "../../server/app/timekeeper.ts";
import { createFakeClock, type FakeClock } from "../support/fake-clock.ts";
import { createMemoryLog, type MemoryLog } from "../support/memory-log.ts";

const utc = (text: string): EpochMs => Date.parse(`${text}Z`);

let clock: FakeClock;
let log: MemoryLog;
let ranMsByJob: Map<string, EpochMs>;
let ran: string[];

beforeEach(() => {
  clock = createFakeClock(utc("2022-12-15T04:00:00"));
  log = createMemoryLog();
  ranMsByJob = new Map();
  ran = [];
});

/** Looks once a minute. */
function createMinuteScheduler(): Scheduler & { readonly times: readonly string[] } {
  const times: string[] = [];
  let cancel = (): void => undefined;
  return {
    times,
    start(at, zone, look) {
      times.push(...at, zone);
      cancel = clock.every(minutes(1), look);
    },
    stop: async () => cancel(),
  };
}

const jobOf = (given: Partial<Job> = {}): Job => ({
  name: "digest",
  at: ["06:00"],
  run: (dueMs) => void ran.push(new Date(dueMs).toISOString().slice(5, 16)),
  ...given,
});

/** A server starts; what the store keeps outlives it. */
function start(...jobs: readonly Job[]): Timekeeper {
  const keeper = createTimekeeper({
    zone: "Europe/Berlin",
    scheduler: createMinuteScheduler(),
    state: {
      lastRunMs: (job) => ranMsByJob.get(job) ?? null,
      ran: (job, atMs) => void ranMsByJob.set(job, atMs),
    },
    clock,
    log,
  });
  keeper.start(jobs);
  return keeper;
}

describe("a job", () => {
  test("runs at its local time, once a day, and is told for which time", async () => {
    start(jobOf());
    await clock.advance(days(2));
    expect(ran).toEqual(["12-15T05:00", "12-16T05:00"]);
  });

  test("runs at each of its times", async () => {
    start(jobOf({ at: ["06:00", "14:00", "22:00"] }));
    await clock.advance(hours(20));
    expect(ran).toEqual(["12-15T05:00", "12-15T13:00", "12-15T21:00"]);
  });

  test("that is new has missed nothing", async () => {
    await clock.advance(hours(3));
    start(jobOf());
    await clock.settle();
    expect(ran).toEqual([]);
  });

  test("that fails is logged and tried again at its next time, not before", async () => {
    let fails = true;
    const run = async (dueMs: EpochMs): Promise<void> => {
      ran.push(`${fails} ${new Date(dueMs).toISOString().slice(5, 10)}`);
      if (fails) throw new Error("no disk");
    };
    start(jobOf({ run }));
    await clock.advance(hours(12));
    expect(log.entries.filter(({ level }) => level === "error")).toMatchObject([
      { detail: { job: "digest", cause: new Error("no disk") } },
    ]);
    expect(ranMsByJob.get("digest")).toBeUndefined();
    fails = false;
    await clock.advance(hours(24));
    expect(ran).toEqual(["true 12-15", "false 12-16"]);
    expect(ranMsByJob.get("digest")).toBe(utc("2022-12-16T05:00:00"));
  });

  test("never runs twice at once, however long it takes", async () => {
    let finish: () => void = () => undefined;
    const run = (dueMs: EpochMs): Promise<void> => {
      ran.push(new Date(dueMs).toISOString().slice(8, 16));
      return new Promise((resolve) => {
        finish = resolve;
      });
    };
    start(jobOf({ at: ["06:00", "07:00"], run }));
    await clock.advance(hours(3));
    expect(ran).toEqual(["15T05:00"]);
    finish();
    await clock.advance(minutes(2));
    expect(ran).toEqual(["15T05:00", "15T06:00"]);
  });

  test("does not hold up another one", async () => {
    start(jobOf({ name: "slow", run: () => new Promise(() => undefined) }), jobOf());
    await clock.advance(hours(2));
    expect(ran).toEqual(["12-15T05:00"]);
  });
});

describe("a start", () => {
  test("makes up for what was missed, once", async () => {
    await start(jobOf()).stop();
    await clock.advance(days(3));
    start(jobOf());
    await clock.settle();
    expect(ran).toEqual(["12-17T05:00"]);
    await clock.advance(hours(24));
    expect(ran).toEqual(["12-17T05:00", "12-18T05:00"]);
  });

  test("does not do again what was done, and tries again what had failed", async () => {
    const broken = jobOf({
      name: "broken",
      run: () => {
        throw new Error("no");
      },
    });
    const first = start(jobOf(), broken);
    await clock.advance(hours(2));
    await first.stop();
    start(jobOf(), { ...broken, run: () => void ran.push("mended") });
    await clock.settle();
    expect(ran).toEqual(["12-15T05:00", "mended"]);
  });

  test("waits with a job that needs what comes after a start, whether or not it was missed", async () => {
    await start(jobOf()).stop();
    await clock.advance(hours(3));
    start(jobOf({ afterStartMs: minutes(30) }));
    await clock.advance(minutes(29));
    expect(ran).toEqual([]);
    await clock.advance(minutes(2));
    expect(ran).toEqual(["12-15T07:30"]);
    await clock.advance(hours(22));
    expect(ran).toEqual(["12-15T07:30", "12-16T05:00"]);
  });
});

describe("a job that cannot be undone", () => {
  const forgets = jobOf({ name: "retention", longestGapMs: days(3) });
  const warned = () => log.entries.filter(({ level }) => level === "warn").length;

  /** The server runs until the clock jumps, and is started then; a job that is looked at has that clock. */
  async function jump(ms: number): Promise<Timekeeper> {
    clock = createFakeClock(clock.nowMs() + ms);
    const keeper = start(forgets);
    await clock.settle();
    return keeper;
  }

  test("is made up for after a night, and after three days", async () => {
    const first = start(forgets);
    await clock.advance(hours(2));
    await first.stop();
    await (await jump(days(1))).stop();
    await (await jump(days(3))).stop();
    expect(ran).toEqual(["12-15T05:00", "12-16T05:00", "12-19T05:00"]);
    expect(warned()).toBe(0);
  });

  test("waits when the clock has jumped ahead, and goes on as ever when the clock is mended", async () => {
    const first = start(forgets);
    await clock.advance(hours(2));
    await first.stop();
    const wrong = await jump(days(8 * 365));
    await clock.advance(hours(20));
    await wrong.stop();
    expect(ran).toEqual(["12-15T05:00"]);
    expect(log.entries.filter(({ level }) => level === "warn")).toMatchObject([
      { detail: { job: "retention" } },
    ]);
    await jump(-days(8 * 365));
    await clock.advance(days(2));
    expect(ran).toEqual(["12-15T05:00", "12-16T05:00", "12-17T05:00"]);
  });

  test("waits when the clock jumps while the server runs", async () => {
    const known = clock;
    let aheadMs = 0;
    clock = { ...known, nowMs: () => known.nowMs() + aheadMs };
    start(forgets);
    await clock.advance(days(4));
    expect(ran).toHaveLength(4);
    aheadMs = days(8 * 365);
    await clock.advance(days(2));
    expect(ran).toHaveLength(4);
    expect(warned()).toBeGreaterThan(0);
  });

  test("runs again when the clock has shown its time for three days, across starts", async () => {
    const first = start(forgets);
    await clock.advance(hours(2));
    await first.stop();
    for (let n = 0; n < 3; n++) {
      const keeper = await jump(n === 0 ? days(30) : 0);
      await clock.advance(days(1));
      await keeper.stop();
    }
    expect(ran).toEqual(["12-15T05:00"]);
    await jump(0);
    await clock.advance(days(2));
    expect(ran.slice(1)).toEqual(["01-17T05:00", "01-18T05:00", "01-19T05:00"]);
  });

  test("is doubted anew by a jump that goes further than the first", async () => {
    const first = start(forgets);
    await clock.advance(hours(2));
    await first.stop();
    await (await jump(days(30))).stop();
    const mended = await jump(-days(30));
    await clock.advance(days(1));
    await mended.stop();
    await jump(days(40));
    expect(ran).toEqual(["12-15T05:00", "12-16T05:00"]);
  });
});

describe("when clocks change", () => {
  test.each([
    [
      "a time that the clock jumps over runs at the jump",
      "2026-03-28T12:00:00",
      ["03-29T01:00", "03-30T00:30"],
    ],
    ["a time that the clock shows twice runs once", "2026-10-24T12:00:00", ["10-25T00:30", "10-26T01:30"]],
  ])("%s", async (_name, begin, runs) => {
    clock = createFakeClock(utc(begin));
    start(jobOf({ at: ["02:30"] }));
    await clock.advance(hours(40));
    expect(ran).toEqual(runs);
  });
});

describe("stopping", () => {
  test("waits for what is going on, and starts nothing more", async () => {
    let finish: () => void = () => undefined;
    const run = (): Promise<void> =>
      new Promise((resolve) => {
        finish = resolve;
      });
    const keeper = start(jobOf({ run }), jobOf({ name: "later", at: ["08:00"], afterStartMs: hours(5) }));
    await clock.advance(hours(2));
    let stopped = false;
    const stopping = keeper.stop().then(() => {
      stopped = true;
    });
    await clock.advance(hours(24));
    expect([stopped, ran]).toEqual([false, []]);
    finish();
    await stopping;
    expect(ranMsByJob.get("digest")).toBe(utc("2022-12-15T05:00:00"));
  });
});
