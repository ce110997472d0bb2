import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openRaw } from "../../server/adapters/sqlite/sqlite-driver.ts";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { stateMigrations } from "../../server/adapters/sqlite/state-schema.ts";
import { toEntry, toNotice, toView } from "../support/state-samples.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

/** The tables as version 2 had them, word for word: what is on disks does not change with the source. */
const version2 = `
  CREATE TABLE journal (seq INTEGER PRIMARY KEY, written_ms INTEGER NOT NULL, fact TEXT NOT NULL);
  CREATE TRIGGER journal_only_grows BEFORE INSERT ON journal
    WHEN NEW.seq <= (SELECT seq FROM journal ORDER BY seq DESC LIMIT 1)
    BEGIN SELECT RAISE(ABORT, 'the numbers of the journal only grow'); END;
  CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is not changed'); END;
  CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is not shortened'); END;
  CREATE TABLE snapshot (
    seq INTEGER PRIMARY KEY, version INTEGER NOT NULL, state TEXT NOT NULL, digest TEXT NOT NULL
  );
  CREATE TABLE occurrence (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, changed_ms INTEGER NOT NULL,
    changed_seq INTEGER NOT NULL, loop_id TEXT NOT NULL, severity TEXT NOT NULL, alarm_class TEXT NOT NULL,
    folded_headline TEXT NOT NULL, view TEXT NOT NULL
  );
  CREATE INDEX occurrence_changed ON occurrence (changed_ms, changed_seq);
  CREATE INDEX occurrence_loop ON occurrence (loop_id, changed_ms, changed_seq);
  CREATE INDEX occurrence_severity ON occurrence (severity, changed_ms, changed_seq);
  CREATE TABLE notice (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, created_ms INTEGER NOT NULL,
    settled INTEGER NOT NULL, notice TEXT NOT NULL
  );
  CREATE INDEX notice_settled ON notice (settled, created_ms, position);
  CREATE TABLE job_run (job TEXT PRIMARY KEY, ran_ms INTEGER NOT NULL);
  CREATE TABLE secret (name TEXT PRIMARY KEY, bytes BLOB NOT NULL);
  PRAGMA user_version = 2;
`;

/** SHA-256 of `{"upTo":1}`, as `sha256sum` says it. */
const digest = "64ee6628f0bb1e1e4985ce1ebc7f64dcb99c2403aa6e1770ba9cd1a48f68e2b8";

/** A file as version 2 left it: two facts, a snapshot behind the first, a notice that waits, an alarm that stands. */
function createVersion2(): string {
  const path = join(tempDirForTest(), "state.sqlite");
  const db = openRaw(path);
  db.exec("PRAGMA journal_mode = WAL");
  db.exec(version2);
  const fact = db.prepare("INSERT INTO journal (seq, written_ms, fact) VALUES (?, ?, ?)");
  for (const seq of [1, 2]) {
    const { seq: _seq, writtenMs, ...rest } = toEntry(seq);
    fact.run(seq, writtenMs, JSON.stringify(rest));
  }
  db.prepare("INSERT INTO snapshot VALUES (1, 1, ?, ?)").run('{"upTo":1}', digest);
  const notice = toNotice("waits");
  db.prepare("INSERT INTO notice (id, created_ms, settled, notice) VALUES (?, ?, 0, ?)").run(
    notice.id,
    notice.createdMs,
    JSON.stringify(notice),
  );
  const view = toView("ms-22.leak.1");
  db.prepare("INSERT INTO occurrence VALUES (1, ?, 5, 2, ?, ?, ?, ?, ?)").run(
    view.id,
    view.loopId,
    view.severity,
    view.alarmClass,
    view.headline.toLowerCase(),
    JSON.stringify(view),
  );
  db.exec("INSERT INTO job_run VALUES ('digest', 77)");
  db.prepare("INSERT INTO secret VALUES ('acknowledge link', ?)").run(new Uint8Array(32).fill(9));
  db.close();
  return path;
}

test("a file of version 2 comes out as it was, in the tables of today", () => {
  const path = createVersion2();
  const state = createSqliteState(path);
  onTestFinished(() => state.close());
  expect([...state.journal()]).toEqual([toEntry(1), toEntry(2)]);
  const { snapshot, journal, notices } = state.load(1);
  expect(snapshot).toEqual({ seq: 1, version: 1, state: { upTo: 1 } });
  expect([...journal]).toEqual([toEntry(2)]);
  expect(notices).toEqual([toNotice("waits")]);
  expect(state.occurrence("ms-22.leak.1")).toEqual(toView("ms-22.leak.1"));
  expect(state.lastRunMs("digest")).toBe(77);
  // Links in mails that were sent before the change still open.
  expect(state.secret("acknowledge link")).toEqual(new Uint8Array(32).fill(9));
});

test("it goes on from there: the journal grows and its past stays closed", () => {
  const path = createVersion2();
  const state = createSqliteState(path);
  state.commit({ journal: [toEntry(3)], notices: [toNotice("later")] });
  expect([...state.journal()].map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(() => state.commit({ journal: [toEntry(2)] })).toThrow("only grow");
  state.close();
  const raw = openRaw(path);
  onTestFinished(() => raw.close());
  expect(raw.prepare("PRAGMA user_version").get()?.["user_version"]).toBe(stateMigrations.length);
  expect(raw.prepare("PRAGMA integrity_check").get()?.["integrity_check"]).toBe("ok");
});
