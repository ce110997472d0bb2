import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type JobKind, type JobOf, type ResultOf, runJob } from "./jobs.ts";
import type { ResultStore } from "./result-store.ts";

/** What a working process is sent, and what it sends back. */
export interface JobMessage {
  readonly kind: JobKind;
  readonly job: unknown;
}
export type AnswerMessage =
  | { readonly kind: "done"; readonly result: unknown }
  | { readonly kind: "failed"; readonly reason: string };

const workerFile = fileURLToPath(new URL("../detection-worker.ts", import.meta.url));

/** Runs one job in a process that does nothing else meanwhile; rejects when it ends without an answer. */
const runIn = (worker: ChildProcess, message: JobMessage): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`A working process ended (exit ${code}).`));
    worker.once("exit", onExit);
    worker.once("message", (answer: AnswerMessage) => {
      worker.off("exit", onExit);
      if (answer.kind === "done") resolve(answer.result);
      else reject(new Error(answer.reason));
    });
    worker.send(message);
  });

/**
 * Does jobs of one kind, `workers` at once in processes of their own, or in this one when there is to be only one. Results
 * are in the order of the jobs; `onDone` hears each as it comes, those of an earlier run first. Rejects with the first job that failed.
 */
export async function runJobs<K extends JobKind>(
  kind: K,
  jobs: readonly JobOf<K>[],
  options: {
    readonly workers: number;
    readonly results: ResultStore;
    readonly onDone?: (result: ResultOf<K>, place: number) => void;
  },
): Promise<readonly ResultOf<K>[]> {
  const results: ResultOf<K>[] = [];
  const take = (place: number, result: ResultOf<K>): void => {
    results[place] = result;
    options.onDone?.(result, place);
  };
  const keep = (place: number, result: ResultOf<K>): void => {
    options.results.write(kind, jobs[place], result);
    take(place, result);
  };
  const open: number[] = [];
  for (const [place, job] of jobs.entries()) {
    const known = options.results.read(kind, job);
    if (known === null) open.push(place);
    else take(place, known.result as ResultOf<K>);
  }
  const count = Math.min(options.workers, open.length);
  if (count <= 1) {
    for (const place of open) keep(place, runJob(kind, jobs[place]!));
    return results;
  }
  let next = 0;
  // "advanced": an open end is infinite, which JSON does not have.
  const work = async (): Promise<void> => {
    const worker = fork(workerFile, { serialization: "advanced" });
    try {
      for (let turn = next++; turn < open.length; turn = next++) {
        const place = open[turn]!;
        keep(place, (await runIn(worker, { kind, job: jobs[place] })) as ResultOf<K>);
      }
    } finally {
      worker.kill();
    }
  };
  await Promise.all(Array.from({ length: count }, work));
  return results;
}
