import type { DurationMs } from "../../protocol/time.ts";
import { toReadable } from "../../protocol/units.ts";
import type { ProgressScreen } from "../write-file/progress.ts";

/** How far a run is. */
export interface LoadProgress {
  /** Source time made so far, and how much it will be; `null`: until stopped. */
  readonly madeMs: DurationMs;
  readonly lengthMs: DurationMs | null;
  /** Wall-clock time since the start. */
  readonly elapsedMs: DurationMs;
  /** Made so far, and of these not yet taken by the other side. */
  readonly points: number;
  readonly waitingPoints: number;
  readonly bytes: number;
  /** By how much the points are behind the wall clock now, and at worst; 0 in a run without pace. */
  readonly lagMs: DurationMs;
  readonly worstLagMs: DurationMs;
}

/** More than a timer's or a collector's hiccup: the load does not keep its pace. */
export const noticedLagMs: DurationMs = 1000;

/** Bar and share (or seconds made), points, values a second, then what waits or is late. One line without its end. */
export function renderLoadProgress(progress: LoadProgress, channels: number): string {
  const { madeMs, lengthMs, points, elapsedMs, lagMs, waitingPoints } = progress;
  const share = lengthMs === null || lengthMs === 0 ? null : Math.min(1, madeMs / lengthMs);
  const rate = elapsedMs > 0 ? (points * channels * 1000) / elapsedMs : 0;
  return [
    share === null ? `${(madeMs / 1000).toFixed(0)} s` : `${renderBar(share)} ${Math.floor(share * 100)} %`,
    `${toCount(points)} points`,
    `${toCount(rate)} values/s`,
    ...(waitingPoints > 0 ? [`${toCount(waitingPoints)} points wait`] : []),
    ...(lagMs >= noticedLagMs ? [`${(lagMs / 1000).toFixed(1)} s behind`] : []),
  ].join(", ");
}

const barWidth = 24;

function renderBar(share: number): string {
  const full = Math.floor(share * barWidth);
  return `[${"#".repeat(full)}${"-".repeat(barWidth - full)}]`;
}

/** `950`, `12.3k`, `4.56M`. */
function toCount(value: number): string {
  if (value < 1000) return String(Math.round(value));
  return value < 1e6 ? `${toReadable(value / 1e3)}k` : `${toReadable(value / 1e6)}M`;
}

/** Redraws of a terminal's line, and lines of a log in a run without a length. */
const redrawMs: DurationMs = 200;
const logEveryMs: DurationMs = 10_000;

/** Writes progress as often as it helps a reader; into a log ten lines in all, or one each 10 s without a length. */
export interface LoadPrinter {
  show(progress: LoadProgress): void;
  /** Ends a terminal's line. */
  end(): void;
}

/** Nothing is written before the first `show`. */
export function createLoadPrinter(screen: ProgressScreen, channels: number): LoadPrinter {
  let shownMs = Number.NEGATIVE_INFINITY;
  let shownTenth = 0;
  let isLineOpen = false;

  const isDue = ({ madeMs, lengthMs, elapsedMs }: LoadProgress): boolean => {
    if (screen.isTerminal) return elapsedMs - shownMs >= redrawMs || madeMs === lengthMs;
    if (lengthMs === null) return elapsedMs - Math.max(0, shownMs) >= logEveryMs;
    return Math.floor((10 * madeMs) / Math.max(1, lengthMs)) > shownTenth;
  };

  return {
    show(progress) {
      if (!isDue(progress)) return;
      shownMs = progress.elapsedMs;
      shownTenth = Math.floor((10 * progress.madeMs) / Math.max(1, progress.lengthMs ?? 1));
      const line = renderLoadProgress(progress, channels);
      // Erase to the end of the line: the last one may have been longer.
      screen.write(screen.isTerminal ? `\r${line}\u001b[K` : `${line}\n`);
      isLineOpen = screen.isTerminal;
    },
    end() {
      if (isLineOpen) screen.write("\n");
      isLineOpen = false;
    },
  };
}
