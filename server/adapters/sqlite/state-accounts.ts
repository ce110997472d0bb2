import { type Role, roles } from "../../../protocol/access.ts";
import type { Account, AccountBook } from "../../app/access-ports.ts";
import { type SqliteDatabase, SqliteError, type SqliteRow } from "./sqlite-driver.ts";
import type { AuditTable } from "./state-audit.ts";

/** The accounts' table; each change with its line of the audit, in one transaction. */
export function createAccountBook(db: SqliteDatabase, path: string, audit: AuditTable): AccountBook {
  const all = db.prepare("SELECT * FROM account ORDER BY name_key");
  const insert = db.prepare(
    `INSERT INTO account (name, name_key, role, password_hash, made_ms, changed_ms) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const password = db.prepare("UPDATE account SET password_hash = ?, changed_ms = ? WHERE id = ?");
  const role = db.prepare("UPDATE account SET role = ?, changed_ms = ? WHERE id = ?");
  const remove = db.prepare("DELETE FROM account WHERE id = ?");
  const endSessions = db.prepare("DELETE FROM session WHERE account_id = ?");
  const forgetPlaces = db.prepare("DELETE FROM login_place WHERE account_id = ?");

  const toRole = (row: SqliteRow): Role => {
    const found = roles.find((known) => known === row["role"]);
    if (found !== undefined) return found;
    throw new SqliteError(
      `SQLite file ${path}: the role of the account ${String(row["name"])} is damaged.`,
      0,
    );
  };

  return {
    list: () =>
      all.all().map(
        (row): Account => ({
          id: Number(row["id"]),
          name: String(row["name"]),
          nameKey: String(row["name_key"]),
          role: toRole(row),
          passwordHash: String(row["password_hash"]),
          madeMs: Number(row["made_ms"]),
          changedMs: Number(row["changed_ms"]),
        }),
      ),
    add({ name, nameKey, role: given, passwordHash, madeMs }, entry) {
      db.transaction(() => {
        insert.run(name, nameKey, given, passwordHash, madeMs, madeMs);
        audit.append(entry);
      });
    },
    setPassword(id, passwordHash, entry) {
      db.transaction(() => {
        password.run(passwordHash, entry.atMs, id);
        endSessions.run(id);
        // Whoever knew the old password may have logged in from there.
        forgetPlaces.run(id);
        audit.append(entry);
      });
    },
    setRole(id, given, entry) {
      db.transaction(() => {
        role.run(given, entry.atMs, id);
        audit.append(entry);
      });
    },
    remove(id, entry) {
      db.transaction(() => {
        remove.run(id);
        endSessions.run(id);
        forgetPlaces.run(id);
        audit.append(entry);
      });
    },
  };
}
