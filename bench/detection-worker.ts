/** A working process of the detection bench: does the jobs that it is sent, one after the other, and answers each. */
import { runJob } from "./detection/jobs.ts";
import type { AnswerMessage, JobMessage } from "./detection/workers.ts";

const answer = (message: AnswerMessage): void => {
  process.send?.(message);
};

process.on("message", ({ kind, job }: JobMessage) => {
  try {
    answer({ kind: "done", result: runJob(kind, job as never) });
  } catch (cause) {
    answer({
      kind: "failed",
      reason: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
    });
  }
});
