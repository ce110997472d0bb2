import { runJob } from "./jobs.ts";
import type { AnswerMessage, JobMessage } from "./workers.ts";

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
