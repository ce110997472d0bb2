import { createTask, type ScheduledTask } from "node-cron";
import { hours } from "../../protocol/time.ts";
import type { Log } from "../app/ports.ts";
import type { Job, Scheduler } from "../app/schedule.ts";

/** A machine that slept through a job's time makes up for it when it wakes within this; all jobs are daily ones. */
const missedToleranceMs = hours(6);

/** Library messages go where ours go, and not to the console. */
const toCronLogger = (log: Log) => ({
  info: (message: string) => log.info(message),
  warn: (message: string) => log.warn(message),
  error: (message: string | Error, cause?: Error) => log.error(String(message), { cause }),
  debug: () => undefined,
});

/**
 * Runs jobs with node-cron, in UTC, so that no job is lost or doubled when clocks change. A failing job is
 * logged and never throws. Only its own tasks are ended by `stop`: node-cron's `shutdown` would end those of
 * every other server in the process.
 */
export function createCronScheduler(log: Log): Scheduler {
  const tasks: ScheduledTask[] = [];
  const running = new Set<Promise<void>>();

  const run = async (job: Job): Promise<void> => {
    try {
      await job.run();
      log.info("A scheduled job is done.", { job: job.name });
    } catch (cause) {
      log.error("A scheduled job failed.", { job: job.name, cause });
    }
  };

  const schedule = (job: Job): ScheduledTask =>
    createTask(
      job.cron,
      () => {
        const current = run(job);
        running.add(current);
        return current.finally(() => running.delete(current));
      },
      {
        name: job.name,
        timezone: "Etc/UTC",
        noOverlap: true,
        missedExecutionTolerance: missedToleranceMs,
        logger: toCronLogger(log),
      },
    );

  return {
    start(jobs) {
      // All are read before any starts, so that a bad one leaves nothing running.
      const created = jobs.map(schedule);
      for (const task of created) void task.start();
      tasks.push(...created);
    },
    async stop() {
      await Promise.all(tasks.splice(0).map((task) => task.destroy()));
      await Promise.all(running);
    },
  };
}
