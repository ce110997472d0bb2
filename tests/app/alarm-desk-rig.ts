import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { AlarmKey } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { createAlarmDesk } from "../../server/app/alarm-desk.ts";
import { savedAlarmVersion } from "../../server/app/alarm-state.ts";
import { createLetterWriter } from "../../server/app/letters.ts";
import type { StateChange } from "../../server/app/ports.ts";
import { createRules } from "../../server/app/rules-of-alarms.ts";
import type { Finding, Observation } from "../../server/domain/alarm/alarm.ts";
import type { Notice } from "../../server/domain/notice/notice.ts";
import type { NoticePolicy, Person } from "../../server/domain/notice/policy.ts";
import { toFinding, toLoop } from "../support/builders.ts";
import { createFakeClock, type FakeClock } from "../support/fake-clock.ts";
import { toLocalActor } from "../support/local-actor.ts";
import { createMemoryFeed } from "../support/memory-feed.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

export const key: AlarmKey = { loopId: "bench", alarmClass: "leak", part: null };
export const sourceMs = 1_600_000_000_000;

export const found = (afterMs: number, given: Partial<Finding> = {}): Observation => ({
  kind: "found",
  atMs: sourceMs + afterMs,
  finding: toFinding(given),
});

const toPerson = (id: string): Person => ({
  id,
  name: id === "ada" ? "Ada" : "Grace",
  mail: `${id}@example.org`,
  webhook: null,
  fallback: null,
  quiet: [],
});

const policy: NoticePolicy = {
  people: [toPerson("ada"), toPerson("grace")],
  routes: [
    {
      name: "everything",
      ...{ loops: null, severities: null, classes: null, verdicts: null },
      tell: ["ada"],
      escalate: [{ afterMs: 600_000, tell: ["grace"] }],
      repeatMs: 900_000,
    },
  ],
  guidance: { general: {}, byLoop: new Map() },
};

/** A desk on a real state store, with everything around it that can be watched. `order` says what came when. */
export function openDesk(
  path = join(tempDirForTest(), "state.sqlite"),
  clock: FakeClock = createFakeClock(),
) {
  const store = createSqliteState(path);
  const feed = createMemoryFeed();
  const log = createMemoryLog();
  const loops = [toLoop()];
  const estimates = new Map<string, LoopEstimate>();
  const sent: Notice[] = [];
  const order: string[] = [];
  const commits: StateChange[] = [];
  const disk = { full: false };
  const desk = createAlarmDesk({
    ...{ clock, log, policy },
    saved: store.load(savedAlarmVersion),
    store: {
      commit(change) {
        order.push("commit");
        if (disk.full) throw new Error("database or disk is full");
        commits.push(change);
        store.commit(change);
      },
      occurrences: store.occurrences,
    },
    feed: {
      alarm(seq, alarm) {
        order.push(`tell ${alarm.state}`);
        feed.alarm(seq, alarm);
      },
    },
    rulesOf: createRules(loops),
    writeLetter: createLetterWriter({
      ...{ loops, policy, clock, host: "example.org", pageUrl: null, ackLinks: null },
      hookShape: () => "loopwatch",
      sourceMs: () => null,
      estimate: (loopId) => estimates.get(loopId) ?? null,
    }),
    record: (alarm) => void order.push(`record ${alarm.state}`),
    send(notices) {
      order.push("send");
      sent.push(...notices);
    },
  });
  const close = (): void => {
    desk.stop();
    store.close();
  };
  onTestFinished(close);
  const act = (kind: "acknowledge" | "reset" | "comment", version: number, by = "Ada") => {
    const occurrenceId = desk.state.standing.list()[0]?.id ?? "none";
    return desk.act({ kind, occurrenceId, version, by, comment: "on it" }, toLocalActor(by, "127.0.0.1"));
  };
  return { estimates, desk, store, clock, feed, log, sent, order, commits, disk, act, path, close };
}
