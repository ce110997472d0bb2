import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { openRaw, type SqliteDatabase, SqliteError, sqliteBusy } from "./sqlite-driver.ts";

/** The data directory cannot be used; the message is one sentence that says what to do. */
export class DataDirError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "DataDirError";
  }
}

/** Holds a data directory for this process alone. */
export interface DataLock {
  /** Absolute path of the directory. */
  readonly dir: string;
  /** Harmless when called twice. */
  release(): void;
}

const adviceByCode: ReadonlyMap<string, string> = new Map([
  ["EACCES", "it may not be written. Give this user write permission, or choose another directory"],
  ["EPERM", "it may not be written. Give this user write permission, or choose another directory"],
  ["EROFS", "it is on a read-only file system. Choose another directory"],
  ["ENOSPC", "the disk is full. Free some space, or choose another directory"],
  ["EDQUOT", "the disk quota is used up. Free some space, or choose another directory"],
  ["EEXIST", "a file of that name is in the way. Move it, or choose another directory"],
  ["ENOTDIR", "a part of its path is a file. Choose another directory"],
]);

/** A lock whose owner forgot it must not be collected: it holds until it is released or the process ends. */
const held = new Set<SqliteDatabase>();

/**
 * Creates the directory where it is missing, proves that it can be written, and takes it for this process.
 * The lock is SQLite's own file lock: it ends with the process, however that dies. Throws `DataDirError`.
 */
export function createDataLock(dataDir: string): DataLock {
  const dir = resolve(dataDir);
  prepareDataDir(dir);
  try {
    const db = openRaw(join(dir, "lock.sqlite"), 0);
    try {
      db.exec("BEGIN EXCLUSIVE");
    } catch (error) {
      db.close();
      throw error;
    }
    held.add(db);
    return {
      dir,
      release() {
        held.delete(db);
        db.close();
      },
    };
  } catch (error) {
    if (error instanceof SqliteError && error.code === sqliteBusy) {
      throw new DataDirError(
        `Another Loopwatch is running with the data directory ${dir}. Stop it, or choose another directory with LOOPWATCH_DATA.`,
        error,
      );
    }
    throw toDataDirError(dir, error);
  }
}

/** Parents first, one by one: Node's own recursive way never returns where a file system makes no directories (/proc). */
function makeDirectory(dir: string): void {
  if (existsSync(dir) && statSync(dir).isDirectory()) return;
  if (!existsSync(dirname(dir))) makeDirectory(dirname(dir));
  mkdirSync(dir);
}

/** Creates the directory where it is missing, and proves that it can be written. Throws `DataDirError`. */
export function prepareDataDir(dataDir: string): void {
  const dir = resolve(dataDir);
  const probe = join(dir, `.write-probe-${process.pid}`);
  try {
    makeDirectory(dir);
    // Bytes, not only a name: a full disk still lets a file be created.
    writeFileSync(probe, "Loopwatch checks that it can write here.\n", { flush: true });
    rmSync(probe, { force: true });
  } catch (error) {
    throw toDataDirError(dir, error);
  }
}

function toDataDirError(dir: string, error: unknown): DataDirError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const detail = error instanceof Error ? error.message : String(error);
  const advice = adviceByCode.get(code) ?? `${detail.replace(/\.$/, "")}. Choose another directory`;
  return new DataDirError(`The data directory ${dir} cannot be used: ${advice} with LOOPWATCH_DATA.`, error);
}
