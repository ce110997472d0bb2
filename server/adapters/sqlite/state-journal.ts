import type { JournalEntry, StateStore } from "../../app/ports.ts";
import { fromJson } from "./row-json.ts";
import type { SqliteDatabase, SqliteRow } from "./sqlite-driver.ts";

/** Rows read at once: a journal of years is read in bounded memory. */
const rowsAPage = 1000;

/** The journal's table, inside the caller's transactions. Throws `SqliteError`; a `seq` that does not grow is one. */
export interface JournalTable {
  append(entry: JournalEntry): void;
  /** Entries behind `seq`, oldest first. */
  after(seq: number): Iterable<JournalEntry>;
  /** Entries written in [fromMs, toMs), in the order of their numbers. */
  between(range: NonNullable<Parameters<StateStore["journal"]>[0]>): Iterable<JournalEntry>;
  /** When the last entry was written; `null` while there is none. */
  lastWrittenMs(): number | null;
}

export function createJournalTable(db: SqliteDatabase, path: string): JournalTable {
  const insert = db.prepare("INSERT INTO journal (seq, written_ms, fact) VALUES (?, ?, ?)");
  const last = db.prepare("SELECT written_ms FROM journal ORDER BY seq DESC LIMIT 1");
  const page = db.prepare("SELECT seq, written_ms, fact FROM journal WHERE seq > ? ORDER BY seq LIMIT ?");
  // By number and not by time: a wall clock that was put back must not change the order.
  const bounds = db.prepare(
    "SELECT min(seq) AS first, max(seq) AS last FROM journal WHERE written_ms >= ? AND written_ms < ?",
  );
  const pageBetween = db.prepare(
    `SELECT seq, written_ms, fact FROM journal
     WHERE seq > ? AND seq <= ? AND written_ms >= ? AND written_ms < ? ORDER BY seq LIMIT ?`,
  );

  const toEntry = (row: SqliteRow): JournalEntry => ({
    ...fromJson<JournalEntry>(path, row["fact"]),
    seq: Number(row["seq"]),
    writtenMs: Number(row["written_ms"]),
  });

  function* read(first: number, rowsAfter: (seq: number) => readonly SqliteRow[]): Iterable<JournalEntry> {
    let seq = first;
    for (;;) {
      const rows = rowsAfter(seq);
      for (const row of rows) yield toEntry(row);
      if (rows.length < rowsAPage) return;
      seq = Number(rows.at(-1)?.["seq"]);
    }
  }

  return {
    append({ seq, writtenMs, ...fact }) {
      insert.run(seq, writtenMs, JSON.stringify(fact));
    },
    after: (seq) => read(seq, (behind) => page.all(behind, rowsAPage)),
    between({ fromMs, toMs }) {
      const row = bounds.get(fromMs, toMs);
      const first = row?.["first"];
      if (first === null || first === undefined) return [];
      const end = Number(row?.["last"]);
      return read(Number(first) - 1, (behind) => pageBetween.all(behind, end, fromMs, toMs, rowsAPage));
    },
    lastWrittenMs() {
      const ms = last.get()?.["written_ms"];
      return ms === undefined ? null : Number(ms);
    },
  };
}
