import { chmodSync, closeSync, openSync } from "node:fs";
import { openRaw, SqliteError } from "./sqlite-driver.ts";

/**
 * Copies a database as it is at one moment, while others go on writing to it: readers and writers of a write-ahead log do not
 * wait for each other. `to` must not exist; only its owner may read it. Throws `SqliteError`.
 * https://www.sqlite.org/lang_vacuum.html#vacuuminto
 */
export function copyDatabase(from: string, to: string): void {
  closeSync(openSync(to, "wx", 0o600));
  const db = openRaw(from);
  try {
    db.prepare("VACUUM INTO ?").run(to);
  } finally {
    db.close();
  }
  chmodSync(to, 0o600);
}

/** A database's own word on itself: the version of its tables, or what is wrong with it. */
export type Checked =
  | { readonly ok: true; readonly version: number }
  | { readonly ok: false; readonly reason: string };

/** Reads the whole file. A damaged one is an answer and no error. */
export function checkDatabase(path: string): Checked {
  try {
    const db = openRaw(path);
    try {
      const told = String(db.prepare("PRAGMA integrity_check(1)").get()?.["integrity_check"]);
      if (told !== "ok") return { ok: false, reason: told };
      return { ok: true, version: Number(db.prepare("PRAGMA user_version").get()?.["user_version"]) };
    } finally {
      db.close();
    }
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    return { ok: false, reason: error.message };
  }
}

/** Ends every session in a copy: whoever was logged in then may have been locked out since. Throws `SqliteError`. */
export function endSessions(path: string): void {
  const db = openRaw(path);
  try {
    const known = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'session'").get();
    if (known !== undefined) db.exec("DELETE FROM session");
  } finally {
    db.close();
  }
}
