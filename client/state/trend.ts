import type { History } from "../../protocol/telemetry.ts";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import type { PageClock } from "./clock.ts";
import type { Fetched, HistoryQuestion } from "./history.ts";
import type { Latest } from "./latest.ts";
import { decideRefetch } from "./refetch.ts";
import type { Ring } from "./ring.ts";
import { toBucketMs } from "./thin-rows.ts";
import { assembleWindow, toTailStart, type WindowColumns } from "./window.ts";

/** How much of a loop a view wants to see; `rangeMs: null` is everything. */
export interface TrendWish {
  readonly loopId: string;
  readonly rangeMs: DurationMs | null;
  readonly points: number;
  /** The picture stands still at this stretch of source time, whatever comes in; `rangeMs` counts for nothing then. */
  readonly frozen?: { readonly fromMs: EpochMs; readonly toMs: EpochMs };
}

/** A loop's samples as they arrive, shared by every trend that shows it. */
export interface LiveRows {
  readonly ring: Ring;
  readonly latest: Latest;
  /** Newest source time known, also from before the page was opened; `null` when the loop was never heard. */
  newestMs: EpochMs | null;
  lastFrameMs: EpochMs | null;
  /** Wall-clock time of the newest frame that left rows out; `null` when none did. */
  leftOutMs: EpochMs | null;
}

/** One stretch of one loop: history from the server with the live rows after it. */
export interface Trend {
  readonly wish: TrendWish;
  /** What to draw now; `null` before the loop's first sample. */
  readonly assemble: () => {
    readonly window: WindowColumns;
    readonly fromMs: EpochMs;
    readonly toMs: EpochMs;
  } | null;
  /** A sentence when the history could not be read; live rows are drawn all the same. */
  readonly problem: () => string | null;
  /** Asks the server when there is a reason to; call it about twice a second. */
  readonly tick: () => void;
  /** The line was cut meanwhile: what is known may have holes. */
  readonly renew: () => void;
  readonly close: () => void;
}

/** What a trend needs from the page around it. */
export interface TrendParts {
  readonly live: LiveRows;
  readonly clock: PageClock;
  readonly fetchHistory: (question: HistoryQuestion) => Promise<Fetched<History>>;
  /** Called when there is something new to draw. */
  readonly onChange: () => void;
}

/** Opens a trend; nothing is fetched before the first `tick`. */
export function createTrend(wish: TrendWish, parts: TrendParts): Trend {
  const { live, clock } = parts;
  let history: History | null = null;
  let problem: string | null = null;
  let fetching = false;
  let fetchedMs: EpochMs | null = null;
  let failedMs: EpochMs | null = null;
  let closed = false;
  let renewals = 0;

  const fromFor = (newestMs: EpochMs) => (wish.rangeMs === null ? null : newestMs - wish.rangeMs);

  const fromToOf = (newestMs: EpochMs) => wish.frozen ?? { fromMs: fromFor(newestMs), toMs: newestMs + 1 };

  async function fetchNow(newestMs: EpochMs): Promise<void> {
    fetching = true;
    const askedMs = clock.nowMs();
    const askedAt = renewals;
    const { loopId, points } = wish;
    const answer = await parts.fetchHistory({
      loopId,
      points,
      ...fromToOf(newestMs),
    });
    fetching = false;
    if (closed || askedAt !== renewals) return;
    if (answer.ok) {
      history = answer.value;
      live.latest.take(answer.value);
      problem = null;
      fetchedMs = askedMs;
      failedMs = null;
    } else {
      problem = answer.reason;
      failedMs = clock.nowMs();
    }
    parts.onChange();
  }

  function tick(): void {
    if (closed) return;
    const newestMs = wish.frozen?.toMs ?? live.newestMs;
    if (newestMs === null) return;
    const reason = decideRefetch(
      {
        fetching,
        fetchedMs,
        failedMs,
        // What comes in now does not belong to a stretch that has passed.
        leftOutMs: wish.frozen ? null : live.leftOutMs,
        lastFrameMs: live.lastFrameMs,
        tailRows: wish.frozen ? 0 : live.ring.size() - live.ring.rowFrom(toTailStart(history, live.ring)),
      },
      clock.nowMs(),
    );
    if (reason !== "none") void fetchNow(newestMs);
  }

  const windowOf = (fromMs: EpochMs, toMs: EpochMs): WindowColumns =>
    assembleWindow({
      ...{ history, ring: live.ring, fromMs, toMs },
      bucketMs: toBucketMs(toMs - fromMs, wish.points),
    });

  return {
    wish,
    tick,
    problem: () => problem,
    renew: () => {
      renewals++;
      fetchedMs = null;
      failedMs = null;
    },
    close: () => {
      closed = true;
    },
    assemble: () => {
      if (wish.frozen) {
        const { fromMs, toMs } = wish.frozen;
        return { window: windowOf(fromMs, toMs), fromMs, toMs };
      }
      const toMs = live.newestMs;
      if (toMs === null) return null;
      const oldestMs = Math.min(history?.fromMs ?? toMs, live.ring.size() > 0 ? live.ring.timeAt(0) : toMs);
      const fromMs = fromFor(toMs) ?? oldestMs;
      return { window: windowOf(fromMs, toMs), fromMs, toMs };
    },
  };
}
