import type { DurationMs } from "../../protocol/time.ts";
import type { Pace } from "./alarm-book.ts";

/** A hidden tab draws no frames, but its title and its horn must not wait for somebody to look. */
const hiddenMs: DurationMs = 250;
/** Between two pictures while very much stands: people cannot read faster, and the rest of the page wants its turn. */
const busyMs: DurationMs = 300;

/** With the next animation frame, or a little later where there are no frames or there is very much to draw. */
export const browserPace: Pace = (run, isBusy) => {
  let isDone = false;
  const once = (): void => {
    if (isDone) return;
    isDone = true;
    run();
  };
  if (!isBusy) requestAnimationFrame(once);
  setTimeout(once, isBusy ? busyMs : hiddenMs);
};
