import type { ParsedField, ParsedPoint } from "../../boundary/line-protocol.ts";
import type { SeriesRef } from "../../domain/loop/loop.ts";
import type { SqliteDatabase } from "./sqlite-driver.ts";

/**
 * Schema of the telemetry file. Each measurement has its own wide table `points_<id>`, one row a point, one
 * column `f<id>` a field, keyed by series and time: writing a point again replaces it, writing other fields of
 * it completes it.
 */
export const telemetryMigrations = [
  `CREATE TABLE measurement (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
   CREATE TABLE series (
     id INTEGER PRIMARY KEY,
     measurement_id INTEGER NOT NULL REFERENCES measurement (id),
     tags TEXT NOT NULL,
     UNIQUE (measurement_id, tags)
   );
   CREATE TABLE field (
     id INTEGER PRIMARY KEY,
     measurement_id INTEGER NOT NULL REFERENCES measurement (id),
     name TEXT NOT NULL,
     type TEXT NOT NULL,
     UNIQUE (measurement_id, name)
   )`,
];

/** Type of a field, fixed by the first point that has it. Unsigned values are kept as integers. */
export type FieldType = "float" | "int" | "string" | "bool";

/** Declared types: SQLite keeps whole numbers of a REAL column as floats only when it is told so. */
const sqlTypes: Readonly<Record<FieldType, string>> = {
  float: "REAL",
  int: "INTEGER",
  bool: "INTEGER",
  string: "TEXT",
};

/** A field's column. */
export interface FieldColumn {
  readonly id: number;
  readonly column: string;
  readonly type: FieldType;
}

/** One series: a measurement with one set of tags. */
export interface SeriesRow {
  readonly id: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** A measurement and what is known of it. */
export interface Measurement {
  readonly id: number;
  readonly table: string;
  readonly fieldByName: Map<string, FieldColumn>;
  /** Keyed by the tags as sorted JSON. */
  readonly seriesByTags: Map<string, SeriesRow>;
}

/** SQLite's limit of columns in a table is 2000; two are the key. */
const mostFields = 1998;

/** Which measurements, series and fields there are; grows inside the caller's transaction. */
export interface SeriesCatalogue {
  find(measurement: string): Measurement | undefined;
  all(): readonly Measurement[];
  /** The point's measurement, created where it is missing. */
  measurement(name: string): Measurement;
  series(measurement: Measurement, tags: ParsedPoint["tags"]): SeriesRow;
  /** The field's column; a sentence when the point cannot be kept: its type differs, or there are too many. */
  field(measurement: Measurement, field: ParsedField): FieldColumn | string;
  /** Reads everything anew: after a transaction that was rolled back. */
  reload(): void;
}

/** The catalogue of an open telemetry file. Throws `SqliteError`. */
export function createSeriesCatalogue(db: SqliteDatabase): SeriesCatalogue {
  const byName = new Map<string, Measurement>();
  const addMeasurement = db.prepare("INSERT INTO measurement (name) VALUES (?)");
  const addSeries = db.prepare("INSERT INTO series (measurement_id, tags) VALUES (?, ?)");
  const addField = db.prepare("INSERT INTO field (measurement_id, name, type) VALUES (?, ?, ?)");

  const reload = (): void => {
    byName.clear();
    const byId = new Map<number, Measurement>();
    for (const row of db.prepare("SELECT id, name FROM measurement").all()) {
      const measurement = toMeasurement(Number(row["id"]));
      byId.set(measurement.id, measurement);
      byName.set(String(row["name"]), measurement);
    }
    for (const row of db.prepare("SELECT id, measurement_id, tags FROM series").all()) {
      const tags = String(row["tags"]);
      const series = { id: Number(row["id"]), tags: fromTagsKey(tags) };
      byId.get(Number(row["measurement_id"]))?.seriesByTags.set(tags, series);
    }
    for (const row of db.prepare("SELECT id, measurement_id, name, type FROM field").all()) {
      const field = toFieldColumn(Number(row["id"]), toFieldType(String(row["type"])));
      byId.get(Number(row["measurement_id"]))?.fieldByName.set(String(row["name"]), field);
    }
  };
  reload();

  return {
    find: (name) => byName.get(name),
    all: () => [...byName.values()],
    measurement(name) {
      const known = byName.get(name);
      if (known !== undefined) return known;
      const created = toMeasurement(addMeasurement.run(name).lastId);
      db.exec(
        `CREATE TABLE ${created.table} (series INTEGER NOT NULL, at_ns INTEGER NOT NULL,
         PRIMARY KEY (series, at_ns)) WITHOUT ROWID`,
      );
      byName.set(name, created);
      return created;
    },
    series(measurement, tags) {
      const key = toTagsKey(tags);
      const known = measurement.seriesByTags.get(key);
      if (known !== undefined) return known;
      const created = { id: addSeries.run(measurement.id, key).lastId, tags };
      measurement.seriesByTags.set(key, created);
      return created;
    },
    field(measurement, { name, type: givenType }) {
      const type = toFieldType(givenType);
      const known = measurement.fieldByName.get(name);
      if (known !== undefined)
        return known.type === type
          ? known
          : `field type conflict: ${JSON.stringify(name)} is ${type}, already exists as ${known.type}`;
      if (measurement.fieldByName.size >= mostFields)
        return `more than ${mostFields} fields in a measurement`;
      const created = toFieldColumn(addField.run(measurement.id, name, type).lastId, type);
      db.exec(`ALTER TABLE ${measurement.table} ADD COLUMN ${created.column} ${sqlTypes[type]}`);
      measurement.fieldByName.set(name, created);
      return created;
    },
    reload,
  };
}

/** The series that a reference names: those that have its tags; further tags do not matter, as in InfluxQL. */
export function findSeries(measurement: Measurement, ref: SeriesRef): readonly SeriesRow[] {
  const wanted = Object.entries(ref.tags);
  return [...measurement.seriesByTags.values()].filter((series) =>
    wanted.every(([key, value]) => (series.tags[key] ?? "") === value),
  );
}

const toMeasurement = (id: number): Measurement => ({
  id,
  table: `points_${id}`,
  fieldByName: new Map(),
  seriesByTags: new Map(),
});

const toFieldColumn = (id: number, type: FieldType): FieldColumn => ({ id, column: `f${id}`, type });

function toFieldType(type: string): FieldType {
  if (type === "float" || type === "string" || type === "bool") return type;
  return "int";
}

function toTagsKey(tags: Readonly<Record<string, string>>): string {
  const entries = Object.entries(tags);
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const fromTagsKey = (key: string): Readonly<Record<string, string>> =>
  Object.fromEntries(JSON.parse(key) as [string, string][]);
