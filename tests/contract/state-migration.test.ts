import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openRaw, openSqlite } from "../../server/adapters/sqlite/sqlite-driver.ts";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { stateMigrations } from "../../server/adapters/sqlite/state-schema.ts";
import { toEntry } from "../support/state-samples.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const mail = {
  to: "operator@example.org",
  subject: 'Leak in ms-22: "Ø"',
  text: "Line one\nLine two",
  html: "<p>Line one</p>",
  messageId: "<a@loopwatch>",
  inReplyTo: null as string | null,
  headers: { "X-Loop": "ms-22" },
  urgent: true,
};

/** A notice as version 1 wrote it. */
const old = (id: string, state: object, changes: object = {}) => ({
  id,
  occurrenceId: "ms-22.leak.3" as string | null,
  reason: "first",
  createdMs: 1000,
  mail: { ...mail, ...changes },
  state,
});

const oldNotices = [
  old("fresh", { kind: "pending", attempts: 0, nextAttemptMs: 1000, lastError: null }),
  old(
    "tried",
    { kind: "pending", attempts: 2, nextAttemptMs: 16_000, lastError: "451 busy, it's so" },
    { inReplyTo: "<first@loopwatch>", urgent: false },
  ),
  old("woken", { kind: "pending", attempts: 1, nextAttemptMs: 1000, lastError: null }),
  { ...old("taken", { kind: "accepted", atMs: 1, attempts: 1, response: "250 taken" }), occurrenceId: null },
  old("refused", { kind: "given up", atMs: 2, attempts: 9, lastError: "550 no such person" }),
];

const oldEvent = JSON.stringify({ kind: "returned", atMs: 1, reason: "Reason" });

/** A file as version 1 left it. */
function createVersion1(): string {
  const path = join(tempDirForTest(), "state.sqlite");
  const db = openSqlite(path, stateMigrations.slice(0, 1));
  db.prepare("INSERT INTO journal (seq, loop_id, alarm_class, written_ms, event) VALUES (?, ?, ?, ?, ?)").run(
    7,
    "ms-22",
    "leak",
    1000,
    oldEvent,
  );
  const insert = db.prepare("INSERT INTO notice (id, created_ms, notice) VALUES (?, ?, ?)");
  for (const notice of oldNotices) insert.run(notice.id, notice.createdMs, JSON.stringify(notice));
  db.close();
  return path;
}

const open = (path: string) => {
  const state = createSqliteState(path);
  onTestFinished(() => state.close());
  return state;
};

test("what waited in a file of version 1 is still to be sent, word for word", () => {
  const state = open(createVersion1());
  expect(state.notice("fresh")).toEqual({
    id: "fresh",
    incidentId: null,
    occurrenceId: "ms-22.leak.3",
    personId: null,
    person: null,
    subject: mail.subject,
    reason: "first",
    urgent: true,
    createdMs: 1000,
    message: { kind: "mail", mail: { ...mail, references: [], attachments: [], plot: null } },
    insteadOf: null,
    state: { kind: "queued" },
  });
  expect(state.notice("tried")).toMatchObject({
    urgent: false,
    message: { mail: { inReplyTo: "<first@loopwatch>", references: ["<first@loopwatch>"], urgent: false } },
    state: { kind: "retrying", attempts: 2, nextAttemptMs: 16_000, lastError: "451 busy, it's so" },
  });
  expect(state.notice("woken")?.state).toEqual({
    kind: "retrying",
    attempts: 1,
    nextAttemptMs: 1000,
    lastError: "",
  });
});

test("what was settled in a file of version 1 stays settled", () => {
  const state = open(createVersion1());
  expect(state.notice("taken")).toMatchObject({
    occurrenceId: null,
    state: { kind: "accepted", atMs: 1, attempts: 1, response: "250 taken" },
  });
  expect(state.notice("refused")?.state).toEqual(oldNotices[4]?.state);
  expect(state.load(1).notices.map(({ id }) => id)).toEqual(oldNotices.map(({ id }) => id));
});

test("a journal of version 1 is kept as it was and not replayed; the new one begins at 1", () => {
  const path = createVersion1();
  const state = open(path);
  expect([...state.journal()]).toEqual([]);
  state.commit({ journal: [toEntry(1)] });
  expect([...state.load(1).journal]).toEqual([toEntry(1)]);
  const raw = openRaw(path);
  onTestFinished(() => raw.close());
  expect(raw.prepare("SELECT seq, loop_id, alarm_class, written_ms, event FROM journal_1").all()).toEqual([
    { seq: 7, loop_id: "ms-22", alarm_class: "leak", written_ms: 1000, event: oldEvent },
  ]);
});
