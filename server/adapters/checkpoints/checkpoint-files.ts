import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { deserialize, serialize } from "node:v8";
import { deflate, inflate } from "node:zlib";
import { type Checkpoint, CheckpointError, type CheckpointStore } from "../../app/checkpoint-port.ts";

/** First in every file; another number: another form of file. */
const mark = Buffer.from("loopwatch checkpoint 1\n");
const digestBytes = 32;

/** Nearly as small as the best, and many times as fast. */
const level = 1;

const pack = promisify(deflate);
const unpack = promisify(inflate);

const toDigest = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

/**
 * One file for each loop in `dir`: a mark, a digest, and V8's own binary form of the data, compressed; every number keeps its
 * bits. The data is turned into bytes at once; everything else is done beside the event loop. A file takes the old one's
 * place when all of it is on disk.
 */
export function createCheckpointFiles(dir: string): CheckpointStore {
  const toPath = (loopId: string): string => join(dir, `${loopId}.checkpoint`);
  const failed = (what: string, cause: unknown): CheckpointError =>
    cause instanceof CheckpointError ? cause : new CheckpointError(`${what}: ${toReason(cause)}`, cause);

  return {
    async save(loopId, track, place) {
      const path = toPath(loopId);
      const fresh = `${path}.new`;
      try {
        const bytes = serialize(track);
        const body = await pack(serialize({ ...(await place), track: bytes }), { level });
        mkdirSync(dir, { recursive: true });
        await writeWhole(fresh, [mark, toDigest(body), body]);
        await rename(fresh, path);
        await flushDirectory(dir);
      } catch (cause) {
        await rm(fresh, { force: true }).catch(() => undefined);
        throw failed(`${path} cannot be written`, cause);
      }
    },
    async load(loopId) {
      const path = toPath(loopId);
      try {
        const file = await readFile(path);
        const body = file.subarray(mark.length + digestBytes);
        const isWhole =
          file.subarray(0, mark.length).equals(mark) &&
          file.subarray(mark.length, mark.length + digestBytes).equals(toDigest(body));
        if (!isWhole) throw new CheckpointError(`${path} is damaged`);
        const { track, ...rest } = deserialize(await unpack(body)) as Omit<Checkpoint, "track"> & {
          readonly track: Uint8Array;
        };
        return { ...rest, track: deserialize(track) as Checkpoint["track"] };
      } catch (cause) {
        if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
        throw failed(`${path} cannot be read`, cause);
      }
    },
    async drop(loopId) {
      try {
        await rm(toPath(loopId), { force: true });
        await flushDirectory(dir);
      } catch (cause) {
        throw failed(`${toPath(loopId)} cannot be deleted`, cause);
      }
    },
  };
}

const toReason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

async function writeWhole(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    for (const part of parts) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A name is on disk when its directory is; systems that cannot do that for a directory need it not. */
async function flushDirectory(dir: string): Promise<void> {
  const handle = await open(dir, "r").catch(() => null);
  if (handle === null) return;
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}
