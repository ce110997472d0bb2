import {
  estimateColumns,
  type Frame,
  type History,
  type LoopCondition,
  type LoopView,
} from "../../protocol/telemetry.ts";
import { type EpochMs, hours, minutes, seconds } from "../../protocol/time.ts";
import type { Unit } from "../../protocol/units.ts";
import type { Hello } from "../../protocol/wire.ts";
import { someHello } from "../client/fixtures.ts";
import { busyNowMs, leak } from "./busy-alarms.ts";

/** A middle and a swing for each unit, so that a picture looks like a loop's. */
const shapeOf: Readonly<Record<Unit, readonly [middle: number, swing: number]>> = {
  kPa: [304, 4],
  degC: [21, 3],
  "L/min": [12.4, 0.2],
  "kg/h": [3720, 15],
  "%": [52, 1],
  L: [58, 1],
  rpm: [4200, 20],
  W: [310, 5],
  A: [4.2, 0.1],
  V: [24, 0.2],
  g: [0.12, 0.02],
  deg: [30, 1],
  "1": [0, 0],
};

/** The value of a loop's column at a moment: a slow wave and a small ripple; the last column is the inventory. */
export function waveAt(loop: LoopView, column: number, atMs: EpochMs): number {
  const unit = loop.channels[column]?.unit ?? null;
  const [middle, swing] = unit === null ? [loop.chargeL * 0.99, loop.chargeL * 0.001] : shapeOf[unit];
  const slow = Math.sin((2 * Math.PI * atMs) / minutes(93) + column);
  const ripple = Math.sin((2 * Math.PI * atMs) / seconds(7) + 3 * column);
  return middle + swing * (slow + 0.1 * ripple);
}

const toColumns = (loop: LoopView, tMs: readonly EpochMs[]): number[][] =>
  [...loop.channels, null].map((_, column) => tMs.map((atMs) => waveAt(loop, column, atMs)));

/** An hour of history that ends at `toMs`. */
export function toWaves(loop: LoopView, toMs: EpochMs, bucketMs = seconds(30)): History {
  const fromMs = toMs - hours(1);
  const tMs = Array.from({ length: hours(1) / bucketMs }, (_, k) => fromMs + k * bucketMs);
  return { loopId: loop.id, fromMs, toMs, bucketMs, tMs, columns: toColumns(loop, tMs) };
}

/** Samples as they come live. */
export const toFrame = (loop: LoopView, tMs: readonly EpochMs[]): Frame => ({
  ...{ loopId: loop.id, coalesced: 0, tMs },
  columns: toColumns(loop, tMs),
});

/** Every channel is as it should be. */
export const toHealthy = ({ id, channels }: LoopView): LoopCondition => ({
  loopId: id,
  channels: channels.map(() => ({ quality: "good", remark: null, takenMs: null })),
  isolatedSinceMs: null,
});

/** A quiet moment of such loops: all are heard, none has an alarm. */
export const toQuietDay = (loops: readonly LoopView[]): Hello => ({
  ...someHello,
  serverMs: busyNowMs,
  loops,
  signals: loops.map(({ id }) => ({
    ...{ loopId: id, lastSampleMs: busyNowMs, lastArrivalMs: busyNowMs },
    silent: false,
  })),
  conditions: loops.map(toHealthy),
  estimates: loops.map((loop) => ({
    ...{ loopId: loop.id, atMs: busyNowMs, detection: { kind: "watching", smallestKgPerH: 0.8 } },
    ...{ inventoryL: loop.chargeL * 0.99, inventorySdL: loop.chargeL * 0.001, bottomedOut: false },
    ...{ leakKgPerH: null, leakSdKgPerH: null, lostL: null, timeLeft: null },
  })),
});

/** The same moment with the leak of `busy-alarms.ts` on the loop `ms-22`. */
export function toLeakDay(loops: readonly LoopView[]): Hello {
  const quiet = toQuietDay(loops);
  return {
    ...quiet,
    alarms: [{ ...leak, firstOut: "accumulator-pressure" }],
    counts: { unacknowledged: 1, acknowledged: 0, returned: 0, held: 0, worst: "emergency" },
    estimates: quiet.estimates.map((estimate) =>
      estimate.loopId === leak.loopId
        ? {
            ...estimate,
            ...{ detection: { kind: "leaking" }, inventoryL: 40.9, inventorySdL: 0.2 },
            ...{ leakKgPerH: 22.8, leakSdKgPerH: 1.2, lostL: 3.1, timeLeft: leak.timeLeft },
          }
        : estimate,
    ),
  };
}

/** What was estimated while that leak went on: 22.8 kg/h, and a time left that counts down. */
export function toLeakEstimates(loop: LoopView, toMs: EpochMs): History {
  const bucketMs = minutes(1);
  const count = 24;
  const rows = Array.from({ length: count * 2 }, (_, k) => ({
    atMs: toMs - minutes(count) + k * (bucketMs / 2),
    leftS: 42 * 60 + (count - k / 2) * 60,
  }));
  const figureOf: Readonly<Record<(typeof estimateColumns)[number], (leftS: number) => number>> = {
    inventory_l: (leftS) => loop.minimumInventoryL + leftS / 2800,
    inventory_sd_l: () => 0.2,
    leak_kg_per_h: () => 22.8,
    leak_sd_kg_per_h: () => 1.2,
    time_left_p05_s: (leftS) => 0.75 * leftS,
    time_left_s: (leftS) => leftS,
    time_left_p95_s: (leftS) => 1.5 * leftS,
  };
  return {
    ...{ loopId: loop.id, fromMs: toMs - minutes(count), toMs, bucketMs },
    tMs: rows.map(({ atMs }) => atMs),
    columns: estimateColumns.map((name) => rows.map(({ leftS }) => figureOf[name](leftS))),
  };
}

/** A loop that leaks, one with sensors that are not believed, one that is isolated, one that is silent. */
export function toMixedDay(loops: readonly LoopView[]): Hello {
  const day = toLeakDay(loops);
  return {
    ...day,
    signals: day.signals.map((signal) => (signal.loopId === "iss-a" ? { ...signal, silent: true } : signal)),
    conditions: day.conditions.map((condition) => ({
      ...condition,
      isolatedSinceMs: condition.loopId === "ms-22" ? busyNowMs - seconds(600) : null,
      channels: condition.channels.map((channel, i) =>
        condition.loopId !== "plant" || i > 1
          ? channel
          : i === 0
            ? { quality: "bad" as const, remark: "is silent", takenMs: busyNowMs - seconds(700) }
            : { quality: "suspect" as const, remark: "is noisier than ever", takenMs: busyNowMs },
      ),
    })),
  };
}
