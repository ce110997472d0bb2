import { beforeEach, describe, expect, test } from "vitest";
import { days, type EpochMs, hours, minutes } from "../../protocol/time.ts";
import { createTimetable, type ScheduleParts } from "../../server/app/schedule.ts";
import type { Job } from "../../server/app/timekeeper.ts";
import type { Notice } from "../../server/domain/notice/notice.ts";
import {
  quietFigures,
  toAlarm,
  toNotice,
  toPerson,
  toStanding,
} from "../domain/notice/digest/digest-examples.ts";
import { createFakeClock, type FakeClock, fakeStartMs } from "../support/fake-clock.ts";
import { createMemoryLog, type MemoryLog } from "../support/memory-log.ts";

let clock: FakeClock;
let log: MemoryLog;
let happened: string[];
let kept: Map<string, Notice>;
let added: Notice[];
let settle: () => void;
let parts: ScheduleParts;

const dueMs: EpochMs = fakeStartMs + hours(5);

beforeEach(() => {
  clock = createFakeClock(dueMs);
  log = createMemoryLog();
  happened = [];
  kept = new Map();
  added = [];
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  parts = {
    timetable: {
      zone: "Europe/Berlin",
      digestAt: "06:00",
      digestTo: ["ada"],
      shiftsAt: ["06:00", "14:00", "22:00"],
      handoverTo: ["ada", "grace", "hook"],
      heartbeat: null,
    },
    people: [
      toPerson("ada", "ada@example.org"),
      toPerson("grace", "grace@example.org"),
      toPerson("hook", null),
    ],
    clock,
    log,
    state: {
      commit: ({ notices = [] }) => {
        for (const notice of notices) kept.set(notice.id, notice);
      },
      notice: (id) => kept.get(id) ?? null,
      dropNoticesBefore: (ms) => happened.push(`notices before ${ms - dueMs}`),
      dropOccurrencesBefore: (ms) => happened.push(`alarms before ${ms - dueMs}`),
    },
    outbox: { add: (notices) => void added.push(...notices) },
    store: {
      dropBefore: async (ms, keep = []) =>
        void happened.push(
          `telemetry before ${ms - dueMs}${keep.length > 0 ? ` but ${keep.join(", ")}` : ""}`,
        ),
    },
    dropMailsBefore: async (ms) => happened.push(`mails before ${ms - dueMs}`),
    proofs: { run: async () => void happened.push("proofs"), settled: () => settled },
    standing: () => ({ loops: [toStanding()], alarms: [toAlarm()], held: [], incidents: [], leaks: [] }),
    async figures(fromMs, toMs) {
      happened.push(`figures from ${fromMs - dueMs} to ${toMs - dueMs}`);
      return { ...quietFigures, fromMs, toMs };
    },
    undelivered: (sinceMs) => (sinceMs === dueMs - days(1) ? [toNotice()] : []),
    host: "example.org",
    pageUrl: null,
    keepTelemetryMs: days(30),
    keepRollupsMs: days(1826),
    rollUp: async () => {
      happened.push("rolled up");
      return true;
    },
  };
});

const jobNamed = (name: string): Job => {
  const job = createTimetable(parts).find((each) => each.name === name);
  if (job === undefined) throw new Error(`No job is named ${name}.`);
  return job;
};

const run = async (name: string): Promise<void> => {
  const running = jobNamed(name).run(dueMs);
  settle();
  await running;
};

