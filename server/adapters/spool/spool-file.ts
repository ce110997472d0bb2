import type { Precision, Spool, SpoolBatch } from "../../app/ports.ts";
import { openSqlite, SqliteError, type SqliteRow } from "./sqlite-driver.ts";

/** AUTOINCREMENT: an id is never given twice, so confirming an old one cannot forget a newer batch. */
const migrations = [
  `CREATE TABLE batch (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     precision TEXT NOT NULL,
     received_ms INTEGER NOT NULL,
     lines BLOB NOT NULL
   )`,
];

const precisions: readonly string[] = ["ns", "us", "ms", "s", "m", "h"] satisfies Precision[];
const isPrecision = (text: unknown): text is Precision =>
  typeof text === "string" && precisions.includes(text);

/** One `peek` gives no more than this, so that many tiny batches do not hold up the event loop. */
const mostBatches = 2000;

/** A spool in one SQLite file. Every call throws `SqliteError` when the disk fails: nothing was taken then. */
export function createSqliteSpool(path: string): Spool & { close(): void } {
  const db = openSqlite(path, migrations);
  const insert = db.prepare("INSERT INTO batch (precision, received_ms, lines) VALUES (?, ?, ?)");
  const sizes = db.prepare(`SELECT id, length(lines) AS bytes FROM batch ORDER BY id LIMIT ${mostBatches}`);
  const upTo = db.prepare("SELECT id, precision, received_ms, lines FROM batch WHERE id <= ? ORDER BY id");
  const forget = db.prepare("DELETE FROM batch WHERE id <= ?");
  const oldest = db.prepare("SELECT received_ms FROM batch ORDER BY id LIMIT 1");
  // Counted once: after a long outage, counting on every question would read the whole table.
  let waiting = Number(db.prepare("SELECT count(*) AS n FROM batch").get()?.["n"] ?? 0);

  return {
    append({ precision, receivedMs, lines }) {
      const { lastId } = insert.run(precision, receivedMs, lines);
      waiting++;
      return lastId;
    },
    peek(maxBytes) {
      let lastId = 0;
      let bytes = 0;
      for (const row of sizes.all()) {
        bytes += Number(row["bytes"]);
        if (lastId > 0 && bytes > maxBytes) break;
        lastId = Number(row["id"]);
      }
      return upTo.all(lastId).map((row) => fromRow(path, row));
    },
    confirm(id) {
      waiting -= forget.run(id).changes;
      // After an outage the file may be large; an empty spool gives the space back.
      if (waiting === 0) db.exec("PRAGMA incremental_vacuum");
    },
    status() {
      const row = waiting === 0 ? undefined : oldest.get();
      return { waiting, oldestMs: row === undefined ? null : Number(row["received_ms"]) };
    },
    close: () => db.close(),
  };
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
