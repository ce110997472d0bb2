import { setImmediate as turn } from "node:timers/promises";
import {
  type BucketColumns,
  mostTexts,
  StoreError,
  type TelemetryStore,
  type TextPoint,
} from "../../app/ports.ts";
import { parseLines } from "../../boundary/line-protocol.ts";
import type { SeriesRef } from "../../domain/loop/loop.ts";
import { type BucketGrid, createBucketGrid, fromNs, toNs } from "../bucket-grid.ts";
import { openSqlite, type SqliteDatabase, SqliteError } from "./sqlite-driver.ts";
import { createPointWriter } from "./sqlite-points.ts";
import {
  createSeriesCatalogue,
  type FieldColumn,
  findSeries,
  type Measurement,
  type SeriesCatalogue,
  type SeriesRow,
  telemetryMigrations,
} from "./sqlite-series.ts";

/** Points written or deleted before other work gets its turn: some ten milliseconds. */
const pointsPerTurn = 1000;

/** Telemetry in one SQLite file, for machines without InfluxDB. Throws `SqliteError` when it cannot be opened. */
export function createSqliteStore(path: string): TelemetryStore {
  const db = openSqlite(path, telemetryMigrations);
  const catalogue = createSeriesCatalogue(db);
  const writer = createPointWriter(db, catalogue);

  /** One transaction; after a failure the catalogue forgets what was rolled back. */
  const change = <T>(work: () => T): T => {
    try {
      return db.transaction(work);
    } catch (error) {
      catalogue.reload();
      throw error;
    }
  };

  return {
    name: `SQLite in ${path}`,
    write: (lines, precision) =>
      inStoreTerms(async () => {
        const parsed = parseLines(lines, precision, Date.now());
        const problems = parsed.problems.map(({ line, message }) => `line ${line}: ${message}`);
        for (let from = 0; from < parsed.points.length; from += pointsPerTurn) {
          if (from > 0) await turn();
          change(() => {
            for (const point of parsed.points.slice(from, from + pointsPerTurn)) {
              const problem = writer.write(point);
              if (problem !== null) problems.push(problem);
            }
          });
        }
        const [first] = problems;
        return { refused: first === undefined ? null : `${first} (${problems.length} refused)` };
      }),
    history: ({ series, fromMs, toMs, bucketMs, withSums = false }) =>
      inStoreTerms(async () => {
        const grid = createBucketGrid(series.length, { fromMs, toMs, bucketMs, withSums });
        for (const question of groupQuestions(catalogue, series)) {
          fill(db, grid, question);
          await turn();
        }
        return grid.columns satisfies BucketColumns;
      }),
    newestMs: (series) =>
      inStoreTerms(async () => {
        let newest: bigint | null = null;
        for (const { measurement, rows, columns } of groupQuestions(catalogue, series)) {
          const present = columns.map(({ field }) => `${field.column} IS NOT NULL`).join(" OR ");
          const last = db.prepare(
            `SELECT at_ns FROM ${measurement.table} WHERE series = ? AND (${present}) ORDER BY at_ns DESC LIMIT 1`,
            { bigints: true },
          );
          for (const { id } of rows) {
            const at = last.get(id)?.["at_ns"];
            if (typeof at === "bigint" && (newest === null || at > newest)) newest = at;
          }
        }
        return newest === null ? null : fromNs(newest);
      }),
    texts: (series, fromMs) =>
      inStoreTerms(async () => {
        const found: TextPoint[] = [];
        for (const { measurement, rows, columns } of groupQuestions(catalogue, [series])) {
          const [{ field } = { field: null }] = columns;
          if (field?.type !== "string") continue;
          const select = db.prepare(
            `SELECT at_ns, ${field.column} AS text FROM ${measurement.table}
             WHERE series = ? AND at_ns >= ? AND ${field.column} IS NOT NULL ORDER BY at_ns DESC LIMIT ${mostTexts}`,
            { bigints: true },
          );
          for (const { id } of rows)
            for (const { at_ns: at, text } of select.all(id, toNs(fromMs)))
              if (typeof at === "bigint") found.push({ atMs: fromNs(at), text: String(text) });
        }
        return found.sort((a, b) => a.atMs - b.atMs).slice(-mostTexts);
      }),
    count: (measurement) =>
      inStoreTerms(async () => {
        const table = catalogue.find(measurement)?.table;
        return table === undefined
          ? 0
          : Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"]);
      }),
    dropBefore: (ms, keep = []) =>
      inStoreTerms(async () => {
        const kept = new Set(keep.map((name) => catalogue.find(name)));
        for (const measurement of catalogue.all()) {
          if (kept.has(measurement)) continue;
          const { table, seriesByTags } = measurement;
          for (const { id } of seriesByTags.values())
            await dropSeriesBefore(db, { table, id, bound: toNs(ms) });
        }
        db.exec("PRAGMA incremental_vacuum");
      }),
    ping: () => inStoreTerms(async () => void db.prepare("SELECT 1").get()),
    close: () => inStoreTerms(async () => db.close()),
  };
}