describe("the timetable", () => {
  test("has a proof before each hand-over, the digest, and the retention jobs", () => {
    expect(createTimetable(parts).map(({ name, at }) => [name, at.join(" ")])).toEqual([
      ["proof of detection", "06:00 14:00 22:00"],
      ["shift hand-over", "06:00 14:00 22:00"],
      ["daily digest", "06:00"],
      ["notice retention", "03:17"],
      ["alarm retention", "03:17"],
      ["telemetry retention", "03:17"],
      ["rollup retention", "03:17"],
      ["mail retention", "03:17"],
    ]);
  });

  test("without shifts, digest and anything to delete still proves detection three times a day", () => {
    const timetable = { ...parts.timetable, shiftsAt: [], digestAt: null };
    parts = { ...parts, timetable, dropMailsBefore: null, keepTelemetryMs: null, keepRollupsMs: null };
    expect(createTimetable(parts)).toMatchObject([
      { name: "proof of detection", at: ["06:00", "14:00", "22:00"], afterStartMs: minutes(30) },
      { name: "notice retention" },
      { name: "alarm retention" },
    ]);
  });

  test("has no mail that nobody would get", () => {
    parts = { ...parts, timetable: { ...parts.timetable, digestTo: [], handoverTo: [] } };
    expect(createTimetable(parts).map(({ name }) => name)).toEqual([
      "proof of detection",
      "notice retention",
      "alarm retention",
      "telemetry retention",
      "rollup retention",
      "mail retention",
    ]);
  });
});

describe("the daily digest job", () => {
  test("commits a notice for each of its readers, then hands it to the outbox", async () => {
    await run("daily digest");
    expect([...kept.keys()]).toEqual(["digest.2022-12-15T0500Z.ada"]);
    expect(added).toEqual([...kept.values()]);
    expect(added[0]?.subject).toBe(
      "Daily digest 2022-12-15: 1 open alarm, 1 not acknowledged, 1 notice not delivered",
    );
    expect(happened).toEqual([`figures from ${-days(1)} to 0`]);
  });

  test("leaves one alone that was written for the same time before a crash", async () => {
    await run("daily digest");
    await clock.advance(minutes(2));
    await run("daily digest");
    expect(added).toHaveLength(1);
  });

  test("does not hand over what could not be committed", async () => {
    const commit = (): void => {
      throw new Error("disk full");
    };
    parts = { ...parts, state: { ...parts.state, commit } };
    await expect(run("daily digest")).rejects.toThrow("disk full");
    expect(added).toEqual([]);
  });
});

describe("the shift hand-over job", () => {
  test("waits for the proofs of this shift's beginning, and looks back on the shift before", async () => {
    const running = jobNamed("shift hand-over").run(dueMs);
    await clock.settle();
    expect(added).toEqual([]);
    settle();
    await running;
    expect(added.map(({ id }) => id)).toEqual([
      "hand-over.2022-12-15T0500Z.ada",
      "hand-over.2022-12-15T0500Z.grace",
    ]);
    expect(happened).toEqual([`figures from ${-hours(8)} to 0`]);
  });

  test("says whom no mail reaches", async () => {
    await run("shift hand-over");
    expect(log.entries).toMatchObject([{ level: "warn", detail: { unreached: ["hook"] } }]);
  });
});

test("the proof job tries the loops", async () => {
  await run("proof of detection");
  expect(happened).toEqual(["proofs"]);
});

describe("the retention jobs", () => {
  test("drop telemetry older than is kept, and kept mails and settled notices older than 400 days", async () => {
    for (const name of [
      "telemetry retention",
      "rollup retention",
      "mail retention",
      "notice retention",
      "alarm retention",
    ])
      await run(name);
    expect(happened).toEqual([
      "rolled up",
      `telemetry before ${-days(30)} but rollup_1m, alarm_event, coolant_operation`,
      `telemetry before ${-days(1826)}`,
      `mails before ${-days(400)}`,
      `notices before ${-days(400)}`,
      `alarms before ${-days(400)}`,
    ]);
  });

  test("distrust a clock that has moved by more than three days since the last run", () => {
    const kept = createTimetable(parts).filter(({ name }) => name.endsWith("retention"));
    expect(kept.map(({ longestGapMs }) => longestGapMs)).toEqual(Array(5).fill(days(3)));
  });

  test("keep telemetry of which not all is rolled up", async () => {
    parts = { ...parts, rollUp: () => Promise.resolve(false) };
    await expect(run("telemetry retention")).rejects.toThrow("kept until all of it is rolled up");
    expect(happened).toEqual([]);
  });

  test("fail when the store fails, so that it is logged", async () => {
    parts = { ...parts, store: { dropBefore: () => Promise.reject(new Error("no store")) } };
    await expect(run("telemetry retention")).rejects.toThrow("no store");
  });
});
