import { beforeEach, describe, expect, test } from "vitest";
import type { NoticeView } from "../../protocol/notice.ts";
import { days } from "../../protocol/time.ts";
import { createTimetable, type Job, type ScheduleParts } from "../../server/app/schedule.ts";
import type { Notice } from "../../server/domain/notice/notice.ts";
import { exampleAlarm, exampleLoop } from "../domain/notice/examples.ts";
import { createFakeClock, fakeStartMs } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";

let committed: Notice[];
let added: Notice[];
let listed: NoticeView[];
let storeDropsMs: number[];
let mailDropsMs: number[];
let parts: ScheduleParts;

beforeEach(() => {
  committed = [];
  added = [];
  listed = [];
  storeDropsMs = [];
  mailDropsMs = [];
  parts = {
    clock: createFakeClock(),
    log: createMemoryLog(),
    state: { commit: ({ notices }) => void committed.push(...notices) },
    outbox: {
      add: (notices) => void added.push(...notices),
      list: () => listed,
      undelivered: (sinceMs) => ({ waiting: 0, givenUp: sinceMs === fakeStartMs - days(1) ? 1 : 0 }),
    },
    store: {
      dropBefore: async (ms) => void storeDropsMs.push(ms),
    },
    dropMailsBefore: async (ms) => mailDropsMs.push(ms),
    standing: () => ({
      loops: [{ loop: exampleLoop, estimate: null, signal: null }],
      openAlarms: [exampleAlarm],
    }),
    recipients: ["ada@example.org", "grace@example.org"],
    host: "example.org",
    pageUrl: null,
    keepTelemetryMs: days(30),
  };
});

const jobNamed = (name: string): Job => {
  const job = createTimetable(parts).find((each) => each.name === name);
  if (job === undefined) throw new Error(`No job is named ${name}.`);
  return job;
};

describe("the timetable", () => {
  test("has the summary at 06:00 and the retention jobs at 03:17 UTC", () => {
    expect(createTimetable(parts).map(({ name, cron }) => [name, cron])).toEqual([
      ["daily summary", "0 6 * * *"],
      ["telemetry retention", "17 3 * * *"],
      ["mail retention", "17 3 * * *"],
    ]);
  });

  test("has no mail retention where no mails are kept", () => {
    parts = { ...parts, dropMailsBefore: null };
    expect(createTimetable(parts).map(({ name }) => name)).toEqual(["daily summary", "telemetry retention"]);
  });
});

describe("the daily summary job", () => {
  test("commits a notice for each person, then hands them to the outbox", async () => {
    await jobNamed("daily summary").run();
    expect(committed.map(({ mail }) => mail.to)).toEqual(["ada@example.org", "grace@example.org"]);
    expect(added).toEqual(committed);
    expect(committed[0]?.mail.text).toContain("Open alarms: 1, of which 1 not acknowledged");
    expect(committed[0]?.mail.text).toContain(
      "0 notices waiting after a failure, 1 given up in the last day",
    );
  });

  test("leaves a summary alone that was written before on the same day", async () => {
    await jobNamed("daily summary").run();
    listed = committed.map(({ mail, ...notice }) => ({ ...notice, to: mail.to, subject: mail.subject }));
    committed = [];
    await jobNamed("daily summary").run();
    expect(committed).toEqual([]);
    expect(added).toHaveLength(2);
  });

  test("does not hand over what could not be committed", () => {
    const commit = (): void => {
      throw new Error("disk full");
    };
    parts = { ...parts, state: { commit } };
    expect(() => jobNamed("daily summary").run()).toThrow("disk full");
    expect(added).toEqual([]);
  });

  test("writes nothing when there is nobody to tell", async () => {
    parts = { ...parts, recipients: [] };
    await jobNamed("daily summary").run();
    expect(committed).toEqual([]);
  });
});

describe("the retention jobs", () => {
  test("drop telemetry older than is kept", async () => {
    await jobNamed("telemetry retention").run();
    expect(storeDropsMs).toEqual([fakeStartMs - days(30)]);
    expect(mailDropsMs).toEqual([]);
  });

  test("drop kept mails older than 400 days", async () => {
    await jobNamed("mail retention").run();
    expect(mailDropsMs).toEqual([fakeStartMs - days(400)]);
    expect(storeDropsMs).toEqual([]);
  });

  test("fail when the store fails, so that it is logged", async () => {
    parts = { ...parts, store: { dropBefore: () => Promise.reject(new Error("no store")) } };
    await expect(jobNamed("telemetry retention").run()).rejects.toThrow("no store");
  });
});
