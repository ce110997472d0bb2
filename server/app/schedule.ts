import type { AlarmFigures } from "../../protocol/incident.ts";
import type { NoticeView } from "../../protocol/notice.ts";
import { operationMeasurement } from "../../protocol/operation.ts";
import { type DurationMs, days, type EpochMs, minutes } from "../../protocol/time.ts";
import type { TimetableConfig } from "../boundary/notice-config.ts";
import type { DigestFacts, Standing } from "../domain/notice/digest/digest-facts.ts";
import { writeDigest } from "../domain/notice/digest/write-digest.ts";
import type { Person, PersonId } from "../domain/notice/policy.ts";
import { findLastTime, type TimeOfDay } from "../domain/timetable/daily-times.ts";
import { createZoneClock } from "../domain/timetable/zone-clock.ts";
import type { Outbox } from "./outbox.ts";
import type { Clock, Log, StateStore, TelemetryStore } from "./ports.ts";
import type { ProofRound } from "./proof-round.ts";
import { alarmMeasurement } from "./recorder.ts";
import { rollupMeasurement } from "./rollup-series.ts";
import type { Job } from "./timekeeper.ts";

/** Retention runs at an odd minute, clear of what other machines do on the hour. */
const retentionAt: readonly TimeOfDay[] = ["03:17"];

/** Where there are no shifts, detection is proven at these times. */
const proofsAt: readonly TimeOfDay[] = ["06:00", "14:00", "22:00"];

/** After a start the loops must have sent something to try it on. */
const firstProofAfterMs: DurationMs = minutes(30);

/** Kept mails and settled notices older than this are deleted: a full year of digests, and of incidents to look back on. */
const keepMailsMs: DurationMs = days(400);

/** Past alarms are listed for as long. */
const keepAlarmsMs = keepMailsMs;

/** A clock that jumps ahead makes everything look old: what is deleted is gone, so that deleting can wait for some days. */
const longestGapMs: DurationMs = days(3);

/** Rollups stay when what they are made of goes; alarms and operations are few. */
const keptLonger: readonly string[] = [rollupMeasurement, alarmMeasurement, operationMeasurement];

/** What the jobs work with. */
export interface ScheduleParts {
  readonly timetable: TimetableConfig;
  readonly people: readonly Person[];
  readonly clock: Clock;
  readonly log: Log;
  readonly state: Pick<StateStore, "commit" | "notice" | "dropNoticesBefore" | "dropOccurrencesBefore">;
  readonly outbox: Pick<Outbox, "add">;
  readonly store: Pick<TelemetryStore, "dropBefore">;
  /** Deletes kept mails received before a time and says how many; `null` when no mails are kept here. */
  readonly dropMailsBefore: ((ms: number) => Promise<number>) | null;
  readonly proofs: Pick<ProofRound, "run" | "settled">;
  /** How everything stands now. */
  readonly standing: () => Standing;
  /** Figures of the alarm system over a span of wall-clock time. */
  readonly figures: (fromMs: EpochMs, toMs: EpochMs) => Promise<AlarmFigures>;
  /** Notices that wait after a failure, and those given up since a wall-clock time. */
  readonly undelivered: (sinceMs: EpochMs) => readonly NoticeView[];
  /** Right side of Message-IDs (`toMailHost`). */
  readonly host: string;
  /** Address of the live page without a trailing slash; `null` when there is none to give. */
  readonly pageUrl: string | null;
  /** `null` keeps telemetry for ever. */
  readonly keepTelemetryMs: DurationMs | null;
  /** Rollups, and what is rare and tells what happened; `null` keeps it for ever. */
  readonly keepRollupsMs: DurationMs | null;
  /** Rolls up what is about to be deleted. */
  readonly rollUp: () => Promise<boolean>;
}

