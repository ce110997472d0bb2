import { batch } from "@preact/signals";
import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { OccurrenceId } from "../../protocol/ids.ts";
import type { ReplayStory } from "../../protocol/replay.ts";
import { estimateColumns, type History, type LoopView } from "../../protocol/telemetry.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { LoopSignal } from "../../protocol/wire.ts";
import type { PageClock } from "./clock.ts";
import type { fetchEstimates } from "./history.ts";
import { createStore, type Store } from "./store.ts";
import { createTrends, type Trends } from "./trends.ts";

/** A store and trends like those of the live page, that know of one loop what was known at a moment of a replay. */
export interface ReplayPage {
  readonly store: Store;
  readonly trends: Trends;
  readonly fetchEstimates: typeof fetchEstimates;
  /** Shows a moment; going on costs what came meanwhile, going back begins anew. */
  readonly show: (atMs: EpochMs) => void;
  /** Lets open trends fetch what they need; call it about twice a second. */
  readonly tick: () => void;
}

/** Rows that make the newest value of each channel known at once. */
const newestRows = 240;

const toSeconds = (ms: number | null | undefined): number | null => (ms == null ? null : ms / 1000);

/** An estimate as the columns of a history of estimates. */
const estimateValues: Readonly<
  Record<(typeof estimateColumns)[number], (estimate: LoopEstimate) => number | null>
> = {
  inventory_l: ({ inventoryL }) => inventoryL,
  inventory_sd_l: ({ inventorySdL }) => inventorySdL,
  leak_kg_per_h: ({ leakKgPerH }) => leakKgPerH,
  leak_sd_kg_per_h: ({ leakSdKgPerH }) => leakSdKgPerH,
  time_left_p05_s: ({ timeLeft }) => toSeconds(timeLeft?.p05Ms),
  time_left_s: ({ timeLeft }) => toSeconds(timeLeft?.p50Ms),
  time_left_p95_s: ({ timeLeft }) => toSeconds(timeLeft?.p95Ms),
};

/** The first place of an ascending list whose time is later than `atMs`. */
function firstAfter(times: readonly EpochMs[], atMs: EpochMs): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) > atMs) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function createReplayPage(story: ReplayStory, loop: LoopView, clock: PageClock): ReplayPage {
  // Views hear at once: what moves is one loop, ten times a second.
  const store = createStore(story.fromMs, (run) => run());
  const { rows, estimates, events, silences, conditions } = story;
  const conditionTimes = conditions.map(({ atMs }) => atMs);
  const estimateTimes = estimates.map(({ atMs }) => atMs);
  const eventTimes = events.map(({ atMs }) => atMs);
  let shownMs = Number.NEGATIVE_INFINITY;
  let shownRows = 0;

  /** What the page may know by now, as the server would answer. */
  const slice = (first: number, end: number) => ({
    tMs: rows.tMs.slice(first, end),
    columns: rows.columns.map((column) => column.slice(first, end)),
  });
  const trends = createTrends({
    clock,
    fetchHistory: async ({ fromMs, toMs }) => {
      const from = fromMs ?? story.fromMs;
      const first = firstAfter(rows.tMs, from - 1);
      const end = Math.max(first, firstAfter(rows.tMs, Math.min(toMs, shownMs)));
      const value: History = {
        ...{ loopId: loop.id, fromMs: from, toMs, bucketMs: story.bucketMs },
        ...slice(first, end),
      };
      return { ok: true, value };
    },
  });

  const readEstimates: ReplayPage["fetchEstimates"] = async (loopId, fromMs, toMs, points) => {
    const known = estimates.filter(({ atMs }) => atMs >= fromMs && atMs <= Math.min(toMs, shownMs));
    const every = Math.max(1, Math.ceil(known.length / points));
    const shown = known.filter((_, k) => k % every === 0 || k === known.length - 1);
    const columns = estimateColumns.map((name) => shown.map(estimateValues[name]));
    const tMs = shown.map(({ atMs }) => atMs);
    return { ok: true, value: { loopId, fromMs, toMs, bucketMs: 1000, tMs, columns } };
  };

  const toSignal = (atMs: EpochMs): LoopSignal => {
    const lastSampleMs = rows.tMs[firstAfter(rows.tMs, atMs) - 1] ?? null;
    const silent = silences.some(
      (span) => atMs >= span.fromMs && (atMs < span.toMs || span.toMs === story.toMs),
    );
    return { loopId: loop.id, lastSampleMs, lastArrivalMs: lastSampleMs, silent };
  };

  function beginAnew(atMs: EpochMs, signal: LoopSignal): void {
    const known = new Map<OccurrenceId, AlarmView>();
    for (const { alarm } of events.slice(0, firstAfter(eventTimes, atMs))) known.set(alarm.id, alarm);
    store.alarms.replace([...known.values()]);
    shownRows = firstAfter(rows.tMs, atMs);
    shownMs = atMs;
    trends.takeLoops([loop], [signal]);
    // The newest values: a picture of the loop has them from what comes, and not from history.
    const first = Math.max(0, shownRows - newestRows);
    trends.takeFrame({ loopId: loop.id, coalesced: 0, ...slice(first, shownRows) });
  }

  function goOn(atMs: EpochMs): void {
    const from = firstAfter(eventTimes, shownMs);
    for (const { alarm } of events.slice(from, firstAfter(eventTimes, atMs))) store.alarms.take(alarm);
    const end = firstAfter(rows.tMs, atMs);
    shownMs = atMs;
    if (end > shownRows) trends.takeFrame({ loopId: loop.id, coalesced: 0, ...slice(shownRows, end) });
    shownRows = end;
  }

  store.ready.value = true;
  store.link.value = { kind: "live" };
  store.loops.value = [loop];

  const show = (atMs: EpochMs): void => {
    if (atMs === shownMs) return;
    batch(() => {
      const signal = toSignal(atMs);
      if (atMs < shownMs || shownMs < story.fromMs) beginAnew(atMs, signal);
      else goOn(atMs);
      store.nowMs.value = atMs;
      store.signalByLoop.value = new Map([[loop.id, signal]]);
      trends.takeSignal(signal);
      const estimate = estimates[firstAfter(estimateTimes, atMs) - 1];
      const condition = conditions[firstAfter(conditionTimes, atMs) - 1];
      store.conditionByLoop.value = new Map(condition ? [[loop.id, condition]] : []);
      store.estimateByLoop.value = new Map(estimate ? [[loop.id, estimate]] : []);
    });
    trends.tick();
  };
  // Whoever opens a trend finds the loop known.
  show(story.fromMs);

  return { store, trends, fetchEstimates: readEstimates, tick: trends.tick, show };
}
