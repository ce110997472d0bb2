import type { AccessBooks } from "../../app/access-ports.ts";
import { createAccountBook } from "./state-accounts.ts";
import { type AuditTable, createAuditTable } from "./state-audit.ts";
import { openStateFile } from "./state-file.ts";
import { createSessionBook } from "./state-sessions.ts";
import { createTokenBook } from "./state-tokens.ts";

/** The books, and the audit to be read. */
export interface SqliteAccess extends AccessBooks {
  readonly trail: Pick<AuditTable, "since" | "verify">;
}

/**
 * Who may come in, in the file of the state, by a connection of its own: commands of other processes use the same file
 * at the same time. Calls throw `SqliteError`.
 */
export function createSqliteAccess(path: string): SqliteAccess {
  const db = openStateFile(path);
  const audit = createAuditTable(db, path);
  const version = db.prepare("SELECT n FROM access_version");
  return {
    accounts: createAccountBook(db, path, audit),
    tokens: createTokenBook(db, path, audit),
    sessions: createSessionBook(db, audit),
    trail: audit,
    audit: (entry) => db.transaction(() => audit.append(entry)),
    version: () => Number(version.get()?.["n"] ?? 0),
    close: () => db.close(),
  };
}
