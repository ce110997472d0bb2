import { randomBytes } from "node:crypto";
import type { StateStore } from "../../app/ports.ts";
import { createAuditTable } from "./state-audit.ts";
import { openStateFile } from "./state-file.ts";
import { createJournalTable } from "./state-journal.ts";
import { createNoticeTable } from "./state-notices.ts";
import { createOccurrenceTable } from "./state-occurrences.ts";
import { createSnapshotTable } from "./state-snapshots.ts";

/** Length of a secret: that of the digest which it keys. */
const secretBytes = 32;

/**
 * Alarm journal, outbox and what else is ours in one SQLite file that only its owner may read, because it holds secrets.
 * Calls throw `SqliteError`; after a `commit` that threw, nothing of that change is in. A `seq` that does not grow is
 * such an error: the file itself refuses to change or shorten the journal.
 */
export function createSqliteState(path: string): StateStore {
  const db = openStateFile(path);
  const journal = createJournalTable(db, path);
  const snapshots = createSnapshotTable(db);
  const notices = createNoticeTable(db, path);
  const occurrences = createOccurrenceTable(db, path);
  const audit = createAuditTable(db, path);
  const lastRun = db.prepare("SELECT ran_ms FROM job_run WHERE job = ?");
  const run = db.prepare("INSERT OR REPLACE INTO job_run (job, ran_ms) VALUES (?, ?)");
  const drawSecret = db.prepare("INSERT OR IGNORE INTO secret (name, bytes) VALUES (?, ?)");
  const readSecret = db.prepare("SELECT bytes FROM secret WHERE name = ?");

  return {
    commit(change) {
      const { journal: entries = [], notices: told = [], occurrences: views = [], snapshot } = change;
      const { audit: lines = [] } = change;
      if (entries.length + told.length + views.length + lines.length === 0 && snapshot === undefined) return;
      db.transaction(() => {
        for (const entry of entries) journal.append(entry);
        const last = entries.at(-1) ?? { seq: 0, writtenMs: journal.lastWrittenMs() ?? 0 };
        occurrences.put(views, entries, last);
        for (const notice of told) notices.put(notice);
        for (const line of lines) audit.append(line);
        if (snapshot !== undefined) snapshots.put(snapshot);
      });
    },
    load(snapshotVersion) {
      const snapshot = snapshots.newest(snapshotVersion);
      return {
        snapshot,
        journal: journal.after(snapshot?.seq ?? Number.MIN_SAFE_INTEGER),
        notices: notices.recent(),
      };
    },
    journal: () => journal.after(Number.MIN_SAFE_INTEGER),
    occurrences: (query) => occurrences.list(query),
    occurrence: (id) => occurrences.find(id),
    notice: (id) => notices.find(id),
    dropNoticesBefore: (ms) => notices.dropSettledBefore(ms),
    dropOccurrencesBefore: (ms) => occurrences.dropOverBefore(ms),
    lastRunMs(job) {
      const ms = lastRun.get(job)?.["ran_ms"];
      return ms === undefined ? null : Number(ms);
    },
    ran: (job, atMs) => void run.run(job, atMs),
    secret(name) {
      drawSecret.run(name, randomBytes(secretBytes));
      const bytes = readSecret.get(name)?.["bytes"];
      if (!(bytes instanceof Uint8Array)) throw new Error(`The secret ${name} is not in ${path}.`);
      return bytes;
    },
    close: () => db.close(),
  };
}
