import type { DurationMs } from "../../protocol/time.ts";

/** Marks pictures as old and draws them together, at most once an animation frame. */
export interface DrawLoop {
  readonly mark: () => void;
  readonly close: () => void;
}

/** Ten pictures a second are as many as a person can read from a trend. */
const shortestMs: DurationMs = 100;
/** A hidden or starved tab gets no animation frames; a picture must not be older than this when it is looked at. */
const fallbackMs: DurationMs = 400;

/** Calls `draw` soon after `mark`, however often it is marked. */
export function createDrawLoop(draw: () => void): DrawLoop {
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
    if (performance.now() - drawnMs >= shortestMs) drawNow();
    else frame = requestAnimationFrame(onFrame);
  }

  return {
    mark: () => {
      if (marked) return;
      marked = true;
      frame = requestAnimationFrame(onFrame);
      timer = setTimeout(drawNow, fallbackMs);
    },
    close: () => {
      marked = true;
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    },
  };
}
