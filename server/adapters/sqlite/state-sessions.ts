import type { Session, SessionBook } from "../../app/access-ports.ts";
import type { SqliteDatabase } from "./sqlite-driver.ts";
import type { AuditTable } from "./state-audit.ts";

/** Places from which an account has logged in that are remembered, the newest. */
const mostPlaces = 8;

/** The sessions' table; each change that somebody makes with its line of the audit, in one transaction. */
export function createSessionBook(db: SqliteDatabase, audit: AuditTable): SessionBook {
  const all = db.prepare("SELECT * FROM session");
  const insert = db.prepare(
    `INSERT INTO session (digest, account_id, begun_ms, seen_ms, expires_ms, address_key) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const dropOldest = db.prepare(
    `DELETE FROM session WHERE account_id = ?1 AND digest NOT IN (
       SELECT digest FROM session WHERE account_id = ?1 ORDER BY begun_ms DESC, digest LIMIT ?2)`,
  );
  const place = db.prepare(
    "INSERT OR REPLACE INTO login_place (account_id, address_key, last_ms) VALUES (?, ?, ?)",
  );
  const forgetPlaces = db.prepare(
    `DELETE FROM login_place WHERE account_id = ?1 AND address_key NOT IN (
       SELECT address_key FROM login_place WHERE account_id = ?1 ORDER BY last_ms DESC, address_key LIMIT ?2)`,
  );
  const places = db.prepare("SELECT address_key FROM login_place WHERE account_id = ?");
  const seen = db.prepare("UPDATE session SET seen_ms = max(?, seen_ms) WHERE digest = ?");
  const end = db.prepare("DELETE FROM session WHERE digest = ?");
  const endAll = db.prepare("DELETE FROM session WHERE account_id = ?");

  return {
    list: () =>
      all.all().map(
        (row): Session => ({
          digest: String(row["digest"]),
          accountId: Number(row["account_id"]),
          begunMs: Number(row["begun_ms"]),
          seenMs: Number(row["seen_ms"]),
          expiresMs: Number(row["expires_ms"]),
          addressKey: String(row["address_key"]),
        }),
      ),
    begin({ digest, accountId, begunMs, seenMs, expiresMs, addressKey }, most, entry) {
      db.transaction(() => {
        insert.run(digest, accountId, begunMs, seenMs, expiresMs, addressKey);
        dropOldest.run(accountId, most);
        place.run(accountId, addressKey, begunMs);
        forgetPlaces.run(accountId, mostPlaces);
        audit.append(entry);
      });
    },
    seen(atMsByDigest) {
      db.transaction(() => {
        for (const [digest, atMs] of atMsByDigest) seen.run(atMs, digest);
      });
    },
    end(digest, entry) {
      db.transaction(() => {
        if (end.run(digest).changes > 0) audit.append(entry);
      });
    },
    endAll(accountId, entry) {
      db.transaction(() => {
        endAll.run(accountId);
        audit.append(entry);
      });
    },
    drop(digests) {
      db.transaction(() => {
        for (const digest of digests) end.run(digest);
      });
    },
    places: (accountId) => new Set(places.all(accountId).map((row) => String(row["address_key"]))),
  };
}
