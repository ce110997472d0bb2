import type { DurationMs } from "../../protocol/time.ts";

/** Marks pictures as old and draws them together, at most once an animation frame. */
export interface DrawLoop {
  readonly mark: () => void;
  readonly close: () => void;
}

/** Ten pictures a second are as many as a person can read from a trend. */
export const shortestMs: DurationMs = 100;
/** A hidden or starved tab gets no animation frames; a picture must not be older than this when it is looked at. */
const fallbackMs: DurationMs = 400;

/** Calls `draw` soon after `mark`, however often it is marked, with at least `pauseMs` between two. */
export function createDrawLoop(draw: () => void, pauseMs: () => DurationMs = () => shortestMs): DrawLoop {
  let marked = false;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let drawnMs = Number.NEGATIVE_INFINITY;

  function drawNow(): void {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    marked = false;
    drawnMs = performance.now();
    draw();
  }

  function onFrame(): void {
    if (performance.now() - drawnMs >= pauseMs()) drawNow();
    else frame = requestAnimationFrame(onFrame);
  }

  return {
    mark: () => {
      if (marked) return;
      marked = true;
      frame = requestAnimationFrame(onFrame);
      timer = setTimeout(drawNow, Math.max(fallbackMs, 2 * pauseMs()));
    },
    close: () => {
      marked = true;
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    },
  };
}
