import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createDataLock } from "../adapters/sqlite/data-lock.ts";
import { checkDatabase, copyDatabase } from "../adapters/sqlite/sqlite-backup.ts";
import { telemetryMigrations } from "../adapters/sqlite/sqlite-series.ts";
import { stateMigrations } from "../adapters/sqlite/state-schema.ts";
import { type BackupManifest, type BackupName, parseManifest } from "../boundary/backup-manifest.ts";
import type { AuditEntry } from "../domain/access/audit-entry.ts";
import { toLocalDeed } from "./local-deed.ts";
import { bringCopy, putInPlace, toComing } from "./put-in-place.ts";
import { type InForce, readyRestored } from "./ready-restored.ts";
import { StartError } from "./start-error.ts";

const manifestName = "manifest.json";

/** Versions of the tables that this Loopwatch knows. */
const knownSchema: Readonly<Record<BackupName, number>> = {
  "state.sqlite": stateMigrations.length,
  "telemetry.sqlite": telemetryMigrations.length,
};

/**
 * Copies the databases of a data directory into an empty folder, while a server works with them or not, checks the copies
 * and writes their manifest. Throws `StartError` with what to do; `SqliteError` when a file cannot be read.
 */
export async function takeBackup(options: {
  readonly dataDir: string;
  readonly to: string;
  readonly names: readonly BackupName[];
  readonly version: string;
  readonly nowMs: number;
}): Promise<BackupManifest> {
  const { dataDir, to, names } = options;
  mkdirSync(to, { recursive: true, mode: 0o700 });
  if (readdirSync(to).length > 0)
    throw new StartError(`${to} is not empty. Choose a folder of its own for each backup.`);
  const files: BackupManifest["files"] = [];
  for (const name of names) {
    const from = join(dataDir, name);
    if (!existsSync(from)) throw new StartError(`There is no ${name} in ${dataDir}: nothing to keep yet.`);
    const copy = join(to, name);
    copyDatabase(from, copy);
    const checked = checkDatabase(copy);
    if (!checked.ok)
      throw new StartError(`The copy of ${name} is damaged (${checked.reason}). So may be the file itself.`);
    files.push({ name, bytes: statSync(copy).size, sha256: await digestOf(copy), schema: checked.version });
  }
  const takenAt = new Date(options.nowMs).toISOString();
  const manifest: BackupManifest = { loopwatch: options.version, takenAt, files };
  writeFileSync(join(to, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  });
  return manifest;
}

/** What a restore did. */
export interface Restored {
  readonly manifest: BackupManifest;
  /** Folder with the files that were there before; `null`: there were none. */
  readonly asideDir: string | null;
  /** `null`: the backup has no state. */
  readonly inForce: InForce | null;
}

/**
 * Puts a backup in the place of a data directory's databases. Everything is checked before anything is touched; the old files
 * are kept aside. Throws `StartError`, or `DataDirError` while a server runs on the directory.
 */
export async function restoreBackup(options: {
  readonly from: string;
  readonly dataDir: string;
  /** Who does it, for the audit. */
  readonly by: Pick<AuditEntry, "person" | "role" | "via" | "address">;
  readonly nowMs: number;
}): Promise<Restored> {
  const manifest = await readBackup(options.from);
  const lock = createDataLock(options.dataDir);
  try {
    const names = manifest.files.map(({ name }) => name);
    for (const name of names) bringCopy(join(options.from, name), lock.dir, name);
    const told = { ...options.by, atMs: options.nowMs, after: { takenAt: manifest.takenAt, files: names } };
    const inForce = names.includes("state.sqlite")
      ? readyRestored(toComing(lock.dir, "state.sqlite"), toLocalDeed("restore", "backup", told))
      : null;
    const stamp = new Date(options.nowMs).toISOString().replace(/[:.]/g, "-");
    const asideDir = join(lock.dir, `before-restore-${stamp}`);
    let isAside = false;
    for (const name of names) isAside = putInPlace(lock.dir, name, asideDir) || isAside;
    return { manifest, asideDir: isAside ? asideDir : null, inForce };
  } finally {
    lock.release();
  }
}

/** The manifest of a backup that is whole, unchanged and not of a newer Loopwatch. Throws `StartError`. */
async function readBackup(from: string): Promise<BackupManifest> {
  const path = join(from, manifestName);
  const manifest = existsSync(path) ? parseManifest(readFileSync(path, "utf8")) : null;
  if (manifest === null)
    throw new StartError(`${from} is no whole backup: its ${manifestName} is missing or cannot be read.`);
  for (const { name, bytes, sha256, schema } of manifest.files) {
    const file = join(from, name);
    if (!existsSync(file)) throw new StartError(`The backup in ${from} is broken: ${name} is missing.`);
    if (statSync(file).size !== bytes || (await digestOf(file)) !== sha256)
      throw new StartError(`The backup in ${from} is broken: ${name} is not what the manifest says.`);
    const checked = checkDatabase(file);
    if (!checked.ok) throw new StartError(`The backup in ${from} is broken: ${name}: ${checked.reason}`);
    if (Math.max(schema, checked.version) > knownSchema[name])
      throw new StartError(
        `The backup in ${from} was made by a newer Loopwatch (${manifest.loopwatch}). Restore it with that one.`,
      );
  }
  return manifest;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
