import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { createAlarmJournal } from "../../server/app/alarm-journal.ts";
import type { AlarmEvent } from "../../server/domain/alarm/alarm.ts";
import type { Notice } from "../../server/domain/notice/notice.ts";
import { writeNotices } from "../../server/domain/notice/write-notices.ts";
import { toFinding, toLoop } from "../support/builders.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryFeed } from "../support/memory-feed.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

export const key = { loopId: "bench", alarmClass: "leak" } as const;
export const sensorKey = { loopId: "bench", alarmClass: "sensor" } as const;
export const sourceMs = 1_600_000_000_000;

export const found = (afterMs: number, given: Parameters<typeof toFinding>[0] = {}): AlarmEvent => ({
  kind: "found",
  atMs: sourceMs + afterMs,
  finding: toFinding(given),
});
export const returned = (afterMs: number): AlarmEvent => ({
  kind: "returned",
  atMs: sourceMs + afterMs,
  reason: "the loop was repaired and refilled",
});

/** A journal on a real state store, with everything around it that can be watched. `order` says what came when. */
export function openJournal(path = join(tempDirForTest(), "state.sqlite")) {
  const store = createSqliteState(path);
  onTestFinished(() => store.close());
  const clock = createFakeClock();
  const feed = createMemoryFeed();
  const log = createMemoryLog();
  const sent: Notice[] = [];
  const order: string[] = [];
  const recorded: string[] = [];
  const disk = { full: false };
  const journal = createAlarmJournal({
    clock,
    log,
    state: {
      commit(change) {
        order.push("commit");
        if (disk.full) throw new Error("database or disk is full");
        store.commit(change);
      },
    },
    feed: {
      alarm(seq, alarm) {
        order.push(`tell ${alarm.state}`);
        feed.alarm(seq, alarm);
      },
    },
    writeNotices: (alarm, reason, asOfMs) =>
      writeNotices(alarm, {
        loop: toLoop(),
        reason,
        recipients: ["ada@example.org", "grace@example.org"],
        host: "example.org",
        pageUrl: null,
        asOfMs,
        nowMs: clock.nowMs(),
        threadSubject: sent.find((notice) => notice.occurrenceId === alarm.id)?.mail.subject ?? null,
      }),
    record: (alarm, atMs) => void recorded.push(`${alarm.state} ${atMs}`),
    send(notices) {
      if (notices.length > 0) order.push("send");
      sent.push(...notices);
    },
  });
  const acknowledge = (version: number, by = "Ada") => {
    const occurrenceId = journal.list()[0]?.id ?? "none";
    return journal.acknowledge({ occurrenceId, version, by, comment: "on it" });
  };
  return { recorded, path, journal, store, clock, feed, log, sent, order, disk, acknowledge };
}
