import { Worker } from "node:worker_threads";
import { runBacktest } from "./backtest-run.ts";
import type { BacktestRun, BacktestTask } from "./backtest-task.ts";
import type { ThreadWord } from "./backtest-thread.ts";

/** Hears how far the `k`-th recording is. */
type HearShare = (k: number, share: number) => void;

/**
 * Judges every recording by itself, on as many cores as `threads` says; answers in the order of the tasks. One recording
 * needs no thread of its own.
 */
export async function runBacktests(
  tasks: readonly BacktestTask[],
  threads: number,
  onShare: HearShare,
): Promise<readonly BacktestRun[]> {
  const wanted = Math.min(threads, tasks.length);
  if (wanted <= 1) return tasks.map((task, k) => runBacktest(task, (share) => onShare(k, share)));
  const runs: BacktestRun[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const thread = createThread();
    try {
      for (let k = next++; k < tasks.length; k = next++) {
        const mine = k;
        runs[k] = await ask(thread, tasks[k]!, (share) => onShare(mine, share));
      }
    } finally {
      await thread.terminate();
    }
  };
  await Promise.all(Array.from({ length: wanted }, work));
  return runs;
}

/** The thread's program; run from the source it needs the loader that threads do not inherit. */
function createThread(): Worker {
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL("./backtest-thread.js", import.meta.url));
  const script = new URL("./backtest-thread.ts", import.meta.url).href;
  const load = 'import("tsx/esm/api").then(({ register }) => register())';
  return new Worker(`${load}.then(() => import(${JSON.stringify(script)}))`, { eval: true });
}

function ask(thread: Worker, task: BacktestTask, onShare: (share: number) => void): Promise<BacktestRun> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      thread.off("message", hear);
      thread.off("error", fail);
      thread.off("exit", end);
    };
    const hear = (word: ThreadWord): void => {
      if (word.kind === "progress") {
        onShare(word.share);
        return;
      }
      leave();
      resolve(word.run);
    };
    const fail = (cause: Error): void => {
      leave();
      reject(new Error(`${task.input} could not be judged: ${cause.message}`, { cause }));
    };
    const end = (): void => fail(new Error("its thread ended."));
    thread.on("message", hear);
    thread.on("error", fail);
    thread.on("exit", end);
    thread.postMessage(task);
  });
}
