import type { AlarmView } from "../../protocol/alarm.ts";
import { operationMeasurement } from "../../protocol/operation.ts";
import type { ReplayWish } from "../../protocol/replay.ts";
import { type DurationMs, type EpochMs, hours, minutes, seconds } from "../../protocol/time.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { reorderMs } from "./lane.ts";
import type { TelemetryStore } from "./ports.ts";
import { sinceService } from "./recall.ts";
import type { ReplayPiece } from "./replay-judge.ts";

/** The detector is asked once a second, so a second of telemetry is one value, as when a start recalls it. */
const bucketMs: DurationMs = seconds(1);

/** One question to the store: a store in this process answers it while telemetry waits, so it is a short one. */
const pieceMs: DurationMs = minutes(15);

/** Beyond the learning time this much is read, as a share of it, so that the loop is calibrated when the stretch begins. */
const margin = 0.25;

/** What began longer before the stretch is not looked for. */
const longestWayBackMs: DurationMs = hours(48);

/** Reads the store for a replay. */
export interface ReplaySource {
  readonly store: Pick<TelemetryStore, "texts" | "history">;
  /** The loop's alarms that the journal knows of the stretch. */
  readonly told: readonly AlarmView[];
}

/**
 * The telemetry of a stretch, piece by piece, from before it: long enough to learn the loop, from before the onset of what
 * stood when it began, and nothing from before the last service. `share` grows to 1. Throws `StoreError`.
 */
export async function* readReplay(
  loop: Loop,
  { fromMs, toMs }: ReplayWish,
  { store, told }: ReplaySource,
): AsyncGenerator<{ readonly piece: ReplayPiece; readonly share: number }> {
  const series = loop.channels.map((channel) => channel.source);
  const kinds = { measurement: operationMeasurement, tags: { loop: loop.id }, field: "kind" };
  const oldestMs = fromMs - Math.max(longestWayBackMs, (1 + margin) * loop.learningMs);
  const { servicedMs, declared } = sinceService(await store.texts(kinds, oldestMs), fromMs);
  const anchorMs = Math.min(
    fromMs,
    ...told.filter(standsAt(fromMs)).map(({ onsetMs, openedMs }) => onsetMs ?? openedMs),
  );
  const wantedMs = Math.max(anchorMs - (1 + margin) * loop.learningMs, servicedMs, oldestMs);
  const beginMs = Math.ceil(wantedMs / bucketMs) * bucketMs;
  // What is evaluated waits for what may still come out of order.
  const endMs = Math.ceil(toMs / bucketMs) * bucketMs + 2 * reorderMs;
  let doneMs = Number.NEGATIVE_INFINITY;
  for (let atMs = beginMs; atMs < endMs; atMs += pieceMs) {
    const untilMs = Math.min(atMs + pieceMs, endMs);
    const { tMs, min } = await store.history({ series, fromMs: atMs, toMs: untilMs, bucketMs });
    const acts = declared.filter((act) => act.atMs >= doneMs && act.atMs < untilMs);
    yield {
      piece: { tMs, columns: min, declared: acts },
      share: (untilMs - beginMs) / (endMs - beginMs),
    };
    doneMs = untilMs;
  }
}

const standsAt =
  (ms: EpochMs) =>
  (alarm: AlarmView): boolean =>
    alarm.openedMs < ms && (alarm.returnedMs === null || alarm.returnedMs >= ms);
