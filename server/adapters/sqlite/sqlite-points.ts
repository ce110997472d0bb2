import type { ParsedPoint } from "../../boundary/line-protocol.ts";
import type { SqliteDatabase, SqliteStatement, SqliteValue } from "./sqlite-driver.ts";
import type { FieldColumn, Measurement, SeriesCatalogue, SeriesRow } from "./sqlite-series.ts";

/** Prepared inserts kept; senders repeat few combinations of fields, a hostile one must not fill the memory. */
const mostInserts = 256;

/** Writes points into the wide tables, inside the caller's transaction. */
export interface PointWriter {
  /** `null` when the point is in; else the sentence that says why it never will be. */
  write(point: ParsedPoint): string | null;
}

/** A writer over an open telemetry file. Throws `SqliteError`. */
export function createPointWriter(db: SqliteDatabase, catalogue: SeriesCatalogue): PointWriter {
  const insertByShape = new Map<string, SqliteStatement>();
  // Lines of one body share the object that holds their tags, so most look-ups need no key.
  const seriesByTags = new WeakMap<ParsedPoint["tags"], { measurement: Measurement; series: SeriesRow }>();

  const seriesOf = (measurement: Measurement, tags: ParsedPoint["tags"]): SeriesRow => {
    const seen = seriesByTags.get(tags);
    if (seen?.measurement === measurement) return seen.series;
    const series = catalogue.series(measurement, tags);
    seriesByTags.set(tags, { measurement, series });
    return series;
  };

  const insertFor = (measurement: Measurement, columns: readonly FieldColumn[]): SqliteStatement => {
    const names = columns.map(({ column }) => column);
    const shape = `${measurement.id}:${names.join()}`;
    const known = insertByShape.get(shape);
    if (known !== undefined) return known;
    if (insertByShape.size >= mostInserts) insertByShape.clear();
    const statement = db.prepare(
      `INSERT INTO ${measurement.table} (series, at_ns, ${names.join(", ")})
       VALUES (?, ?${", ?".repeat(names.length)})
       ON CONFLICT (series, at_ns) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(", ")}`,
    );
    insertByShape.set(shape, statement);
    return statement;
  };

  return {
    write(point) {
      const measurement = catalogue.measurement(point.measurement);
      const columns: FieldColumn[] = [];
      const values: SqliteValue[] = [seriesOf(measurement, point.tags).id, point.atNs];
      for (const field of point.fields) {
        const column = catalogue.field(measurement, field);
        if (typeof column === "string") return `${JSON.stringify(point.measurement)}: ${column}`;
        const value = toSqliteValue(field.value, column);
        const again = columns.findIndex(({ id }) => id === column.id);
        if (again >= 0) {
          // The same field twice in one line: the last one counts.
          values[again + 2] = value;
          continue;
        }
        columns.push(column);
        values.push(value);
      }
      insertFor(measurement, columns).run(...values);
      return null;
    },
  };
}

/** Whole numbers of an integer column go in as bigint: as a number they could lose their last digits. */
function toSqliteValue(value: number | string | boolean | bigint, column: FieldColumn): SqliteValue {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (column.type === "int" && typeof value === "number") return BigInt(value);
  return value;
}
