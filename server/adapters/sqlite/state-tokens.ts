import type { Allowance, Token, TokenBook } from "../../app/access-ports.ts";
import { fromJson } from "./row-json.ts";
import type { SqliteDatabase } from "./sqlite-driver.ts";
import type { AuditTable } from "./state-audit.ts";

/** The tokens' table; each change with its line of the audit, in one transaction. */
export function createTokenBook(db: SqliteDatabase, path: string, audit: AuditTable): TokenBook {
  const all = db.prepare("SELECT * FROM token ORDER BY name_key, id");
  const insert = db.prepare(
    "INSERT INTO token (name, name_key, digest, allows, made_ms) VALUES (?, ?, ?, ?, ?)",
  );
  const revoke = db.prepare("UPDATE token SET revoked_ms = ? WHERE id = ? AND revoked_ms IS NULL");
  const used = db.prepare("UPDATE token SET last_used_ms = max(?, coalesce(last_used_ms, 0)) WHERE id = ?");

  return {
    list: () =>
      all.all().map(
        (row): Token => ({
          id: Number(row["id"]),
          name: String(row["name"]),
          nameKey: String(row["name_key"]),
          digest: String(row["digest"]),
          allows: fromJson<Allowance>(path, row["allows"]),
          madeMs: Number(row["made_ms"]),
          lastUsedMs: row["last_used_ms"] === null ? null : Number(row["last_used_ms"]),
          revokedMs: row["revoked_ms"] === null ? null : Number(row["revoked_ms"]),
        }),
      ),
    add({ name, nameKey, digest, allows, madeMs }, entry) {
      db.transaction(() => {
        insert.run(name, nameKey, digest, JSON.stringify(allows), madeMs);
        audit.append(entry);
      });
    },
    revoke(id, entry) {
      db.transaction(() => {
        revoke.run(entry.atMs, id);
        audit.append(entry);
      });
    },
    used(atMsById) {
      db.transaction(() => {
        for (const [id, atMs] of atMsById) used.run(atMs, id);
      });
    },
  };
}