/** Fields of one measurement that are asked of the same series: one pass over the rows answers them all. */
interface Question {
  readonly measurement: Measurement;
  readonly rows: readonly SeriesRow[];
  readonly columns: readonly { readonly field: FieldColumn; readonly index: number }[];
}

function groupQuestions(catalogue: SeriesCatalogue, refs: readonly SeriesRef[]): readonly Question[] {
  const byRows = new Map<string, Question>();
  refs.forEach((ref, index) => {
    const measurement = catalogue.find(ref.measurement);
    const field = measurement?.fieldByName.get(ref.field);
    if (measurement === undefined || field === undefined) return;
    const rows = findSeries(measurement, ref);
    const key = `${measurement.id}:${rows.map(({ id }) => id).join()}`;
    const columns = [...(byRows.get(key)?.columns ?? []), { field, index }];
    byRows.set(key, { measurement, rows, columns });
  });
  return [...byRows.values()];
}

function fill(db: SqliteDatabase, grid: BucketGrid, { measurement, rows, columns }: Question): void {
  const numeric = columns.filter(({ field }) => field.type === "float" || field.type === "int");
  if (numeric.length === 0) return;
  // CAST: a driver that binds whole numbers as floats would make this a float division, and each row a bucket.
  const bucket = "(at_ns - CAST(? AS INTEGER)) / CAST(? AS INTEGER)";
  const picks = numeric.map(
    ({ field: { column } }) =>
      `CAST(min(${column}) AS REAL) AS min_${column}, CAST(max(${column}) AS REAL) AS max_${column},
       total(${column}) AS sum_${column}, count(${column}) AS count_${column}`,
  );
  const select = db.prepare(
    `SELECT ${bucket} AS k, ${picks.join(", ")} FROM ${measurement.table}
     WHERE series = ? AND at_ns >= ? AND at_ns < ? GROUP BY k`,
  );
  for (const { id } of rows) {
    for (const row of select.all(grid.startNs, grid.bucketNs, id, grid.fromNs, grid.toNs)) {
      for (const { field, index } of numeric) {
        const min = row[`min_${field.column}`];
        const max = row[`max_${field.column}`];
        const [sum, count] = [row[`sum_${field.column}`], row[`count_${field.column}`]];
        if (typeof min === "number" && typeof max === "number")
          grid.add(index, Number(row["k"]), { min, max, sum, count });
      }
    }
  }
}

async function dropSeriesBefore(
  db: SqliteDatabase,
  { table, id, bound }: { readonly table: string; readonly id: number; readonly bound: bigint },
): Promise<void> {
  const next = db.prepare(
    `SELECT at_ns FROM ${table} WHERE series = ? ORDER BY at_ns LIMIT 1 OFFSET ${pointsPerTurn}`,
    { bigints: true },
  );
  const drop = db.prepare(`DELETE FROM ${table} WHERE series = ? AND at_ns < ?`);
  for (;;) {
    const cut = next.get(id)?.["at_ns"];
    const isLast = typeof cut !== "bigint" || cut >= bound;
    drop.run(id, isLast ? bound : cut);
    if (isLast) return;
    await turn();
  }
}

/** Runs `work` in a promise and turns the driver's errors into the port's. A full or busy disk may recover. */
async function inStoreTerms<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreError) throw error;
    if (error instanceof SqliteError) throw new StoreError(error.message, true, error);
    throw new StoreError(`The telemetry file failed: ${String(error)}`, false, error);
  }
}
