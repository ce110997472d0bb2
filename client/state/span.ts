import { type DurationMs, days, type EpochMs, seconds } from "../../protocol/time.ts";
import type { TimeSpan } from "./route.ts";

/** Nothing is recorded more finely than this, and nobody looks at more than a few years at once. */
const shortestMs: DurationMs = seconds(5);
const longestMs: DurationMs = days(1500);

/** Moves a stretch by a share of itself; never beyond the newest sample, where it would show nothing. */
export function panSpan(span: TimeSpan, share: number, newestMs: EpochMs): TimeSpan {
  const lengthMs = span.toMs - span.fromMs;
  const toMs = Math.min(Math.round(span.toMs + share * lengthMs), newestMs);
  return { fromMs: toMs - lengthMs, toMs };
}

/** Makes a stretch longer or shorter about a moment in it, which stays where it is in the picture. */
export function zoomSpan(span: TimeSpan, factor: number, aboutMs: EpochMs): TimeSpan {
  const lengthMs = span.toMs - span.fromMs;
  const nextMs = Math.min(longestMs, Math.max(shortestMs, lengthMs * factor));
  const share = (aboutMs - span.fromMs) / lengthMs;
  const fromMs = Math.round(aboutMs - share * nextMs);
  return { fromMs, toMs: fromMs + Math.round(nextMs) };
}
