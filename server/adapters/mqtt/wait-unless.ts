import type { DurationMs } from "../../../protocol/time.ts";
import type { Clock } from "../../app/ports.ts";

/** Waits, or no longer when the signal comes. */
export function waitUnless(signal: AbortSignal, ms: DurationMs, clock: Pick<Clock, "after">): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      cancel();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    signal.addEventListener("abort", done, { once: true });
  });
}
