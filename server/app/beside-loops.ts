import { type DurationMs, days } from "../../protocol/time.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { AlarmDesk } from "./alarm-desk.ts";
import { createCommissioning } from "./commissioning.ts";
import { createHistoryReader } from "./history-reader.ts";
import type { IntakeEars } from "./intake.ts";
import type { MonitorParts } from "./monitor-parts.ts";
import type { Pipeline } from "./pipeline.ts";
import type { RecallGate } from "./recall-gate.ts";
import { createRollups } from "./rollups.ts";
import { createSeriesLimits } from "./series-limits.ts";
import { createUnmappedBook } from "./unmapped-series.ts";

/** What is done with telemetry beside detection: units are looked at, minutes rolled up, strangers listed. */
export function createBesideLoops(
  parts: MonitorParts,
  loops: readonly Loop[],
  around: {
    readonly pipeline: Pipeline;
    readonly alarms: AlarmDesk;
    readonly gate: RecallGate;
    readonly writer: { drained(): Promise<void>; wake(): void };
  },
) {
  const { clock, log, store, spool, state } = parts;
  const { pipeline, alarms, gate, writer } = around;
  const keepTelemetryMs = toSpan(parts.retentionDays);
  const watches = (parts.series ?? []).map((channel) => createSeriesLimits(channel, gate.observe));
  const unmapped = createUnmappedBook(clock, watches);
  const rollups = createRollups({
    ...{ loops, store, spool, state, clock, log, newestMs: pipeline.newestMs, stored: writer.drained },
    ...{ onSpooled: writer.wake, keepMs: keepTelemetryMs ?? Number.POSITIVE_INFINITY },
  });
  const ears: IntakeEars = { unmapped: unmapped.note, sample: rollups.heard };
  const commissioning = createCommissioning(loops, pipeline, alarms);
  return {
    ears,
    unmapped,
    rollups,
    commissioning,
    retention: { keepTelemetryMs, keepRollupsMs: toSpan(parts.rollupDays), rollUp: rollups.run },
    history: createHistoryReader(store, rollups.spanOf),
    /** The detectors know again what they knew: what comes from now on is live. */
    begin() {
      commissioning.begin();
      rollups.begin();
    },
  };
}

/** `null`: for ever. */
const toSpan = (spanDays: number | null): DurationMs | null => (spanDays === null ? null : days(spanDays));
