import { type DurationMs, days, type EpochMs, minutes, seconds } from "../../../protocol/time.ts";
import type { Notice } from "./notice.ts";
import { toOneLine } from "./plain.ts";

/** How an attempt to hand a notice over ended. */
export type DeliveryOutcome =
  | { readonly kind: "taken"; readonly response: string }
  | { readonly kind: "failed"; readonly retryable: boolean; readonly message: string };

/**
 * Pauses after the first, second, … failed attempt: short at first, because a restart of a mail server takes
 * seconds and a leak may leave minutes; then what mail servers themselves use.
 */
const backoffsMs: readonly DurationMs[] = [seconds(5), seconds(15), minutes(1), minutes(5), minutes(15)];

/** The last pause, which repeats. */
const longestBackoffMs: DurationMs = minutes(15);

/** After this the news is too old to help; mail servers give up after a few days too (RFC 5321, 4.5.4.1). */
const giveUpAfterMs: DurationMs = days(3);

/** Attempts, an hour's worth, that also a notice gets which a start finds when it is old. */
const leastAttempts = 10;

export const isSettled = ({ state }: Notice): boolean =>
  state.kind === "accepted" || state.kind === "given up";

/** Attempts that have ended. */
export const toAttempts = ({ state }: Notice): number => ("attempts" in state ? state.attempts : 0);

/** Where a notice stands after an attempt. Settled notices stay as they are. */
export function decideDelivery(notice: Notice, outcome: DeliveryOutcome, nowMs: EpochMs): Notice["state"] {
  if (isSettled(notice)) return notice.state;
  const attempts = toAttempts(notice) + 1;
  if (outcome.kind === "taken")
    return { kind: "accepted", atMs: nowMs, attempts, response: toOneLine(outcome.response) };
  const lastError = toOneLine(outcome.message);
  const isTooOld = nowMs - notice.createdMs >= giveUpAfterMs && attempts >= leastAttempts;
  if (!outcome.retryable || isTooOld) return { kind: "given up", atMs: nowMs, attempts, lastError };
  const pauseMs = backoffsMs[attempts - 1] ?? longestBackoffMs;
  return { kind: "retrying", attempts, nextAttemptMs: nowMs + pauseMs, lastError };
}
