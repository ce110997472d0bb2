import { parentPort, workerData } from "node:worker_threads";
import { SqliteError } from "../sqlite/sqlite-driver.ts";
import { openSpoolFile, type SpoolFile } from "./spool-file.ts";
import { packBatches, type SpoolAnswer, type SpoolQuestion, unpackBatches } from "./spool-words.ts";

// The spool's own thread: waiting for the disk holds up nobody but those who wait for just that.

const port = parentPort;
if (port === null) throw new Error("This file is the spool's thread and does nothing by itself.");

const say = (answer: SpoolAnswer, moved: readonly ArrayBuffer[] = []): void =>
  port.postMessage(answer, moved);

/** Only the disk's failures are answers; anything else ends the thread, and every question after it fails. */
function saying(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    say({ kind: "failed", message: error.message, code: error.code });
  }
}

function answer(file: SpoolFile, question: SpoolQuestion): void {
  switch (question.kind) {
    case "commit": {
      const { bytes } = question.batches;
      const ids = file.commit(unpackBatches(question.batches), question.done);
      say({ kind: "committed", ids, freeBytes: file.freeBytes(), spare: bytes }, [bytes]);
      return;
    }
    case "settle":
      file.settle(question.done);
      say({ kind: "done" });
      return;
    case "read": {
      const found = file.read(question.after, question.maxBytes);
      const batches = packBatches(found);
      say({ kind: "read", ids: found.map(({ id }) => id), batches }, [batches.bytes]);
      return;
    }
    case "free":
      say({ kind: "free", freeBytes: file.freeBytes() });
      return;
    case "close":
      file.close();
      say({ kind: "done" });
      port?.close();
      return;
  }
}

saying(() => {
  const file = openSpoolFile(String(workerData));
  port.on("message", (question: SpoolQuestion) => saying(() => answer(file, question)));
  say({ kind: "opened", batches: file.list(), marks: file.marks(), freeBytes: file.freeBytes() });
});
