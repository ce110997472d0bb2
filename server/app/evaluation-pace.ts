import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import { linkLostAfterMs } from "../domain/quality/held-samples.ts";

/** Where a detector is on its way through its evaluations; source time. */
export interface EvaluationPace {
  /** The evaluation that comes next; `NaN` before the first sample. */
  nextMs: EpochMs;
  /** The newest sample handed on; `-Infinity` before the first. */
  heardMs: EpochMs;
}

/** Runs the evaluations that are due before a sample of `atMs`, at whole multiples of `everyMs`. */
export function evaluateBefore(
  pace: EvaluationPace,
  atMs: EpochMs,
  everyMs: DurationMs,
  evaluate: (atMs: EpochMs) => void,
): void {
  if (Number.isNaN(pace.nextMs)) pace.nextMs = Math.ceil(atMs / everyMs) * everyMs;
  if (pace.nextMs >= atMs) return;
  // In a silence the values held soon say nothing any more: time stands still until something is heard.
  const untilMs = Math.min(atMs, pace.heardMs + linkLostAfterMs);
  for (; pace.nextMs < untilMs; pace.nextMs += everyMs) evaluate(pace.nextMs);
  if (pace.nextMs < atMs) pace.nextMs = Math.ceil(atMs / everyMs) * everyMs;
}
