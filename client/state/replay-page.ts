import { batch } from "@preact/signals";
import type { AlarmView } from "../../protocol/alarm.ts";
import type { OccurrenceId } from "../../protocol/ids.ts";
import type { ReplayStory } from "../../protocol/replay.ts";
import type { History, LoopView } from "../../protocol/telemetry.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { LoopSignal } from "../../protocol/wire.ts";
import type { PageClock } from "./clock.ts";
import { createStore, type Store } from "./store.ts";
import { createTrends, type Trends } from "./trends.ts";

/** A store and trends like those of the live page, that know of one loop what was known at a moment of a replay. */
export interface ReplayPage {
  readonly store: Store;
  readonly trends: Trends;
  /** Shows a moment; going on costs what came meanwhile, going back begins anew. */
  readonly show: (atMs: EpochMs) => void;
  /** Lets open trends fetch what they need; call it about twice a second. */
  readonly tick: () => void;
}

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
  const { rows, estimates, events, silences } = story;
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

  const toSignal = (atMs: EpochMs): LoopSignal => {
    const lastSampleMs = rows.tMs[firstAfter(rows.tMs, atMs) - 1] ?? null;
    const silent = silences.some((span) => atMs >= span.fromMs && atMs < span.toMs);
    return { loopId: loop.id, lastSampleMs, lastArrivalMs: lastSampleMs, silent };
  };

  function beginAnew(atMs: EpochMs, signal: LoopSignal): void {
    const known = new Map<OccurrenceId, AlarmView>();
    for (const { alarm } of events.slice(0, firstAfter(eventTimes, atMs))) known.set(alarm.id, alarm);
    store.alarms.replace([...known.values()]);
    shownRows = firstAfter(rows.tMs, atMs);
    shownMs = atMs;
    trends.takeLoops([loop], [signal]);
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

  return {
    store,
    trends,
    tick: trends.tick,
    show: (atMs) => {
      if (atMs === shownMs) return;
      batch(() => {
        const signal = toSignal(atMs);
        if (atMs < shownMs || shownMs < story.fromMs) beginAnew(atMs, signal);
        else goOn(atMs);
        store.nowMs.value = atMs;
        store.signalByLoop.value = new Map([[loop.id, signal]]);
        trends.takeSignal(signal);
        const estimate = estimates[firstAfter(estimateTimes, atMs) - 1];
        store.estimateByLoop.value = new Map(estimate ? [[loop.id, estimate]] : []);
      });
      trends.tick();
    },
  };
}
