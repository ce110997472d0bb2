import { Gauge, type Registry } from "prom-client";
import { alarmStates, severities } from "../../../protocol/alarm.ts";
import type { DetectionState } from "../../../protocol/estimate.ts";
import type { LoopVitals, Vitals } from "../../app/vitals.ts";
import { createRunningTotal } from "./running-total.ts";

const detectionStates: readonly DetectionState["kind"][] = [
  "no-data",
  "learning",
  "watching",
  "suspicious",
  "leaking",
  "unknown",
];

/** Sets gauges from the monitor's own figures; called once a scrape, and nothing is kept up between scrapes. */
export function createVitalsGauges(registry: Registry): (vitals: Vitals) => void {
  const registers = [registry];
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> =>
    new Gauge({ name: `loopwatch_${name}`, help, labelNames, registers });
  const total = (name: string, help: string) => createRunningTotal(registry, `loopwatch_${name}`, help);
  const setLoops = createLoopGauges((name, help) => gauge(name, help, ["loop"]));
  const detection = gauge(
    "detection_state",
    "1 for what the detector can say about a loop now, 0 for the rest.",
    ["loop", "state"],
  );
  const alarms = gauge("alarms_standing", "Alarms that stand, by severity and state.", ["severity", "state"]);
  const notices = gauge("outbox_notices", "Notices that nobody has taken yet, by where they are.", ["state"]);
  const spoolWrites = gauge("spool_writes", "Accepted writes that wait for the telemetry store.");
  const spoolBytes = gauge("spool_bytes", "Bytes that wait for the telemetry store.");
  const spoolAge = gauge("spool_oldest_age_seconds", "Age of the oldest write that waits; 0 when none does.");
  const spoolFull = gauge("spool_full", "1 while senders are asked to wait.");
  const storeUp = gauge("store_up", "1 while the telemetry store takes what it is given.");
  const unjudged = gauge(
    "unjudged_samples",
    "Samples stored but not judged since the start: too late, or of a time that nothing confirmed yet.",
  );
  const operations = total(
    "unknown_operations_total",
    "Declared operations of a kind or on a loop that nobody knows.",
  );
  const unsaved = gauge("unsaved_facts", "Facts of alarms that are not on disk.");
  const lost = total(
    "lost_estimate_lines_total",
    "Lines of estimates and alarm events that the disk refused; the alarms themselves are kept elsewhere.",
  );

  return (vitals) => {
    const { nowMs, spool } = vitals;
    setLoops(vitals.loops, nowMs);
    for (const { loopId: loop, estimate } of vitals.loops)
      for (const state of detectionStates)
        detection.set({ loop, state }, (estimate?.detection.kind ?? "no-data") === state ? 1 : 0);
    for (const severity of severities)
      for (const state of alarmStates) if (state !== "normal") alarms.set({ severity, state }, 0);
    for (const { severity, state, count } of vitals.alarms) alarms.set({ severity, state }, count);
    for (const [state, count] of Object.entries(vitals.notices)) notices.set({ state }, count);
    spoolWrites.set(spool.waiting);
    spoolBytes.set(spool.bytes);
    spoolAge.set(spool.oldestMs === null ? 0 : (nowMs - spool.oldestMs) / 1000);
    spoolFull.set(spool.isFull ? 1 : 0);
    storeUp.set(vitals.isStoreOk ? 1 : 0);
    unjudged.set(vitals.unjudgedSamples);
    operations(vitals.unknownOperations);
    unsaved.set(vitals.unsavedFacts);
    lost(vitals.lostLines);
  };
}

/** One series a loop each; a loop of which a figure is not known has none, because 0 would be a claim. */
function createLoopGauges(
  gauge: (name: string, help: string) => Gauge<"loop">,
): (loops: readonly LoopVitals[], nowMs: number) => void {
  const rows: readonly (readonly [Gauge<"loop">, (loop: LoopVitals, nowMs: number) => number | null])[] = [
    [
      gauge("ingest_lag_seconds", "The server's clock against the newest source time of a loop."),
      ({ newestMs }, nowMs) => (newestMs === null ? null : (nowMs - newestMs) / 1000),
    ],
    [gauge("loop_silent", "1 while nothing is heard of a loop."), ({ isSilent }) => (isSilent ? 1 : 0)],
    [
      gauge("inventory_litres", "Coolant in a loop, referred to its reference temperature."),
      ({ estimate }) => estimate?.inventoryL ?? null,
    ],
    [
      gauge("inventory_sd_litres", "Standard deviation of the inventory."),
      ({ estimate }) => estimate?.inventorySdL ?? null,
    ],
    [
      gauge("leak_kg_per_hour", "Leak rate of a loop; only while a leak is annunciated."),
      ({ estimate }) => estimate?.leakKgPerH ?? null,
    ],
    [
      gauge("leak_evidence_ratio", "Evidence of a leak as a share of what calls it: 0 none, 1 annunciated."),
      ({ estimate }) => toEvidence(estimate?.detection ?? { kind: "no-data" }),
    ],
    [
      gauge("smallest_leak_kg_per_hour", "The leak that would be found within ten minutes; while watching."),
      ({ estimate }) => (estimate?.detection.kind === "watching" ? estimate.detection.smallestKgPerH : null),
    ],
    [
      gauge("proof_age_seconds", "Since a synthetic leak was last found in a copy of a loop's telemetry."),
      ({ provenMs }, nowMs) => (provenMs === null ? null : (nowMs - provenMs) / 1000),
    ],
  ];
  return (loops, nowMs) => {
    for (const [one, read] of rows) {
      one.reset();
      for (const loop of loops) {
        const value = read(loop, nowMs);
        if (value !== null && Number.isFinite(value)) one.set({ loop: loop.loopId }, value);
      }
    }
  };
}

/** Not enough evidence is not "no leak": where the detector cannot tell there is no figure. */
function toEvidence(detection: DetectionState): number | null {
  switch (detection.kind) {
    case "watching":
      return 0;
    case "suspicious":
      return detection.strength;
    case "leaking":
      return 1;
    default:
      return null;
  }
}
