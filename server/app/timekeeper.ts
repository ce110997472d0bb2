import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import { toUtcText } from "../domain/notice/utc.ts";
import { findLastTime, findMissedRun, type TimeOfDay } from "../domain/timetable/daily-times.ts";
import { createZoneClock } from "../domain/timetable/zone-clock.ts";
import type { Cancel, Clock, Log, StateStore } from "./ports.ts";

/** Something done by the clock on the wall, at local times of day. A `run` that fails is tried again at its next time. */
export interface Job {
  readonly name: string;
  readonly at: readonly TimeOfDay[];
  /** Done this long after a start, in place of what was missed before it; left out: what was missed is done at the start. */
  readonly afterStartMs?: DurationMs;
  /**
   * For what cannot be undone: where the clock on the wall has moved further than this since the last run, it may be wrong,
   * and there is no run until it has shown such times for as long.
   */
  readonly longestGapMs?: DurationMs;
  /** `dueMs`: the time for which it runs, which may have passed some while ago. */
  readonly run: (dueMs: EpochMs) => void | Promise<void>;
}

/** Calls at local times of day, and often enough between them that a machine which slept is noticed. */
export interface Scheduler {
  /** Throws when a time cannot be read. */
  start(at: readonly TimeOfDay[], zone: string, look: () => void): void;
  /** Calls no more. */
  stop(): Promise<void>;
}

/** Sees that every job runs once at each of its times: never twice, and once for all that it missed. */
export interface Timekeeper {
  start(jobs: readonly Job[]): void;
  /** Starts no more runs; resolves when none is going on. */
  stop(): Promise<void>;
}

/** Under this name the store keeps since when a job is known: a new one has missed nothing. */
const toKnownName = (name: string): string => `${name}, known`;

/** Under this name the store keeps since when the clock is doubted; older than the last run: no more. */
const toDoubtName = (name: string): string => `${name}, clock doubted`;

export function createTimekeeper(parts: {
  readonly zone: string;
  readonly scheduler: Scheduler;
  readonly state: Pick<StateStore, "lastRunMs" | "ran">;
  readonly clock: Clock;
  readonly log: Log;
}): Timekeeper {
  const { zone, scheduler, state, clock, log } = parts;
  const wall = createZoneClock(zone);
  const runningByJob = new Map<string, Promise<void>>();
  /** The newest time for which each job was tried, whether or not it failed. */
  const triedByJob = new Map<string, EpochMs>();
  const cancels: Cancel[] = [];
  let jobs: readonly Job[] = [];

  const run = async (job: Job, dueMs: EpochMs): Promise<void> => {
    const beganMs = clock.nowMs();
    try {
      await job.run(dueMs);
      state.ran(job.name, beganMs);
      log.info("A scheduled job is done.", { job: job.name });
    } catch (cause) {
      log.error("A scheduled job failed.", { job: job.name, cause });
    }
  };

  /** When it ran last, or since when it is asked for. */
  const sinceMs = ({ name }: Job): EpochMs => {
    const known = state.lastRunMs(name) ?? state.lastRunMs(toKnownName(name));
    if (known !== null) return known;
    state.ran(toKnownName(name), clock.nowMs());
    return clock.nowMs();
  };

  /** True while the clock on the wall says that the last run is longer ago than this job believes. */
  const isDoubtful = (job: Job): boolean => {
    const { name, longestGapMs } = job;
    const nowMs = clock.nowMs();
    const lastMs = sinceMs(job);
    if (longestGapMs === undefined) return false;
    const noted = state.lastRunMs(toDoubtName(name)) ?? Number.NEGATIVE_INFINITY;
    if (nowMs - lastMs <= longestGapMs) {
      // That clock has been mended: the next doubt begins anew.
      if (noted > nowMs) state.ran(toDoubtName(name), lastMs);
      return false;
    }
    if (noted <= lastMs || noted > nowMs) state.ran(toDoubtName(name), nowMs);
    else if (nowMs - noted >= longestGapMs) return false;
    log.warn("A scheduled job waits: if the clock is right, it runs again in a few days.", {
      job: name,
      lastRun: toUtcText(lastMs),
      now: toUtcText(nowMs),
    });
    return true;
  };

  const begin = (job: Job, dueMs: EpochMs): void => {
    if (runningByJob.has(job.name)) return;
    triedByJob.set(job.name, dueMs);
    if (isDoubtful(job)) return;
    runningByJob.set(
      job.name,
      run(job, dueMs).finally(() => void runningByJob.delete(job.name)),
    );
  };

  const look = (): void => {
    for (const job of jobs) {
      const dueMs = findMissedRun(job.at, wall, sinceMs(job), clock.nowMs());
      if (dueMs !== null && dueMs !== triedByJob.get(job.name)) begin(job, dueMs);
    }
  };

  return {
    start(wanted) {
      const times = [...new Set(wanted.flatMap(({ at }) => at))].toSorted();
      scheduler.start(times, zone, look);
      jobs = wanted;
      for (const job of wanted) {
        if (job.afterStartMs === undefined) continue;
        const missedMs = findLastTime(job.at, wall, clock.nowMs());
        if (missedMs !== null) triedByJob.set(job.name, missedMs);
        cancels.push(clock.after(job.afterStartMs, () => begin(job, clock.nowMs())));
      }
      look();
    },
    async stop() {
      for (const cancel of cancels.splice(0)) cancel();
      jobs = [];
      await scheduler.stop();
      await Promise.all(runningByJob.values());
    },
  };
}
