import { parentPort } from "node:worker_threads";
import { runBacktest } from "./backtest-run.ts";
import type { BacktestRun, BacktestTask } from "./backtest-task.ts";

// A thread that judges recordings, one after the other, as it is asked.

/** What a thread says: how far it is, at last the answer. */
export type ThreadWord =
  | { readonly kind: "progress"; readonly share: number }
  | { readonly kind: "done"; readonly run: BacktestRun };

const port = parentPort;
if (port === null) throw new Error("This file is a backtest's thread and does nothing by itself.");
const say = (word: ThreadWord): void => port.postMessage(word);

port.on("message", (task: BacktestTask) => {
  let told = 0;
  const run = runBacktest(task, (share) => {
    // A bar shows percents; a word for every piece would keep the listener busy.
    if (share < told + 0.01) return;
    told = share;
    say({ kind: "progress", share });
  });
  say({ kind: "done", run });
});
