import type { AlarmView } from "../../../protocol/alarm.ts";
import type { OccurrenceId } from "../../../protocol/ids.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { JournalEntry } from "../../app/ports.ts";
import type { AlarmQuery } from "../../boundary/alarm-query.ts";
import { toKeyText } from "../../domain/alarm/alarm-id.ts";
import { fromJson } from "./row-json.ts";
import type { SqliteDatabase, SqliteStatement, SqliteValue } from "./sqlite-driver.ts";

/** When something was written, and as what number. */
interface Written {
  readonly seq: number;
  readonly writtenMs: EpochMs;
}

/** Past and standing alarms as they were last, inside the caller's transactions. Throws `SqliteError`. */
export interface OccurrenceTable {
  /** `journal`: the entries of the same change; the last one about an alarm says when its occurrences changed. */
  put(views: readonly AlarmView[], journal: readonly JournalEntry[], otherwise: Written): void;
  find(id: OccurrenceId): AlarmView | null;
  list(query: AlarmQuery): readonly AlarmView[];
  /** Forgets those that were over before a time; says how many. The journal has what happened to them. */
  dropOverBefore(ms: EpochMs): number;
}

/** Letters alike whatever their case; SQLite's own comparison knows ASCII only. */
const fold = (text: string): string => text.toLowerCase();

export function createOccurrenceTable(db: SqliteDatabase, path: string): OccurrenceTable {
  const upsert = db.prepare(
    `INSERT INTO occurrence
       (id, changed_ms, changed_seq, loop_id, severity, alarm_class, folded_headline, view)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET changed_ms = excluded.changed_ms, changed_seq = excluded.changed_seq,
       severity = excluded.severity, folded_headline = excluded.folded_headline, view = excluded.view`,
  );
  const one = db.prepare("SELECT view FROM occurrence WHERE id = ?");
  const drop = db.prepare(
    "DELETE FROM occurrence WHERE changed_ms < ? AND json_extract(view, '$.state') = 'normal'",
  );
  const statementBySql = new Map<string, SqliteStatement>();

  // The conditions can be combined in 128 ways, so that there is no need to forget any.
  const prepared = (sql: string): SqliteStatement => {
    const statement = statementBySql.get(sql) ?? db.prepare(sql);
    statementBySql.set(sql, statement);
    return statement;
  };

  return {
    put(views, journal, otherwise) {
      if (views.length === 0) return;
      const writtenByKey = new Map<string, Written>();
      for (const entry of journal) if (entry.kind === "alarm") writtenByKey.set(toKeyText(entry.key), entry);
      for (const view of views) {
        const { seq, writtenMs } = writtenByKey.get(toKeyText(view)) ?? otherwise;
        const { id, loopId, severity, alarmClass, headline } = view;
        const text = JSON.stringify(view);
        upsert.run(id, writtenMs, seq, loopId, severity, alarmClass, fold(headline), text);
      }
    },
    dropOverBefore: (ms) => drop.run(ms).changes,
    find(id) {
      const row = one.get(id);
      return row === undefined ? null : fromJson<AlarmView>(path, row["view"]);
    },
    list({ state, fromMs, toMs, loopId, severity, alarmClass, text, limit }) {
      const asked: readonly (readonly [string, SqliteValue | undefined])[] = [
        ["json_extract(view, '$.state') = ?", state],
        ["changed_ms >= ?", fromMs],
        ["changed_ms < ?", toMs],
        ["loop_id = ?", loopId],
        ["severity = ?", severity],
        ["alarm_class = ?", alarmClass],
        ["instr(folded_headline, ?) > 0", text === undefined ? undefined : fold(text)],
      ];
      const conditions: string[] = [];
      const values: SqliteValue[] = [];
      for (const [condition, value] of asked) {
        if (value === undefined) continue;
        conditions.push(condition);
        values.push(value);
      }
      const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
      const order = "ORDER BY changed_ms DESC, changed_seq DESC, position DESC LIMIT ?";
      const rows = prepared(`SELECT view FROM occurrence ${where} ${order}`).all(
        ...values,
        Math.max(0, limit),
      );
      return rows.map((row) => fromJson<AlarmView>(path, row["view"]));
    },
  };
}
