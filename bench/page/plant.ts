import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { ChannelRole, ChannelView, Frame, History, LoopView } from "../../protocol/telemetry.ts";
import { type DurationMs, type EpochMs, hours, seconds } from "../../protocol/time.ts";
import type { Unit } from "../../protocol/units.ts";
import { type Hello, wireVersion } from "../../protocol/wire.ts";

// What a page is shown while it is measured: smooth waves, so that every value is another one each time.

const kinds: readonly { readonly role: ChannelRole; readonly unit: Unit; readonly middle: number }[] = [
  { role: "pressure", unit: "kPa", middle: 304 },
  { role: "temperature", unit: "degC", middle: 21 },
  { role: "temperature", unit: "degC", middle: 34 },
  { role: "flow", unit: "L/min", middle: 12 },
  { role: "pump-speed", unit: "rpm", middle: 4200 },
];

const kindOf = (column: number) => kinds[column % kinds.length] ?? { role: "other", unit: "1", middle: 0 };

const toChannel = (column: number): ChannelView => {
  const { role, unit } = kindOf(column);
  return { id: `c${column}`, name: `Sensor ${column + 1}`, role, unit, position: null };
};

/** A loop of so many channels. */
export const toLoop = (id: string, channels: number): LoopView => ({
  ...{ id, name: `Loop ${id}`, coolant: "water", chargeL: 180, minimumInventoryL: 160 },
  accumulator: { volumeL: 20, gasL: 10 },
  channels: Array.from({ length: channels }, (_, column) => toChannel(column)),
});

function valueAt(column: number, atMs: EpochMs): number {
  const { middle } = kindOf(column);
  const wave = Math.sin(atMs / 41_000 + column) + 0.1 * Math.sin(atMs / 900 + 3 * column);
  // Sensors write three digits behind the point.
  return Math.round(1000 * middle * (1 + wave / 100)) / 1000;
}

const toColumns = (loop: LoopView, tMs: readonly EpochMs[]): number[][] =>
  [...loop.channels, null].map((_, column) => tMs.map((atMs) => valueAt(column, atMs)));

/** `rows` samples of every channel, the newest at `toMs`. */
export function toFrame(loop: LoopView, toMs: EpochMs, everyMs: DurationMs, rows = 1): Frame {
  const tMs = Array.from({ length: rows }, (_, row) => toMs - (rows - 1 - row) * everyMs);
  return { loopId: loop.id, coalesced: 0, tMs, columns: toColumns(loop, tMs) };
}

/** The hour before `toMs` as the server decimates it for a wide chart: two rows a bucket. */
export function toHistory(loop: LoopView, toMs: EpochMs): History {
  const bucketMs = seconds(6);
  const fromMs = toMs - hours(1);
  const tMs = Array.from({ length: (2 * hours(1)) / bucketMs }, (_, row) => fromMs + (row * bucketMs) / 2);
  return { loopId: loop.id, fromMs, toMs, bucketMs, tMs, columns: toColumns(loop, tMs) };
}

/** What is estimated of a loop that is watched. */
export const toEstimate = (loop: LoopView, atMs: EpochMs): LoopEstimate => ({
  ...{ loopId: loop.id, atMs, detection: { kind: "watching", smallestKgPerH: 0.8 } },
  ...{ inventoryL: valueAt(loop.channels.length, atMs) - 124, inventorySdL: 0.2, bottomedOut: false },
  ...{ leakKgPerH: null, leakSdKgPerH: null, lostL: null, timeLeft: null },
});

const severities = ["emergency", "warning", "caution", "advisory"] as const;

/** One alarm of many. The `n`-th of a loop stands for its own limit; with each version it has called once more. */
export const toAlarm = (loop: LoopView, n: number, version: number, openedMs: EpochMs): AlarmView => ({
  ...{ id: `${loop.id}.limit.c${n}.${openedMs}`, version, incidentId: `incident.${loop.id}.${openedMs}` },
  ...{ loopId: loop.id, alarmClass: "limit", part: `c${n}.high`, state: "unacknowledged" },
  ...{ severity: severities[n % severities.length] ?? "advisory", verdict: "limit passed" },
  ...{ headline: `Sensor ${n + 1} above its limit, seen ${version} times`, openedMs, onsetMs: openedMs },
  evidence: [{ side: "for", text: `It has been above its limit ${version} times.` }],
  ...{ returnedMs: null, leakKgPerH: null, leakSdKgPerH: null, lostL: null, timeLeft: null },
  ...{ firstOut: null, acknowledgement: null, hold: null, blindSinceMs: null, silenced: null },
  ...{ assignee: null, comments: [], calls: version, previousId: null },
});

/** A quiet moment of these loops. */
export const toHello = (loops: readonly LoopView[], nowMs: EpochMs): Hello => ({
  ...{ wireVersion, version: "bench", serverMs: nowMs, seq: 0, loops },
  signals: loops.map(({ id }) => ({
    ...{ loopId: id, lastSampleMs: nowMs, lastArrivalMs: nowMs, silent: false },
  })),
  estimates: loops.map((loop) => toEstimate(loop, nowMs)),
  ...{ conditions: [], alarms: [], held: [], incidents: [], flood: null, proofs: [], notices: [], mails: [] },
  counts: { unacknowledged: 0, acknowledged: 0, returned: 0, held: 0, worst: null },
  ...{ mailboxKept: false, scenario: null },
  health: {
    store: { name: "bench", ok: true, detail: "" },
    spool: { waiting: 0, oldestMs: null },
    mail: { name: "bench", ok: true, detail: "", waiting: 0 },
  },
  you: { name: "", role: "operator", via: "local" },
});
