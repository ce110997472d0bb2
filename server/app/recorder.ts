import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import { estimateColumns } from "../../protocol/telemetry.ts";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import type { SeriesRef } from "../domain/loop/loop.ts";
import type { Clock, Log, Spool } from "./ports.ts";

/** Measurement of what we know of a loop, for Grafana on the same database and for the page's history. */
const estimateMeasurement = "loop_estimate";
export const alarmMeasurement = "alarm_event";

/** The series of a loop's compensated inventory, litres. */
export const inventorySeries = (loopId: string): SeriesRef => ({
  measurement: estimateMeasurement,
  tags: { loop: loopId },
  field: "inventory_l",
});

/** The series of everything that is estimated of a loop, in the order of `estimateColumns`. */
export const estimateSeries = (loopId: string): readonly SeriesRef[] =>
  estimateColumns.map((field) => ({ ...inventorySeries(loopId), field }));

/** Writes what was decided into the store, behind everything else: gathered, and sent on in one piece. */
export interface Recorder {
  estimate(estimate: LoopEstimate): void;
  alarm(alarm: AlarmView, atMs: EpochMs): void;
  /** Hands what was gathered to the spool. */
  flush(): void;
  /** Lines that the disk refused. */
  readonly lost: number;
}

const escapeString = (text: string): string => text.replace(/[\\"]/g, "\\$&").replace(/[\r\n]+/g, " ");

const toSeconds = (ms: DurationMs | null | undefined): number | null =>
  ms === null || ms === undefined ? null : ms / 1000;

/** One line of line protocol, ms precision; `null` when there is nothing to write. Ids need no escapes (`idPattern`). */
export function toEstimateLine(estimate: LoopEstimate): string | null {
  const fields = [
    ["inventory_l", estimate.inventoryL],
    ["inventory_sd_l", estimate.inventorySdL],
    ["leak_kg_per_h", estimate.leakKgPerH],
    ["leak_sd_kg_per_h", estimate.leakSdKgPerH],
    ["time_left_p05_s", toSeconds(estimate.timeLeft?.p05Ms)],
    ["time_left_s", toSeconds(estimate.timeLeft?.p50Ms)],
    ["time_left_p95_s", toSeconds(estimate.timeLeft?.p95Ms)],
  ].flatMap(([name, value]) =>
    typeof value === "number" && Number.isFinite(value) ? [`${name}=${value}`] : [],
  );
  if (fields.length === 0) return null;
  return `${estimateMeasurement},loop=${estimate.loopId} ${fields.join(",")} ${Math.round(estimate.atMs)}`;
}

/** An alarm's change as one line; `atMs` is source time, or wall-clock time for acts of people. */
export function toAlarmLine(alarm: AlarmView, atMs: EpochMs): string {
  // The state is a tag: an escalation closes one occurrence and opens another in the same moment, and both must stay.
  const part = alarm.part === null ? "" : `,part=${alarm.part}`;
  const tags = `loop=${alarm.loopId},class=${alarm.alarmClass}${part},state=${alarm.state.replaceAll(" ", "\\ ")}`;
  const fields = [
    `occurrence="${escapeString(alarm.id)}"`,
    `incident="${escapeString(alarm.incidentId)}"`,
    `held="${alarm.hold?.kind ?? "no"}"`,
    `severity="${alarm.severity}"`,
    `verdict="${alarm.verdict}"`,
    `headline="${escapeString(alarm.headline)}"`,
  ];
  return `${alarmMeasurement},${tags} ${fields.join(",")} ${Math.round(atMs)}`;
}

export function createRecorder(parts: {
  readonly spool: Pick<Spool, "append">;
  readonly clock: Clock;
  readonly log: Log;
  readonly onSpooled: () => void;
}): Recorder {
  let lines: string[] = [];
  let lost = 0;
  return {
    estimate(estimate) {
      const line = toEstimateLine(estimate);
      if (line !== null) lines.push(line);
    },
    alarm(alarm, atMs) {
      lines.push(toAlarmLine(alarm, atMs));
    },
    flush() {
      if (lines.length === 0) return;
      const body = Buffer.from(`${lines.join("\n")}\n`);
      const count = lines.length;
      lines = [];
      parts.spool
        .append({ precision: "ms", lines: body, receivedMs: parts.clock.nowMs() })
        .then(parts.onSpooled, (cause: unknown) => {
          // Estimates can be computed again from the telemetry; nobody's notice waits for them.
          lost += count;
          parts.log.error("Estimates could not be written to disk.", { lines: count, lost, cause });
        });
    },
    get lost() {
      return lost;
    },
  };
}
