import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { openRaw, SqliteError } from "../adapters/sqlite/sqlite-driver.ts";

/** What SQLite keeps beside a database: its log, and the log's index. */
const companions = ["-wal", "-shm"] as const;

/** Where the database that is to come waits, beside the one that is there. */
export const toComing = (dir: string, name: string): string => join(dir, `${name}.new`);

/** Copies a database to where it waits, in place of what an earlier try has left there. */
export function bringCopy(from: string, dir: string, name: string): void {
  const coming = toComing(dir, name);
  for (const end of ["", ...companions]) rmSync(`${coming}${end}`, { force: true });
  copyFileSync(from, coming);
}

/**
 * Puts the waiting database in the place of the one that is there, which stays in `asideDir`. Killed at any moment, or
 * without power, it leaves the old one or the new one in place, each whole. True: there was an old one.
 */
export function putInPlace(dir: string, name: string, asideDir: string): boolean {
  const path = join(dir, name);
  const coming = toComing(dir, name);
  sync(coming);
  const isThere = existsSync(path);
  if (isThere) {
    foldLog(path);
    keepAside(dir, name, asideDir);
  }
  // A log left beside the new file would be taken for its own. Only that of a damaged or missing database is still there.
  for (const end of companions) rmSync(`${path}${end}`, { force: true });
  sync(dir);
  renameSync(coming, path);
  sync(dir);
  return isThere;
}

/** Brings what is only in the log into the file, so that the file alone is whole. A damaged one stays as it is. */
function foldLog(path: string): void {
  try {
    const db = openRaw(path);
    try {
      db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } finally {
      db.close();
    }
  } catch (cause) {
    if (!(cause instanceof SqliteError)) throw cause;
  }
}

/** A second name, so that the first is never missing. */
function keepAside(dir: string, name: string, asideDir: string): void {
  mkdirSync(asideDir, { recursive: true, mode: 0o700 });
  for (const old of [name, ...companions.map((end) => `${name}${end}`)]) {
    if (!existsSync(join(dir, old))) continue;
    const aside = join(asideDir, old);
    try {
      linkSync(join(dir, old), aside);
    } catch {
      // Not every file system knows a second name; a copy that fails says why.
      copyFileSync(join(dir, old), aside);
      sync(aside);
    }
  }
  sync(asideDir);
  sync(dirname(asideDir));
}

/** Until it is on disk: a file's bytes, or the names in a directory. */
function sync(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
