import { type DurationMs, days } from "../../protocol/time.ts";
import type { SummaryFacts } from "../domain/notice/render-summary.ts";
import { writeSummaryNotices } from "../domain/notice/write-notices.ts";
import type { Outbox } from "./outbox.ts";
import type { Clock, Log, StateStore, TelemetryStore } from "./ports.ts";

/** Something done by the wall clock. `cron`: five fields, UTC. A `run` that fails is tried again at its next time. */
export interface Job {
  readonly name: string;
  readonly cron: string;
  readonly run: () => void | Promise<void>;
}

/** Runs jobs at their times; never two runs of one job at once. */
export interface Scheduler {
  /** Throws when a job's `cron` cannot be read. */
  start(jobs: readonly Job[]): void;
  /** Starts no more runs; resolves when none is going on. */
  stop(): Promise<void>;
}

/** When things are done. Retention runs at an odd minute, clear of what other machines do on the hour. */
export const cronByJob = {
  "daily summary": "0 6 * * *",
  "telemetry retention": "17 3 * * *",
  "mail retention": "17 3 * * *",
} as const;

/** Kept mails older than this are deleted: a full year of summaries, and of incidents to look back on. */
const keepMailsMs: DurationMs = days(400);

/** What the jobs work with. */
export interface ScheduleParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly state: Pick<StateStore, "commit">;
  readonly outbox: Pick<Outbox, "add" | "list" | "undelivered">;
  readonly store: Pick<TelemetryStore, "dropBefore">;
  /** Deletes kept mails received before a time and says how many; `null` when no mails are kept here. */
  readonly dropMailsBefore: ((ms: number) => Promise<number>) | null;
  /** How the loops and their alarms stand now. */
  readonly standing: () => Pick<SummaryFacts, "loops" | "openAlarms">;
  readonly recipients: readonly string[];
  /** Right side of Message-IDs (`toMailHost`). */
  readonly host: string;
  readonly pageUrl: string | null;
  /** `null` keeps telemetry for ever. */
  readonly keepTelemetryMs: DurationMs | null;
}

/** The timetable as data; a `Scheduler` runs it. */
export function createTimetable(parts: ScheduleParts): readonly Job[] {
  const { clock, log, store, dropMailsBefore, keepTelemetryMs } = parts;
  return [
    { name: "daily summary", cron: cronByJob["daily summary"], run: () => sendSummary(parts) },
    ...(keepTelemetryMs === null
      ? []
      : [
          {
            name: "telemetry retention",
            cron: cronByJob["telemetry retention"],
            run: () => store.dropBefore(clock.nowMs() - keepTelemetryMs),
          },
        ]),
    ...(dropMailsBefore === null
      ? []
      : [
          {
            name: "mail retention",
            cron: cronByJob["mail retention"],
            run: async () => {
              const dropped = await dropMailsBefore(clock.nowMs() - keepMailsMs);
              log.info("Old kept mails were deleted.", { dropped });
            },
          },
        ]),
  ];
}

function sendSummary({ clock, state, outbox, standing, recipients, host, pageUrl }: ScheduleParts): void {
  const atMs = clock.nowMs();
  const undelivered = outbox.undelivered(atMs - days(1));
  const notices = writeSummaryNotices({ atMs, ...standing(), undelivered, pageUrl }, { recipients, host });
  // A second run on one day must not set a summary that was sent back to "waiting" on disk.
  const known = new Set(outbox.list().map(({ id }) => id));
  const fresh = notices.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return;
  state.commit({ journal: [], notices: fresh });
  outbox.add(fresh);
}
