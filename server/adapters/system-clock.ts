import type { DurationMs } from "../../protocol/time.ts";
import type { Cancel, Clock } from "../app/ports.ts";

/** Node runs a timer at once when its delay does not fit 31 bits (24.8 days), so longer ones are set in stages. */
const longestTimerMs = 2 ** 31 - 1;

/** The machine's wall clock and timers. */
export function createSystemClock(): Clock {
  return {
    nowMs: () => Date.now(),
    after,
    every(ms, run) {
      const timer = setInterval(run, Math.min(ms, longestTimerMs));
      return () => clearInterval(timer);
    },
  };
}

function after(ms: DurationMs, run: () => void): Cancel {
  let timer: NodeJS.Timeout;
  const arm = (leftMs: DurationMs): void => {
    const stageMs = Math.min(leftMs, longestTimerMs);
    timer = setTimeout(() => (leftMs > stageMs ? arm(leftMs - stageMs) : run()), stageMs);
  };
  arm(ms);
  return () => clearTimeout(timer);
}
