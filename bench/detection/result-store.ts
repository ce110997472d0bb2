import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";

/** Results of jobs that were done already, so that a run that was stopped can go on. */
export interface ResultStore {
  /** The result of this very job; `null`: there is none. */
  read(kind: string, job: unknown): { readonly result: unknown } | null;
  write(kind: string, job: unknown, result: unknown): void;
}

/** Nothing is kept. */
export const noStore: ResultStore = { read: () => null, write: () => undefined };

/**
 * Results as files of a folder, named after all that their job says. What the code was is not seen: results are read only
 * by a run that is told to go on (`isResumed`), and a run that is not writes over them.
 */
export function createResultStore(folder: string, isResumed: boolean): ResultStore {
  const pathOf = (kind: string, job: unknown): string => {
    const hash = createHash("sha256")
      .update(JSON.stringify([kind, job]))
      .digest("hex")
      .slice(0, 16);
    return join(folder, `${kind}-${hash}.result`);
  };
  return {
    read(kind, job) {
      const path = pathOf(kind, job);
      if (!isResumed || !existsSync(path)) return null;
      return { result: deserialize(readFileSync(path)) };
    },
    write(kind, job, result) {
      const path = pathOf(kind, job);
      mkdirSync(folder, { recursive: true });
      // Written aside and renamed: a run that is stopped leaves no half file. An open end is infinite, so no JSON.
      const asidePath = `${path}.${process.pid}`;
      writeFileSync(asidePath, serialize(result));
      renameSync(asidePath, path);
    },
  };
}
