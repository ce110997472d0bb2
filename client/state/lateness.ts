import type { Signal } from "@preact/signals";
import type { Frame } from "../../protocol/telemetry.ts";
import { type DurationMs, type EpochMs, minutes } from "../../protocol/time.ts";
import { toSpan } from "../../protocol/units.ts";

/** How old samples are when they are seen, and what was left out on their way. */
export interface Lateness {
  /** From the sensor's own time to the picture on this screen, by the server's clock; `null` before the first sample. */
  readonly shownAfterMs: DurationMs | null;
  /** Samples that did not come to this page within the last minute; trends read them from the history. */
  readonly leftOut: number;
}

/** Follows frames. */
export interface LatenessWatch {
  readonly takeFrame: (frame: Frame) => void;
  /** Puts what was measured since the last call into the signal. */
  readonly tick: () => void;
}

const forgetMs: DurationMs = minutes(1);
/** A source whose clock is this far away is no measure of how fast we are: a recording, or a simulator that runs faster. */
const otherClockMs: DurationMs = minutes(10);
/** Clocks of machines differ by as much without anybody minding. */
const aheadMs: DurationMs = 500;

/** `serverNowMs`: the server's clock at this moment. `afterPaint` runs what it is given when the next picture stands. */
export function createLateness(
  now: Signal<Lateness>,
  serverNowMs: () => EpochMs,
  afterPaint: (run: () => void) => void,
): LatenessWatch {
  let newestMs = Number.NEGATIVE_INFINITY;
  let isWaiting = false;
  let measured: DurationMs[] = [];
  let left: { readonly atMs: EpochMs; readonly count: number }[] = [];

  function measure(): void {
    isWaiting = false;
    measured.push(serverNowMs() - newestMs);
    newestMs = Number.NEGATIVE_INFINITY;
  }

  return {
    takeFrame({ tMs, coalesced }) {
      if (coalesced > 0) left.push({ atMs: serverNowMs(), count: coalesced });
      newestMs = Math.max(newestMs, tMs.at(-1) ?? Number.NEGATIVE_INFINITY);
      if (isWaiting || newestMs === Number.NEGATIVE_INFINITY) return;
      isWaiting = true;
      afterPaint(measure);
    },
    tick() {
      const sinceMs = serverNowMs() - forgetMs;
      left = left.filter(({ atMs }) => atMs > sinceMs);
      const middle = measured.toSorted((a, b) => a - b)[measured.length >>> 1];
      const shownAfterMs = middle ?? now.peek().shownAfterMs;
      const leftOut = left.reduce((sum, { count }) => sum + count, 0);
      measured = [];
      const last = now.peek();
      if (shownAfterMs !== last.shownAfterMs || leftOut !== last.leftOut)
        now.value = { shownAfterMs, leftOut };
    },
  };
}

/** How late, as words; `null`: there is nothing to say yet. */
export function toLatenessWords({ shownAfterMs }: Lateness): string | null {
  if (shownAfterMs === null) return null;
  if (shownAfterMs < -aheadMs) return `sensor time is ${toSpan(-shownAfterMs)} ahead of the server`;
  if (shownAfterMs > otherClockMs) return `sensor time is ${toSpan(shownAfterMs)} behind the server`;
  const seconds = Math.max(0, shownAfterMs) / 1000;
  return `${seconds < 10 ? `${seconds.toFixed(1)} s` : toSpan(shownAfterMs)} from sensor to screen`;
}

/** What was left out, as words; `null`: nothing. */
export const toLeftOutWords = ({ leftOut }: Lateness): string | null =>
  leftOut === 0 ? null : `${leftOut} ${leftOut === 1 ? "sample" : "samples"} left out in the last minute`;
