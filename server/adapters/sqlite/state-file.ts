import { chmodSync, chownSync, closeSync, existsSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { openSqlite, type SqliteDatabase } from "./sqlite-driver.ts";
import { stateMigrations } from "./state-schema.ts";

/** Opens the file of everything that is ours, which only its owner may read, because it holds secrets. Throws. */
export function openStateFile(path: string): SqliteDatabase {
  keepPrivate(path);
  return openSqlite(path, stateMigrations);
}

/** Before the file is opened: SQLite gives its companions the permissions and the owner that the file itself has. */
function keepPrivate(path: string): void {
  for (const file of [`${path}-wal`, `${path}-shm`, path]) if (existsSync(file)) chmodSync(file, 0o600);
  if (existsSync(path)) return;
  closeSync(openSync(path, "a", 0o600));
  // A command that root runs before the first start must not leave a file that the server may not open.
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  chownSync(path, uid, gid);
}
