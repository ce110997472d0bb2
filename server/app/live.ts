import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { beatEveryMs, type Health, type LoopSignal } from "../../protocol/wire.ts";
import { toForecast } from "../domain/detection/leak/forecast.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { toPatienceMs } from "./loop-patience.ts";
import type { Clock, LiveFeed } from "./ports.ts";

/** What the pages need next: samples gathered and thinned, the newest estimate, who is silent. */
export interface Live {
  row(loopId: LoopId, atMs: EpochMs, row: readonly (number | null)[]): void;
  estimate(estimate: LoopEstimate): void;
  /** Samples of a loop arrived now; `newestMs` is their newest source time. */
  heard(loopId: LoopId, newestMs: EpochMs | null): void;
  /** The store knows a loop up to `newestMs`; nothing has arrived yet since we started. */
  recalled(loopId: LoopId, newestMs: EpochMs): void;
  signals(): readonly LoopSignal[];
  estimates(): readonly LoopEstimate[];
  /** The loops are others now; what is known of those that stay is kept. */
  renew(): void;
  /** The newest of one loop; `null`: none yet. */
  estimateOf(loopId: LoopId): LoopEstimate | null;
  stop(): void;
}

/** Samples go out four times a second: smooth to look at, and few packets. */
const frameEveryMs = 250;

/** Most rows of one loop in one frame; beyond it rows are left out and counted, and the page asks for history. */
const mostRows = 240;

interface Gathered {
  tMs: EpochMs[];
  rows: (readonly (number | null)[])[];
  coalesced: number;
}

const unheard = (loopId: LoopId): LoopSignal => ({
  loopId,
  lastSampleMs: null,
  lastArrivalMs: null,
  silent: false,
});

const empty = (): Gathered => ({ tMs: [], rows: [], coalesced: 0 });

/**
 * `health` is asked once in two seconds; `seq` tells the last alarm event with each beat. `onSignals` hears once a second how
 * every loop is heard.
 */
export function createLive(parts: {
  readonly loops: readonly Loop[];
  readonly clock: Clock;
  readonly feed: LiveFeed;
  readonly health: () => Health;
  readonly seq: () => number;
  readonly onSignals: (signals: readonly LoopSignal[], nowMs: EpochMs) => void;
}): Live {
  const { loops, clock, feed } = parts;
  let loopById = new Map(loops.map((loop) => [loop.id, loop]));
  const gatheredByLoop = new Map<LoopId, Gathered>();
  const estimateByLoop = new Map<LoopId, LoopEstimate>();
  const freshEstimates = new Set<LoopId>();
  const signalByLoop = new Map<LoopId, LoopSignal>(loops.map(({ id }) => [id, unheard(id)]));

  const sendFrames = (): void => {
    for (const [loopId, { tMs, rows, coalesced }] of gatheredByLoop) {
      const width = rows[0]?.length ?? 0;
      const columns = Array.from({ length: width }, (_, i) => rows.map((row) => row[i] ?? null));
      feed.frame({ loopId, tMs, columns, coalesced });
    }
    gatheredByLoop.clear();
    for (const loopId of freshEstimates) feed.estimate(estimateByLoop.get(loopId)!);
    freshEstimates.clear();
  };

  const tell = (signal: LoopSignal): void => {
    signalByLoop.set(signal.loopId, signal);
    feed.signal(signal);
  };

  /** Silence is an input: it has its own mark, and a known leak goes on. */
  const watchSilence = (): void => {
    const nowMs = clock.nowMs();
    for (const signal of signalByLoop.values()) {
      const loop = loopById.get(signal.loopId)!;
      if (signal.lastArrivalMs === null) continue;
      const quietMs = nowMs - signal.lastArrivalMs;
      const silent = quietMs > toPatienceMs(loop);
      tell({ ...signal, silent });
      const last = estimateByLoop.get(signal.loopId);
      if (silent && last !== undefined && last.leakKgPerH !== null)
        feed.estimate(toForecast(loop, last, quietMs));
    }
  };

  const cancels = [
    clock.every(frameEveryMs, sendFrames),
    clock.every(beatEveryMs, () => {
      watchSilence();
      parts.onSignals([...signalByLoop.values()], clock.nowMs());
      feed.beat(parts.seq());
    }),
    clock.every(2 * beatEveryMs, () => feed.health(parts.health())),
  ];

  return {
    row(loopId, atMs, row) {
      let gathered = gatheredByLoop.get(loopId);
      if (gathered === undefined) {
        gathered = empty();
        gatheredByLoop.set(loopId, gathered);
      }
      gathered.tMs.push(atMs);
      gathered.rows.push(row);
      if (gathered.tMs.length <= mostRows) return;
      // Too fast to draw: every other row goes, the newest stays.
      const keep = (_: unknown, i: number): boolean => i % 2 === mostRows % 2;
      const before = gathered.tMs.length;
      gathered.rows = gathered.rows.filter(keep);
      gathered.tMs = gathered.tMs.filter(keep);
      gathered.coalesced += before - gathered.tMs.length;
    },
    estimate(estimate) {
      estimateByLoop.set(estimate.loopId, estimate);
      freshEstimates.add(estimate.loopId);
    },
    heard(loopId, newestMs) {
      const signal = signalByLoop.get(loopId);
      if (signal === undefined) return;
      const next = { loopId, lastSampleMs: newestMs, lastArrivalMs: clock.nowMs(), silent: false };
      if (signal.silent || signal.lastArrivalMs === null) tell(next);
      else signalByLoop.set(loopId, next);
    },
    recalled(loopId, newestMs) {
      tell({ loopId, lastSampleMs: newestMs, lastArrivalMs: null, silent: true });
    },
    renew() {
      loopById = new Map(loops.map((loop) => [loop.id, loop]));
      for (const { id } of loops) if (!signalByLoop.has(id)) signalByLoop.set(id, unheard(id));
      for (const id of [...signalByLoop.keys()]) {
        if (loopById.has(id)) continue;
        signalByLoop.delete(id);
        estimateByLoop.delete(id);
        gatheredByLoop.delete(id);
        freshEstimates.delete(id);
      }
    },
    signals: () => [...signalByLoop.values()],
    estimates: () => [...estimateByLoop.values()],
    estimateOf: (loopId) => estimateByLoop.get(loopId) ?? null,
    stop() {
      sendFrames();
      for (const cancel of cancels) cancel();
    },
  };
}
