import { renameSync, rmSync } from "node:fs";
import { createSqliteAccess } from "../adapters/sqlite/sqlite-access.ts";
import { copyDatabase, endSessions } from "../adapters/sqlite/sqlite-backup.ts";
import type { AuditEntry } from "../domain/access/audit-entry.ts";

/** Who may come in by a restored state: as it was when the backup was taken. */
export interface InForce {
  readonly accounts: readonly { readonly name: string; readonly role: string }[];
  /** Names. */
  readonly tokens: readonly string[];
}

/** Ends every session in a state that was copied from a backup, and writes the restore into its audit. Throws `SqliteError`. */
export function readyRestored(path: string, audit: AuditEntry): InForce {
  const draft = `${path}.draft`;
  const forget = (): void => {
    for (const end of ["", "-wal", "-shm"]) rmSync(`${draft}${end}`, { force: true });
  };
  forget();
  renameSync(path, draft);
  const inForce = writeRestore(draft, audit);
  // One file without a log: only that can be put in place by one change of its name.
  copyDatabase(draft, path);
  forget();
  return inForce;
}

function writeRestore(path: string, audit: AuditEntry): InForce {
  endSessions(path);
  const books = createSqliteAccess(path);
  try {
    books.audit(audit);
    return {
      accounts: books.accounts.list().map(({ name, role }) => ({ name, role })),
      tokens: books.tokens.list().flatMap(({ name, revokedMs }) => (revokedMs === null ? [name] : [])),
    };
  } finally {
    books.close();
  }
}
