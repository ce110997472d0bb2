import type { JournalEntry } from "../../app/ports.ts";
import { fromJson } from "./row-json.ts";
import type { SqliteDatabase, SqliteRow } from "./sqlite-driver.ts";

/** Rows read at once: a journal of years is read in bounded memory. */
const rowsAPage = 1000;

/** The journal's table, inside the caller's transactions. Throws `SqliteError`; a `seq` that does not grow is one. */
export interface JournalTable {
  append(entry: JournalEntry): void;
  /** Entries behind `seq`, oldest first, read as they are asked for: once. */
  after(seq: number): Iterable<JournalEntry>;
  /** When the last entry was written; `null` while there is none. */
  lastWrittenMs(): number | null;
}

export function createJournalTable(db: SqliteDatabase, path: string): JournalTable {
  const insert = db.prepare("INSERT INTO journal (seq, written_ms, fact) VALUES (?, ?, ?)");
  const last = db.prepare("SELECT written_ms FROM journal ORDER BY seq DESC LIMIT 1");
  const page = db.prepare("SELECT seq, written_ms, fact FROM journal WHERE seq > ? ORDER BY seq LIMIT ?");

  const toEntry = (row: SqliteRow): JournalEntry => ({
    ...fromJson<JournalEntry>(path, row["fact"]),
    seq: Number(row["seq"]),
    writtenMs: Number(row["written_ms"]),
  });

  function* readAfter(first: number): Iterable<JournalEntry> {
    let seq = first;
    for (;;) {
      const rows = page.all(seq, rowsAPage);
      for (const row of rows) yield toEntry(row);
      if (rows.length < rowsAPage) return;
      seq = Number(rows.at(-1)?.["seq"]);
    }
  }

  return {
    append({ seq, writtenMs, ...fact }) {
      insert.run(seq, writtenMs, JSON.stringify(fact));
    },
    after: readAfter,
    lastWrittenMs() {
      const ms = last.get()?.["written_ms"];
      return ms === undefined ? null : Number(ms);
    },
  };
}
