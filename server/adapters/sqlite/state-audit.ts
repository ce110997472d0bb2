import { createHash } from "node:crypto";
import type { AuditRow, AuditVerdict } from "../../app/access-ports.ts";
import type { AuditEntry } from "../../domain/access/audit-entry.ts";
import { fromJson } from "./row-json.ts";
import type { SqliteDatabase, SqliteRow, SqliteValue } from "./sqlite-driver.ts";

/** Rows read at once: an audit of years is read in bounded memory. */
const rowsAPage = 1000;

/** The audit's table, inside the caller's transactions. Throws `SqliteError`. */
export interface AuditTable {
  append(entry: AuditEntry): void;
  /** From a wall-clock time on, oldest first, read as they are asked for. */
  since(ms: number): Iterable<AuditRow>;
  /** Reads everything. `noted`: a hash that was noted elsewhere, which must be one of the chain. */
  verify(noted?: string): AuditVerdict;
}

const columns = [
  ...["seq", "at_ms", "person", "role", "via", "address", "deed", "subject", "before", "after"],
  ...["comment", "refusal", "previous_hash"],
] as const;

/** Before the values in what is hashed: another encoding would begin with another word. */
const encoding = "loopwatch-audit-1";

/**
 * SHA-256, hexadecimal, of the UTF-8 text of the JSON array `["loopwatch-audit-1", seq, at_ms, person, role, via, address,
 * deed, subject, before, after, comment, refusal, previous_hash]` as ECMAScript's `JSON.stringify` writes it: no spaces,
 * integers as they are, `before` and `after` as the strings that the columns hold. The first row's `previous_hash` is "".
 */
function toHash(row: Readonly<Record<string, SqliteValue>>): string {
  const values = columns.map((column) => row[column] ?? null);
  return createHash("sha256")
    .update(JSON.stringify([encoding, ...values]))
    .digest("hex");
}

/** As SQLite gives it back: half a surrogate pair becomes U+FFFD on the way there, and some readers stop at a NUL. */
const toKept = (text: string): string => Buffer.from(text.replaceAll("\0", "\uFFFD")).toString();

export function createAuditTable(db: SqliteDatabase, path: string): AuditTable {
  const head = db.prepare("SELECT seq, hash FROM audit_head");
  const all = [...columns, "hash"].join(", ");
  const marks = [...columns, "hash"].map(() => "?").join(", ");
  const insert = db.prepare(`INSERT INTO audit (${all}) VALUES (${marks})`);
  const page = db.prepare(`SELECT ${all} FROM audit WHERE seq > ? AND at_ms >= ? ORDER BY seq LIMIT ?`);

  function* rows(sinceMs: number): Iterable<SqliteRow> {
    let seq = Number.MIN_SAFE_INTEGER;
    for (;;) {
      const read = page.all(seq, sinceMs, rowsAPage);
      yield* read;
      if (read.length < rowsAPage) return;
      seq = Number(read.at(-1)?.["seq"]);
    }
  }

  const toRow = (row: SqliteRow): AuditRow => ({
    seq: Number(row["seq"]),
    atMs: Number(row["at_ms"]),
    person: String(row["person"]),
    role: row["role"] as AuditRow["role"],
    via: row["via"] as AuditRow["via"],
    address: String(row["address"]),
    deed: String(row["deed"]),
    subject: String(row["subject"]),
    before: fromJson(path, row["before"]),
    after: fromJson(path, row["after"]),
    comment: String(row["comment"]),
    refusal: row["refusal"] === null ? null : String(row["refusal"]),
    hash: String(row["hash"]),
  });

  function* since(ms: number): Iterable<AuditRow> {
    for (const row of rows(ms)) yield toRow(row);
  }

  return {
    append(entry) {
      const last = head.get();
      const row: Record<string, SqliteValue> = {
        seq: Number(last?.["seq"] ?? 0) + 1,
        at_ms: Math.round(entry.atMs),
        person: toKept(entry.person),
        role: entry.role,
        via: entry.via,
        address: toKept(entry.address),
        deed: toKept(entry.deed),
        subject: toKept(entry.subject),
        before: JSON.stringify(entry.before ?? null),
        after: JSON.stringify(entry.after ?? null),
        comment: toKept(entry.comment),
        refusal: entry.refusal === null ? null : toKept(entry.refusal),
        previous_hash: String(last?.["hash"] ?? ""),
      };
      insert.run(...columns.map((column) => row[column] ?? null), toHash(row));
    },
    since,
    verify(noted) {
      let [seq, previous, count, isNotedSeen] = [0, "", 0, noted === undefined];
      for (const row of rows(Number.MIN_SAFE_INTEGER)) {
        const found = Number(row["seq"]);
        const bad = (reason: string): AuditVerdict => ({ ok: false, rows: count, seq: found, reason });
        if (found !== seq + 1) return bad(`Row ${seq + 1} is missing.`);
        if (row["previous_hash"] !== previous) return bad(`Row ${found} does not follow the row before it.`);
        if (row["hash"] !== toHash(row)) return bad(`Row ${found} is not what was written.`);
        isNotedSeen ||= row["hash"] === noted;
        [seq, previous, count] = [found, String(row["hash"]), count + 1];
      }
      const end = head.get();
      const next = { ok: false, rows: count, seq: seq + 1 } as const;
      if (end === undefined)
        return { ...next, reason: "Whether rows are missing at its end is not known: its head is gone." };
      if (Number(end["seq"]) > seq)
        return { ...next, reason: `Row ${seq + 1} is missing, and all behind it.` };
      if (Number(end["seq"]) !== seq || end["hash"] !== previous)
        return { ok: false, rows: count, seq, reason: `Row ${seq} was not written by Loopwatch.` };
      if (!isNotedSeen)
        return {
          ok: false,
          rows: count,
          seq,
          reason: "The noted row is not in it: the audit was written anew.",
        };
      return { ok: true, rows: count, head: count === 0 ? null : previous };
    },
  };
}
