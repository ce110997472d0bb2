import { Worker } from "node:worker_threads";
import type { ReplayTask } from "../../app/replay-judge.ts";
import type { ReplayThread } from "../../app/replays.ts";
import type { ReplayAnswer, ReplayQuestion } from "./replay-thread.ts";

/** Memory of one replay: a week of columns and the detectors' own; beyond it the thread ends and not the server. */
const mostMegabytes = 512;

/** The thread's program; run from the source (tests, `npm run dev`) it needs the loader that threads do not inherit. */
function createThread(task: ReplayTask): Worker {
  const options = { workerData: task, resourceLimits: { maxOldGenerationSizeMb: mostMegabytes } };
  if (!import.meta.url.endsWith(".ts"))
    return new Worker(new URL("./replay-thread.js", import.meta.url), options);
  const script = new URL("./replay-thread.ts", import.meta.url).href;
  const load = 'import("tsx/esm/api").then(({ register }) => register())';
  return new Worker(`${load}.then(() => import(${JSON.stringify(script)}))`, { ...options, eval: true });
}

/** Judges a replay in a thread of its own, so that no live sample waits for it. */
export function openFarReplay(task: ReplayTask): ReplayThread {
  const worker = createThread(task);
  let waiting: { resolve(answer: ReplayAnswer): void; reject(error: Error): void } | null = null;
  let ended: Error | null = null;
  const end = (error: Error): void => {
    ended ??= error;
    waiting?.reject(ended);
    waiting = null;
  };
  worker.on("message", (answer: ReplayAnswer) => {
    waiting?.resolve(answer);
    waiting = null;
  });
  worker.on("error", end);
  worker.on("exit", () => end(new Error("The thread of a replay has ended.")));
  const ask = (question: ReplayQuestion): Promise<ReplayAnswer> =>
    new Promise((resolve, reject) => {
      if (ended !== null) {
        reject(ended);
        return;
      }
      waiting = { resolve, reject };
      worker.postMessage(question);
    });
  return {
    async take(piece) {
      await ask(piece);
    },
    async tell() {
      const judged = await ask(null);
      if (judged === null) throw new Error("The thread of a replay has told nothing.");
      return judged;
    },
    stop() {
      void worker.terminate();
    },
  };
}
