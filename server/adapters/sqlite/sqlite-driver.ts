import { dirname } from "node:path";

/** What may be bound to a `?`. Integers larger than 2^53 and times in nanoseconds go in as bigint. */
export type SqliteValue = null | number | bigint | string | Uint8Array;

/** A row as read: columns by name. */
export type SqliteRow = Readonly<Record<string, SqliteValue>>;

/** A prepared statement. All calls are synchronous and throw `SqliteError` only. */
export interface SqliteStatement {
  run(...values: readonly SqliteValue[]): { readonly changes: number; readonly lastId: number };
  get(...values: readonly SqliteValue[]): SqliteRow | undefined;
  all(...values: readonly SqliteValue[]): readonly SqliteRow[];
}

/** One open SQLite file. */
export interface SqliteDatabase {
  exec(sql: string): void;
  /** `bigints`: integers are read as bigint, which times in nanoseconds need. */
  prepare(sql: string, options?: { readonly bigints: boolean }): SqliteStatement;
  /** Runs `work` in a transaction: all of it is in when this returns, nothing of it when it throws. */
  transaction<T>(work: () => T): T;
  /** Harmless when called twice. */
  close(): void;
}

/** A SQLite file could not be opened, read or written. `code`: SQLite's primary result code; 0 when unknown. */
export class SqliteError extends Error {
  readonly code: number;
  constructor(message: string, code: number, cause?: unknown) {
    super(message, { cause });
    this.name = "SqliteError";
    this.code = code;
  }
}

/** SQLite's result codes that callers decide on: https://www.sqlite.org/rescode.html */
export const sqliteBusy = 5;
const sentenceByCode: ReadonlyMap<number, string> = new Map([
  [sqliteBusy, "it is in use by another process"],
  [8, "it may not be written; check the owner and permissions of the file and its directory"],
  [10, "the disk reported an error"],
  [11, "the file is damaged; restore it from a backup or move it away"],
  [13, "the disk is full; free some space"],
  [14, "it cannot be opened; check that its directory exists and may be written"],
  [26, "it is not a SQLite file; move it away"],
]);

/** The part of `node:sqlite` and of its twin that is used here. */
interface LibraryStatement {
  run(...values: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  get(...values: readonly unknown[]): SqliteRow | undefined;
  all(...values: readonly unknown[]): SqliteRow[];
  setReadBigInts(on: boolean): void;
}
interface LibraryDatabase {
  exec(sql: string): void;
  prepare(sql: string): LibraryStatement;
  close(): void;
}
interface Library {
  readonly DatabaseSync: new (path: string) => LibraryDatabase;
}

const isLibrary = (module: object | undefined): module is Library =>
  module !== undefined && "DatabaseSync" in module;

// Node 22 and later bring SQLite; on Node 20 the package with the same interface takes its place.
const builtIn = process.getBuiltinModule("node:sqlite");
const library: Library = isLibrary(builtIn) ? builtIn : await import("@photostructure/sqlite");

/** Statements wait this long for another connection's lock before they fail, milliseconds. */
const busyTimeoutMs = 2000;

/**
 * Opens or creates the file. WAL mode; a transaction that has returned survives `kill -9` and power loss
 * (synchronous=FULL). `migrations[i]` brings the schema from version i to i + 1; a file of a newer version than
 * known is refused, because writing to it could destroy what it means.
 */
export function openSqlite(path: string, migrations: readonly string[]): SqliteDatabase {
  const db = openRaw(path);
  try {
    // Before the first table: pages freed later can be given back to the file system.
    db.exec("PRAGMA auto_vacuum = INCREMENTAL");
    db.exec("PRAGMA journal_mode = WAL");
    db.exec("PRAGMA synchronous = FULL");
    migrate(db, path, migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens or creates the file as it is: no WAL, no schema. For locks. `busyMs`: wait for a lock, milliseconds. */
export function openRaw(path: string, busyMs: number = busyTimeoutMs): SqliteDatabase {
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw toSqliteError(path, error);
    }
  };
  const db = attempt(() => new library.DatabaseSync(path));
  let isOpen = true;
  const exec = (sql: string): void => attempt(() => db.exec(sql));
  exec(`PRAGMA busy_timeout = ${busyMs}`);
  return {
    exec,
    prepare(sql, options) {
      const statement = attempt(() => db.prepare(sql));
      if (options?.bigints === true) statement.setReadBigInts(true);
      return {
        run: (...values) =>
          attempt(() => {
            const { changes, lastInsertRowid } = statement.run(...values);
            return { changes: Number(changes), lastId: Number(lastInsertRowid) };
          }),
        get: (...values) => attempt(() => statement.get(...values)),
        all: (...values) => attempt(() => statement.all(...values)),
      };
    },
    transaction(work) {
      exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        exec("COMMIT");
        return result;
      } catch (error) {
        rollBack(db);
        throw error;
      }
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      attempt(() => db.close());
    },
  };
}

function rollBack(db: LibraryDatabase): void {
  try {
    db.exec("ROLLBACK");
  } catch {
    // SQLite rolls back by itself after a full disk or an I/O error; the caller hears the first error.
  }
}

function migrate(db: SqliteDatabase, path: string, migrations: readonly string[]): void {
  const version = Number(db.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
  if (version > migrations.length) {
    throw new SqliteError(
      `${path} was written by a newer Loopwatch (version ${version} of its tables; this one knows ${migrations.length}). ` +
        `Start the newer Loopwatch, or move ${dirname(path)} away to begin anew.`,
      0,
    );
  }
  if (version === migrations.length) return;
  db.transaction(() => {
    for (const sql of migrations.slice(version)) db.exec(sql);
    db.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

function toSqliteError(path: string, error: unknown): SqliteError {
  const code = errorCode(error);
  const detail = error instanceof Error ? error.message : String(error);
  const sentence = sentenceByCode.get(code) ?? detail;
  return new SqliteError(`SQLite file ${path}: ${sentence}.`, code, error);
}

/** Primary result code: the low byte of the extended one. */
function errorCode(error: unknown): number {
  if (typeof error !== "object" || error === null || !("errcode" in error)) return 0;
  return typeof error.errcode === "number" ? error.errcode & 0xff : 0;
}
