import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import type { Precision, SpoolBatch } from "../../app/ports.ts";
import { openSqlite, SqliteError, type SqliteRow } from "../sqlite/sqlite-driver.ts";

/** One accepted write without a number. */
export type NewBatch = Omit<SpoolBatch, "id">;

/** What is known of a waiting batch without reading it. */
export interface WaitingBatch {
  readonly id: number;
  readonly bytes: number;
  readonly receivedMs: number;
}

/** What a spool's file knows of itself. */
export interface SpoolMarks {
  /** Drawn when the file was made: numbers of batches are good within one file. */
  readonly file: string;
  /** Number of the newest batch there ever was, and of the newest that the store has. */
  readonly lastId: number;
  readonly sentId: number;
}

/** Numbers of batches, each with all before it: forgotten altogether, and in the store. 0: none. */
export interface SpoolDone {
  readonly forgetTo: number;
  readonly sentTo: number;
}

/** The spool's file. Every call is synchronous and throws `SqliteError` when the disk fails: nothing was taken then. */
export interface SpoolFile {
  /**
   * Keeps a group of writes, forgets every batch up to and including `forgetTo`, and notes that the store has those up to
   * `sentTo`, in one transaction with one `fsync`. Returns the batches' numbers, ascending.
   */
  commit(batches: readonly NewBatch[], done: SpoolDone): readonly number[];
  /** As `commit`, without new batches. Not forced to the disk: what comes back is sent again, harmlessly. */
  settle(done: SpoolDone): void;
  /** Oldest batches behind `after`, at least one if any, together at most `maxBytes` otherwise. */
  read(after: number, maxBytes: number): readonly SpoolBatch[];
  /** Every batch on disk, oldest first. */
  list(): readonly WaitingBatch[];
  /** What the file knows of itself. */
  marks(): SpoolMarks;
  /** Space left for us on the disk, bytes; infinite where the system does not say. */
  freeBytes(): number;
  close(): void;
}

/** AUTOINCREMENT: an id is never given twice, so confirming an old one cannot forget a newer batch. */
const migrations = [
  `CREATE TABLE batch (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     precision TEXT NOT NULL,
     received_ms INTEGER NOT NULL,
     lines BLOB NOT NULL
   )`,
  `CREATE TABLE mark (name TEXT PRIMARY KEY, value TEXT NOT NULL);
   INSERT INTO mark (name, value) VALUES ('file', lower(hex(randomblob(16)))), ('sent', '0')`,
];

const precisions: readonly string[] = ["ns", "us", "ms", "s", "m", "h"] satisfies Precision[];
const isPrecision = (text: unknown): text is Precision =>
  typeof text === "string" && precisions.includes(text);

/** One `read` gives no more than this, so that many tiny batches do not fill the memory with objects. */
const mostBatches = 2000;

/** The log grows to this many pages of 4 KB before it is carried into the file; pages written again meanwhile go once. */
const checkpointPages = 4000;

/** Free pages that are worth giving back to the file system when the spool is empty: 16 MB. */
const manyPages = 4000;

/** Opens or creates the spool's file. Throws `SqliteError`. */
export function openSpoolFile(path: string): SpoolFile {
  const db = openSqlite(path, migrations);
  db.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages}`);
  const insert = db.prepare("INSERT INTO batch (precision, received_ms, lines) VALUES (?, ?, ?)");
  const sizes = db.prepare(
    `SELECT id, length(lines) AS bytes FROM batch WHERE id > ? ORDER BY id LIMIT ${mostBatches}`,
  );
  const between = db.prepare(
    "SELECT id, precision, received_ms, lines FROM batch WHERE id > ? AND id <= ? ORDER BY id",
  );
  const forget = db.prepare("DELETE FROM batch WHERE id <= ?");
  const any = db.prepare("SELECT 1 FROM batch LIMIT 1");
  const marks = db.prepare(
    `SELECT (SELECT value FROM mark WHERE name = 'file') AS file,
       (SELECT CAST(value AS INTEGER) FROM mark WHERE name = 'sent') AS sent,
       (SELECT seq FROM sqlite_sequence WHERE name = 'batch') AS last`,
  );
  const markSent = db.prepare("UPDATE mark SET value = ? WHERE name = 'sent'");
  let markedId = 0;
  const note = ({ forgetTo, sentTo }: SpoolDone): void => {
    if (sentTo > markedId) markSent.run(String(sentTo));
    if (forgetTo > 0) forget.run(forgetTo);
  };
  const freePages = db.prepare("PRAGMA freelist_count");

  return {
    commit(batches, done) {
      const ids = db.transaction(() => {
        note(done);
        return batches.map(
          ({ precision, receivedMs, lines }) => insert.run(precision, receivedMs, lines).lastId,
        );
      });
      markedId = Math.max(markedId, done.sentTo);
      return ids;
    },
    settle(done) {
      db.exec("PRAGMA synchronous = NORMAL");
      try {
        note(done);
        markedId = Math.max(markedId, done.sentTo);
        // After an outage the file may be large; an empty spool gives the space back.
        const isLarge = Number(freePages.get()?.["freelist_count"] ?? 0) > manyPages;
        if (isLarge && any.get() === undefined) db.exec("PRAGMA incremental_vacuum");
      } finally {
        db.exec("PRAGMA synchronous = FULL");
      }
    },
    read(after, maxBytes) {
      let lastId = after;
      let bytes = 0;
      for (const row of sizes.all(after)) {
        bytes += Number(row["bytes"]);
        if (lastId > after && bytes > maxBytes) break;
        lastId = Number(row["id"]);
      }
      return between.all(after, lastId).map((row) => fromRow(path, row));
    },
    list: () =>
      db
        .prepare("SELECT id, length(lines) AS bytes, received_ms FROM batch ORDER BY id")
        .all()
        .map((row) => ({
          id: Number(row["id"]),
          bytes: Number(row["bytes"]),
          receivedMs: Number(row["received_ms"]),
        })),
    marks() {
      const { file, sent, last } = marks.get() ?? {};
      return { file: String(file), sentId: Number(sent ?? 0), lastId: Number(last ?? 0) };
    },
    freeBytes: () => readFreeBytes(dirname(path)),
    close: () => db.close(),
  };
}

/** A disk that does not tell is not held against the senders: SQLite says when it is full. */
function readFreeBytes(dir: string): number {
  try {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function fromRow(path: string, row: SqliteRow): SpoolBatch {
  const { id, precision, received_ms: receivedMs, lines } = row;
  if (!isPrecision(precision) || !(lines instanceof Uint8Array))
    throw new SqliteError(`SQLite file ${path}: batch ${String(id)} is not what Loopwatch wrote.`, 0);
  return {
    id: Number(id),
    precision,
    receivedMs: Number(receivedMs),
    lines: Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength),
  };
}
