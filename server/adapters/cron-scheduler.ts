import { createTask, type ScheduledTask } from "node-cron";
import { hours } from "../../protocol/time.ts";
import type { Log } from "../app/ports.ts";
import type { Scheduler } from "../app/timekeeper.ts";
import { type TimeOfDay, toMinuteOfDay } from "../domain/timetable/daily-times.ts";

/** A machine that slept through a time hears of it when it wakes within this. */
const missedToleranceMs = hours(6);

/**
 * Where the clock on the wall jumps over a time, or shows it twice, node-cron is silent or late: a look every ten minutes of
 * a clock that never changes finds what is due.
 */
const betweenTimes = { cron: "*/10 * * * *", timezone: "Etc/UTC" };

/** `06:30` as node-cron reads it. */
function toCron(time: TimeOfDay): string {
  const minute = toMinuteOfDay(time);
  return `${minute % 60} ${Math.floor(minute / 60)} * * *`;
}

/** Library messages go where ours go, and not to the console. */
const toCronLogger = (log: Log) => ({
  info: (message: string) => log.info(message),
  warn: (message: string) => log.warn(message),
  error: (message: string | Error, cause?: Error) => log.error(String(message), { cause }),
  debug: () => undefined,
});

/**
 * Looks at local times of day with node-cron. Only its own tasks are ended by `stop`: node-cron's `shutdown` would end
 * those of every other server in the process.
 */
export function createCronScheduler(log: Log): Scheduler {
  const tasks: ScheduledTask[] = [];

  return {
    start(at, zone, look) {
      // All are read before any starts, so that a bad one leaves nothing running.
      const looks = [...at.map((time) => ({ cron: toCron(time), timezone: zone })), betweenTimes];
      const created = looks.map(({ cron, timezone }) =>
        createTask(cron, look, {
          timezone,
          missedExecutionTolerance: missedToleranceMs,
          logger: toCronLogger(log),
        }),
      );
      for (const task of created) void task.start();
      tasks.push(...created);
    },
    async stop() {
      await Promise.all(tasks.splice(0).map((task) => task.destroy()));
    },
  };
}
