import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { EpochMs } from "../../../protocol/time.ts";

/** `20221215T004612345Z-1f2e3d4c`: time of arrival, ISO 8601 basic, and chance. Sorts by time; no other file name fits. */
const mailIdPattern = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z-[0-9a-f]{8}$/;

/** Half-written mails end so; a mail is never read before it has lost this ending. */
const unfinished = ".tmp";

/** Mails as `.eml` files in one folder. Ids are file names without their ending. Methods reject with errors of the file system. */
export interface MailFolder {
  /** Keeps a mail; it survives power loss once this resolves. Returns its id. */
  keep(mail: Buffer, receivedMs: EpochMs): Promise<string>;
  /** The mail as it came; `null` when there is none with this id, whatever the id looks like. */
  read(id: string): Promise<Buffer | null>;
  /** All ids, newest first. */
  ids(): Promise<readonly string[]>;
  /** Deletes mails received before a time; returns their ids. */
  dropBefore(ms: EpochMs): Promise<readonly string[]>;
}

/** When the mail with this id arrived; `null` when it is no id of a mail. */
export function toReceivedMs(id: string): EpochMs | null {
  const [, year, month, day, hour, minute, second, milli] = mailIdPattern.exec(id) ?? [];
  if (milli === undefined) return null;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milli}Z`);
  return Number.isNaN(ms) ? null : ms;
}

const createMailId = (receivedMs: EpochMs): string =>
  `${new Date(receivedMs).toISOString().replace(/[-:.]/g, "")}-${randomBytes(4).toString("hex")}`;

/** Makes the folder when it is missing and clears away what a crash left half written. */
export async function createMailFolder(folder: string): Promise<MailFolder> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) if (name.endsWith(unfinished)) await rm(join(folder, name));

  const pathOf = (id: string): string => join(folder, `${id}.eml`);
  const ids = async (): Promise<readonly string[]> =>
    (await readdir(folder))
      .filter((name) => name.endsWith(".eml"))
      .map((name) => name.slice(0, -".eml".length))
      .filter((id) => toReceivedMs(id) !== null)
      .sort()
      .reverse();

  return {
    async keep(mail, receivedMs) {
      const id = createMailId(receivedMs);
      const path = `${pathOf(id)}${unfinished}`;
      try {
        await writeDurably(path, mail);
        await rename(path, pathOf(id));
        await syncFolder(folder);
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      return id;
    },
    async read(id) {
      // The pattern is also what keeps `../` and absolute paths out.
      if (toReceivedMs(id) === null) return null;
      try {
        return await readFile(pathOf(id));
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
        throw error;
      }
    },
    ids,
    async dropBefore(ms) {
      const old = (await ids()).filter((id) => (toReceivedMs(id) ?? ms) < ms);
      for (const id of old) await rm(pathOf(id), { force: true });
      return old;
    },
  };
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A renamed file survives power loss only when its folder is on disk too. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; there the rename itself is journalled.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
