import type { NoticeState } from "../../../protocol/notice.ts";
import { type DurationMs, days, type EpochMs, minutes, seconds } from "../../../protocol/time.ts";
import type { Notice } from "./notice.ts";
import { toOneLine } from "./plain.ts";

/** How an attempt to hand a mail to a mail server ended. */
export type DeliveryOutcome =
  | { readonly kind: "taken"; readonly response: string }
  | { readonly kind: "failed"; readonly retryable: boolean; readonly message: string };

/**
 * Pauses after the first, second, … failed attempt: short at first, because a restart of a mail server takes
 * seconds and a leak may leave minutes; then what mail servers themselves use.
 */
const backoffsMs: readonly DurationMs[] = [seconds(5), seconds(15), minutes(1), minutes(5), minutes(15)];

/** The last pause, which repeats. */
export const longestBackoffMs: DurationMs = minutes(15);

/** After this the news is too old to help; mail servers give up after a few days too (RFC 5321, 4.5.4.1). */
export const giveUpAfterMs: DurationMs = days(3);

/** Where a notice stands after an attempt. Settled notices stay as they are. */
export function decideDelivery(notice: Notice, outcome: DeliveryOutcome, nowMs: EpochMs): NoticeState {
  const { state } = notice;
  if (state.kind !== "pending") return state;
  const attempts = state.attempts + 1;
  if (outcome.kind === "taken")
    return { kind: "accepted", atMs: nowMs, attempts, response: toOneLine(outcome.response) };
  const lastError = toOneLine(outcome.message);
  if (!outcome.retryable || nowMs - notice.createdMs >= giveUpAfterMs)
    return { kind: "given up", atMs: nowMs, attempts, lastError };
  const pauseMs = backoffsMs[attempts - 1] ?? longestBackoffMs;
  return { kind: "pending", attempts, nextAttemptMs: nowMs + pauseMs, lastError };
}