/** The timetable as data; a `Timekeeper` runs it. The order counts where jobs are due together: proofs come first. */
export function createTimetable(parts: ScheduleParts): readonly Job[] {
  const { timetable, proofs } = parts;
  const { digestAt, digestTo, shiftsAt, handoverTo } = timetable;
  return [
    {
      name: "proof of detection",
      at: shiftsAt.length === 0 ? proofsAt : shiftsAt,
      afterStartMs: firstProofAfterMs,
      run: () => proofs.run(),
    },
    ...(shiftsAt.length === 0 || handoverTo.length === 0
      ? []
      : [{ name: "shift hand-over", at: shiftsAt, run: (dueMs: EpochMs) => sendHandover(parts, dueMs) }]),
    ...(digestAt === null || digestTo.length === 0
      ? []
      : [{ name: "daily digest", at: [digestAt], run: (dueMs: EpochMs) => sendDigest(parts, dueMs) }]),
    ...retentionJobs(parts),
  ];
}

function retentionJobs({
  clock,
  log,
  state,
  store,
  dropMailsBefore,
  keepTelemetryMs,
  keepRollupsMs,
  rollUp,
}: ScheduleParts): readonly Job[] {
  return [
    {
      name: "notice retention",
      at: retentionAt,
      longestGapMs,
      run() {
        const dropped = state.dropNoticesBefore(clock.nowMs() - keepMailsMs);
        log.info("Old notices were deleted.", { dropped });
      },
    },
    {
      name: "alarm retention",
      at: retentionAt,
      longestGapMs,
      run() {
        const dropped = state.dropOccurrencesBefore(clock.nowMs() - keepAlarmsMs);
        log.info("Past alarms were taken off the list; the journal keeps what happened.", { dropped });
      },
    },
    ...(keepTelemetryMs === null
      ? []
      : [
          {
            name: "telemetry retention",
            at: retentionAt,
            longestGapMs,
            async run() {
              // The next try is soon; what is deleted now would be missing in the rollups for years.
              if (!(await rollUp())) throw new Error("Telemetry is kept until all of it is rolled up.");
              await store.dropBefore(clock.nowMs() - keepTelemetryMs, keptLonger);
            },
          },
        ]),
    ...(keepRollupsMs === null
      ? []
      : [
          {
            name: "rollup retention",
            at: retentionAt,
            longestGapMs,
            run: () => store.dropBefore(clock.nowMs() - keepRollupsMs),
          },
        ]),
    ...(dropMailsBefore === null
      ? []
      : [
          {
            name: "mail retention",
            at: retentionAt,
            longestGapMs,
            run: async () => {
              const dropped = await dropMailsBefore(clock.nowMs() - keepMailsMs);
              log.info("Old kept mails were deleted.", { dropped });
            },
          },
        ]),
  ];
}

/** The proofs of this shift's beginning belong into its hand-over. It looks back on the shift before. */
async function sendHandover(parts: ScheduleParts, dueMs: EpochMs): Promise<void> {
  const { timetable, proofs } = parts;
  await proofs.settled();
  const sinceMs = findLastTime(timetable.shiftsAt, createZoneClock(timetable.zone), dueMs - 1);
  await send(parts, timetable.handoverTo, { kind: "hand-over", dueMs, sinceMs: sinceMs ?? dueMs - days(1) });
}

async function sendDigest(parts: ScheduleParts, dueMs: EpochMs): Promise<void> {
  await parts.proofs.settled();
  await send(parts, parts.timetable.digestTo, { kind: "digest", dueMs, sinceMs: dueMs - days(1) });
}

async function send(
  parts: ScheduleParts,
  to: readonly PersonId[],
  span: Pick<DigestFacts, "kind" | "dueMs" | "sinceMs">,
): Promise<void> {
  const { clock, log, state, outbox, standing, figures, undelivered, people, timetable, host, pageUrl } =
    parts;
  const atMs = clock.nowMs();
  const readers = people.filter(({ id }) => to.includes(id));
  const unreached = readers.filter(({ mail }) => mail === null).map(({ id }) => id);
  if (unreached.length > 0)
    log.warn("A digest goes by mail only; these people have no address.", { unreached });
  const facts: DigestFacts = {
    ...span,
    ...standing(),
    atMs,
    zone: timetable.zone,
    figures: await figures(span.sinceMs, atMs),
    undelivered: undelivered(span.sinceMs),
    pageUrl,
  };
  // Written before a crash that came before the run was noted: it is on its way, or was sent.
  const fresh = writeDigest(facts, { people: readers, host }).filter(({ id }) => state.notice(id) === null);
  if (fresh.length === 0) return;
  state.commit({ notices: fresh });
  outbox.add(fresh);
}
