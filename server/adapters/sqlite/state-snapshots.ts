import { createHash } from "node:crypto";
import type { Snapshot } from "../../app/ports.ts";
import type { SqliteDatabase } from "./sqlite-driver.ts";

/** Snapshots kept: should the newest be damaged, the one before it saves the replay of the whole journal. */
const kept = 2;

/** The table of snapshots, inside the caller's transactions. Throws `SqliteError`. */
export interface SnapshotTable {
  put(snapshot: Snapshot): void;
  /** The newest whole one of this version; `null`: there is none, and the journal tells everything. */
  newest(version: number): Snapshot | null;
}

const toDigest = (text: string): string => createHash("sha256").update(text).digest("hex");

export function createSnapshotTable(db: SqliteDatabase): SnapshotTable {
  const insert = db.prepare(
    "INSERT OR REPLACE INTO snapshot (seq, version, state, digest) VALUES (?, ?, ?, ?)",
  );
  const forget = db.prepare(
    "DELETE FROM snapshot WHERE seq NOT IN (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT ?)",
  );
  const newestFirst = db.prepare(
    "SELECT seq, state, digest FROM snapshot WHERE version = ? ORDER BY seq DESC",
  );

  return {
    put({ seq, version, state }) {
      const text = JSON.stringify(state);
      insert.run(seq, version, text, toDigest(text));
      forget.run(kept);
    },
    newest(version) {
      for (const row of newestFirst.all(version)) {
        const text = String(row["state"]);
        // What a snapshot says is in the journal too: a damaged one is not worth refusing to start.
        if (toDigest(text) !== row["digest"]) continue;
        return { seq: Number(row["seq"]), version, state: JSON.parse(text) as unknown };
      }
      return null;
    },
  };
}
