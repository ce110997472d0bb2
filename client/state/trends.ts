import type { LoopId } from "../../protocol/ids.ts";
import type { Frame, History, LoopView } from "../../protocol/telemetry.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { LoopSignal } from "../../protocol/wire.ts";
import type { PageClock } from "./clock.ts";
import type { Fetched, HistoryQuestion } from "./history.ts";
import { createLatest, type Latest } from "./latest.ts";
import { createRing } from "./ring.ts";
import { createTrend, type LiveRows, type Trend, type TrendWish } from "./trend.ts";

/** Five and a half hours at one sample a second; about 1.3 MB a loop of seven columns. */
export const ringCapacity = 20_000;

/** A loop's newest values, watched until it is closed. */
export interface Watched {
  readonly latest: Latest;
  readonly close: () => void;
}

/** The samples of all loops and the trends that views have open. */
export interface Trends {
  /** A snapshot came: the rings start anew, and every open trend asks for its history. */
  readonly takeLoops: (loops: readonly LoopView[], signals: readonly LoopSignal[]) => void;
  readonly takeFrame: (frame: Frame) => void;
  readonly takeSignal: (signal: LoopSignal) => void;
  /** Everything that was read from the store may be missing something; read it again. */
  readonly renew: () => void;
  /** Opens a trend; `onChange` may be called many times a second and must only mark a picture as old. */
  readonly open: (wish: TrendWish, onChange: () => void) => Trend | null;
  /** The newest values of a loop; `onChange` is called as for a trend. `null`: there is no such loop. */
  readonly watch: (loopId: LoopId, onChange: () => void) => Watched | null;
  /** Lets open trends fetch what they need; call it about twice a second. */
  readonly tick: () => void;
}

/** The trends of one page. */
export function createTrends(parts: {
  readonly clock: PageClock;
  readonly fetchHistory: (question: HistoryQuestion) => Promise<Fetched<History>>;
}): Trends {
  const liveByLoop = new Map<LoopId, LiveRows>();
  const open = new Map<Trend, () => void>();
  const watchers = new Map<object, { readonly loopId: LoopId; readonly onChange: () => void }>();

  function notify(loopId: LoopId): void {
    for (const [trend, onChange] of open) if (trend.wish.loopId === loopId) onChange();
    for (const watcher of watchers.values()) if (watcher.loopId === loopId) watcher.onChange();
  }

  function moveOn(live: LiveRows, newestMs: EpochMs | null): void {
    if (newestMs !== null && newestMs > (live.newestMs ?? Number.NEGATIVE_INFINITY)) live.newestMs = newestMs;
  }

  function takeLoops(loops: readonly LoopView[], signals: readonly LoopSignal[]): void {
    for (const loop of loops) {
      const width = loop.channels.length + 1;
      const known = liveByLoop.get(loop.id);
      if (known?.ring.width === width) {
        known.ring.clear();
        known.latest.clear();
        known.leftOutMs = null;
        // The snapshot is the truth: source time may have gone back, as after a restart with other data.
        known.newestMs = null;
      } else {
        const ring = createRing(width, ringCapacity);
        const latest = createLatest(width);
        liveByLoop.set(loop.id, { ring, latest, newestMs: null, lastFrameMs: null, leftOutMs: null });
      }
    }
    for (const signal of signals) takeSignal(signal);
    renew();
  }

  function takeSignal(signal: LoopSignal): void {
    const live = liveByLoop.get(signal.loopId);
    if (live) moveOn(live, signal.lastSampleMs);
  }

  function renew(): void {
    for (const [trend, onChange] of open) {
      trend.renew();
      onChange();
    }
  }

  return {
    takeLoops,
    takeSignal,
    renew,
    takeFrame: (frame) => {
      const live = liveByLoop.get(frame.loopId);
      if (!live) return;
      const nowMs = parts.clock.nowMs();
      const leftOut = live.ring.append(frame);
      live.latest.take(frame);
      live.lastFrameMs = nowMs;
      if (frame.coalesced > 0 || leftOut > 0) live.leftOutMs = nowMs;
      moveOn(live, live.ring.size() > 0 ? live.ring.timeAt(live.ring.size() - 1) : null);
      notify(frame.loopId);
    },
    watch: (loopId, onChange) => {
      const latest = liveByLoop.get(loopId)?.latest;
      if (!latest) return null;
      const key = {};
      watchers.set(key, { loopId, onChange });
      return { latest, close: () => void watchers.delete(key) };
    },
    open: (wish, onChange) => {
      const live = liveByLoop.get(wish.loopId);
      if (!live) return null;
      const trend = createTrend(wish, {
        live,
        clock: parts.clock,
        fetchHistory: parts.fetchHistory,
        onChange: () => notify(wish.loopId),
      });
      open.set(trend, onChange);
      trend.tick();
      return {
        ...trend,
        close: () => {
          open.delete(trend);
          trend.close();
        },
      };
    },
    tick: () => {
      for (const trend of open.keys()) trend.tick();
    },
  };
}
