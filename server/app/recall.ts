import { operationMeasurement, operations, servicedOperation } from "../../protocol/operation.ts";
import { type DurationMs, type EpochMs, hours, minutes, seconds } from "../../protocol/time.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { Pipeline } from "./pipeline.ts";
import type { DeclaredOperation } from "./pipeline-effects.ts";
import type { Clock, Log, TelemetryStore, TextPoint } from "./ports.ts";

/** The detector is asked once a second, so a second of telemetry is one value. */
const bucketMs: DurationMs = seconds(1);

/** One question to the store: large enough to be quick, small enough for its time limit. */
const chunkMs: DurationMs = hours(1);

/** Beyond the learning time this much is recalled, as a share of it, so that the loop is calibrated afterwards. */
const margin = 0.25;

/** A leak known for longer is followed anew from what was learnt last; a start must not take minutes. */
const longestMs: DurationMs = hours(48);

/** An operation may be so far ahead of the newest sample and of the clock. */
const aheadMs: DurationMs = minutes(1);

/** What is to be recalled. */
export interface RecalledPast {
  /** Since when something stands; `null`: nothing does. */
  readonly onsetMs: EpochMs | null;
  /** The detector knows everything up to then; `null`: it knows nothing. */
  readonly sinceMs: EpochMs | null;
}

/**
 * Where a detector knows nothing, or not all, the store has what it knew it from. Feeds it the last telemetry of a loop:
 * enough to be calibrated (or from where it knows all), from before the onset when an alarm stands, and nothing from before the last service. What
 * people did otherwise is told in its place. What the store cannot give is learnt anew, and the log says so. Never rejects;
 * `false`: the store did not say what it has.
 */
export async function recallLoop(
  loop: Loop,
  { onsetMs, sinceMs }: RecalledPast,
  {
    store,
    pipeline,
    clock,
    log,
  }: {
    readonly store: Pick<TelemetryStore, "newestMs" | "texts" | "history">;
    readonly pipeline: Pick<Pipeline, "recall" | "begin" | "tellings">;
    readonly clock: Pick<Clock, "nowMs">;
    readonly log: Log;
  },
): Promise<boolean> {
  const series = loop.channels.map((channel) => channel.source);
  const kinds = { measurement: operationMeasurement, tags: { loop: loop.id }, field: "kind" };
  try {
    const newestMs = await store.newestMs(series);
    if (newestMs === null) return true;
    const acts = await store.texts(kinds, newestMs - longestMs);
    // A sender whose clock is centuries ahead has serviced nothing that is still to come.
    const byMs = Math.max(newestMs, clock.nowMs()) + aheadMs;
    const { servicedMs, declared: told } = sinceService(acts.filter(({ atMs }) => atMs <= byMs));
    const goesOn = sinceMs !== null && servicedMs <= sinceMs;
    // Serviced since: what the checkpoint knew is over.
    if (sinceMs !== null && !goesOn)
      pipeline.begin(loop.id, { knownTellings: pipeline.tellings(loop.id) ?? 0 });
    const declared = goesOn ? told.filter(({ atMs }) => atMs > sinceMs) : told;
    const anchorMs = Math.min(newestMs, onsetMs ?? newestMs);
    const wantedMs = goesOn ? sinceMs + 1 : anchorMs - (1 + margin) * loop.learningMs;
    const fromMs = Math.ceil(Math.max(wantedMs, servicedMs, newestMs - longestMs) / bucketMs) * bucketMs;
    // What was declared before the first hour is told with it: it may still hold.
    let toldMs = Number.NEGATIVE_INFINITY;
    for (let atMs = fromMs; atMs <= newestMs; atMs += chunkMs) {
      const isLast = atMs + chunkMs > newestMs;
      const toMs = Math.min(atMs + chunkMs, newestMs + bucketMs);
      const { tMs, min } = await store.history({ series, fromMs: atMs, toMs, bucketMs });
      const acts = declared.filter((act) => act.atMs >= toldMs && (isLast || act.atMs < toMs));
      pipeline.recall(loop.id, tMs, min, acts);
      toldMs = toMs;
    }
    return true;
  } catch (cause) {
    log.warn(`What was known of ${loop.id} could not be recalled from the store; it is learnt anew.`, {
      cause,
    });
    return false;
  }
}

/** The last service before `byMs` (`-Infinity`: none), and what was declared after it, oldest first. */
export function sinceService(
  acts: readonly TextPoint[],
  byMs: EpochMs = Number.POSITIVE_INFINITY,
): {
  readonly servicedMs: EpochMs;
  readonly declared: readonly DeclaredOperation[];
} {
  const servicedMs =
    acts.findLast(({ atMs, text }) => text === servicedOperation && atMs < byMs)?.atMs ??
    Number.NEGATIVE_INFINITY;
  const declared = acts.flatMap(({ atMs, text }) => {
    const operation = operations.find((known) => known === text);
    return operation === undefined || atMs <= servicedMs ? [] : [{ atMs, operation }];
  });
  return { servicedMs, declared };
}
