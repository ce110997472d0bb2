import { Worker } from "node:worker_threads";
import { SqliteError } from "../sqlite/sqlite-driver.ts";
import type { OpenDisk, SpoolDisk } from "./spool-disk.ts";
import { packBatches, type SpoolAnswer, type SpoolQuestion, toNumbered } from "./spool-words.ts";

/** The thread's program; run from the source (tests, `npm run dev`) it needs the loader that threads do not inherit. */
function createThread(path: string): Worker {
  if (!import.meta.url.endsWith(".ts"))
    return new Worker(new URL("./spool-thread.js", import.meta.url), { workerData: path });
  const script = new URL("./spool-thread.ts", import.meta.url).href;
  const load = 'import("tsx/esm/api").then(({ register }) => register())';
  const program = `${load}.then(() => import(${JSON.stringify(script)}))`;
  return new Worker(program, { eval: true, workerData: path });
}

/** Somebody who waits for an answer. */
interface Asker {
  resolve(answer: SpoolAnswer): void;
  reject(error: Error): void;
}

/** The file in a thread of its own: a disk that is slow holds up no alarm. Rejects with `SqliteError`. */
export async function openFarDisk(path: string): Promise<OpenDisk> {
  const worker = createThread(path);
  const askers: Asker[] = [];
  // Memory that would otherwise wait for the garbage collection of two threads.
  let spare: ArrayBuffer | null = null;
  let broken: Error | null = null;
  const next = (): Promise<SpoolAnswer> =>
    new Promise((resolve, reject) => {
      if (broken === null) askers.push({ resolve, reject });
      else reject(broken);
    });
  const breakAll = (error: Error): void => {
    broken ??= error;
    for (const asker of askers.splice(0)) asker.reject(broken);
  };
  worker.on("message", (answer: SpoolAnswer) => {
    const asker = askers.shift();
    if (answer.kind === "failed") asker?.reject(new SqliteError(answer.message, answer.code));
    else asker?.resolve(answer);
  });
  worker.on("error", (cause) => breakAll(new SqliteError(`SQLite file ${path}: ${cause.message}`, 0, cause)));
  worker.on("exit", () => breakAll(new SqliteError(`SQLite file ${path}: it is closed.`, 0)));

  const ask = (question: SpoolQuestion, moved: readonly ArrayBuffer[] = []): Promise<SpoolAnswer> => {
    if (broken === null) worker.postMessage(question, moved);
    return next();
  };
  const disk: SpoolDisk = {
    async commit(batches, done) {
      const packed = packBatches(batches, spare);
      spare = null;
      const answer = await ask({ kind: "commit", batches: packed, done }, [packed.bytes]);
      if (answer.kind !== "committed") throw unexpected(answer);
      spare = answer.spare;
      return answer;
    },
    async settle(done) {
      await ask({ kind: "settle", done });
    },
    async read(after, maxBytes) {
      const answer = await ask({ kind: "read", after, maxBytes });
      if (answer.kind !== "read") throw unexpected(answer);
      return toNumbered(answer.ids, answer.batches);
    },
    async freeBytes() {
      const answer = await ask({ kind: "free" });
      if (answer.kind !== "free") throw unexpected(answer);
      return answer.freeBytes;
    },
    async close() {
      if (broken !== null) return;
      await ask({ kind: "close" });
      await worker.terminate();
    },
  };
  try {
    const opened = await next();
    if (opened.kind !== "opened") throw unexpected(opened);
    const { batches, marks, freeBytes } = opened;
    return { disk, batches, marks, freeBytes };
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

const unexpected = (answer: SpoolAnswer): Error =>
  new Error(`The spool's thread answered "${answer.kind}" to another question.`);
