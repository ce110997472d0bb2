import type { EpochMs } from "../../../protocol/time.ts";
import type { Notice } from "../../domain/notice/notice.ts";
import { fromJson } from "./row-json.ts";
import type { SqliteDatabase } from "./sqlite-driver.ts";

/** Settled notices that a start reads. */
const settledAtStart = 500;

/** The outbox's table, inside the caller's transactions. Throws `SqliteError`. */
export interface NoticeTable {
  /** Takes a notice or its new version, which keeps its place. A settled one stays settled, whatever comes late. */
  put(notice: Notice): void;
  find(id: string): Notice | null;
  /** Forgets settled ones written before a time; says how many. */
  dropSettledBefore(ms: EpochMs): number;
  /** All that are not settled and the newest settled ones, oldest first. */
  recent(): readonly Notice[];
}

const isSettled = ({ state }: Notice): boolean => state.kind === "accepted" || state.kind === "given up";

export function createNoticeTable(db: SqliteDatabase, path: string): NoticeTable {
  // The journal writes a letter as queued. When the disk refused that, the letter went out all the same, and may have been
  // taken before the journal's next try: queued again it would be sent again after a start.
  const upsert = db.prepare(
    `INSERT INTO notice (id, created_ms, settled, notice) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE
     SET created_ms = excluded.created_ms, settled = excluded.settled, notice = excluded.notice
     WHERE excluded.settled >= notice.settled`,
  );
  const one = db.prepare("SELECT notice FROM notice WHERE id = ?");
  const drop = db.prepare("DELETE FROM notice WHERE settled = 1 AND created_ms < ?");
  const recent = db.prepare(
    `SELECT notice FROM notice WHERE position IN (
       SELECT position FROM notice WHERE settled = 0 UNION ALL
       SELECT position FROM (
         SELECT position FROM notice WHERE settled = 1 ORDER BY created_ms DESC, position DESC LIMIT ?
       )
     ) ORDER BY created_ms, position`,
  );

  return {
    put(notice) {
      upsert.run(notice.id, notice.createdMs, isSettled(notice) ? 1 : 0, JSON.stringify(notice));
    },
    find(id) {
      const row = one.get(id);
      return row === undefined ? null : fromJson<Notice>(path, row["notice"]);
    },
    dropSettledBefore: (ms) => drop.run(ms).changes,
    recent: () => recent.all(settledAtStart).map((row) => fromJson<Notice>(path, row["notice"])),
  };
}
