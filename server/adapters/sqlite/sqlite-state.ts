import { alarmClasses } from "../../../protocol/alarm.ts";
import type { JournalEntry, StateStore } from "../../app/ports.ts";
import type { AlarmEvent } from "../../domain/alarm/alarm.ts";
import type { Notice } from "../../domain/notice/notice.ts";
import { openSqlite, SqliteError, type SqliteRow, type SqliteValue } from "./sqlite-driver.ts";

const migrations = [
  `CREATE TABLE journal (
     seq INTEGER PRIMARY KEY,
     loop_id TEXT NOT NULL,
     alarm_class TEXT NOT NULL,
     written_ms INTEGER NOT NULL,
     event TEXT NOT NULL
   );
   CREATE TABLE notice (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     created_ms INTEGER NOT NULL,
     notice TEXT NOT NULL
   )`,
];

/**
 * Alarm journal and outbox in one SQLite file. `commit` and `load` throw `SqliteError`; after a `commit` that
 * threw, nothing of that change is in. A `seq` that is already in the journal is such an error: it only grows.
 */
export function createSqliteState(path: string): StateStore {
  const db = openSqlite(path, migrations);
  const append = db.prepare(
    "INSERT INTO journal (seq, loop_id, alarm_class, written_ms, event) VALUES (?, ?, ?, ?, ?)",
  );
  const upsert = db.prepare(
    `INSERT INTO notice (id, created_ms, notice) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET created_ms = excluded.created_ms, notice = excluded.notice`,
  );
  const journal = db.prepare("SELECT seq, loop_id, alarm_class, written_ms, event FROM journal ORDER BY seq");
  const notices = db.prepare("SELECT notice FROM notice ORDER BY created_ms, position");

  return {
    commit(change) {
      if (change.journal.length === 0 && change.notices.length === 0) return;
      db.transaction(() => {
        for (const entry of change.journal)
          append.run(entry.seq, entry.loopId, entry.alarmClass, entry.writtenMs, JSON.stringify(entry.event));
        for (const notice of change.notices) upsert.run(notice.id, notice.createdMs, JSON.stringify(notice));
      });
    },
    load: () => ({
      journal: journal.all().map((row) => fromJournalRow(path, row)),
      notices: notices.all().map((row) => fromJson<Notice>(path, row["notice"])),
    }),
    close: () => db.close(),
  };
}

function fromJournalRow(path: string, row: SqliteRow): JournalEntry {
  return {
    seq: Number(row["seq"]),
    loopId: String(row["loop_id"]),
    alarmClass: alarmClasses.find((known) => known === row["alarm_class"]) ?? "leak",
    writtenMs: Number(row["written_ms"]),
    event: fromJson<AlarmEvent>(path, row["event"]),
  };
}

/** Reads back what `commit` wrote; the schema version vouches for the shape, so it is not checked again. */
function fromJson<T>(path: string, text: SqliteValue | undefined): T {
  try {
    return JSON.parse(String(text)) as T;
  } catch (error) {
    throw new SqliteError(`SQLite file ${path}: a row is damaged; restore the file from a backup.`, 0, error);
  }
}
