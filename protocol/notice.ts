import type { OccurrenceId } from "./ids.ts";
import type { EpochMs } from "./time.ts";

/** Where a notice stands on its way to one person. */
export type NoticeState =
  | {
      readonly kind: "pending";
      readonly attempts: number;
      readonly nextAttemptMs: EpochMs;
      readonly lastError: string | null;
    }
  | {
      readonly kind: "accepted";
      readonly atMs: EpochMs;
      readonly attempts: number;
      readonly response: string;
    }
  | {
      readonly kind: "given up";
      readonly atMs: EpochMs;
      readonly attempts: number;
      readonly lastError: string;
    };

/** One message to one person, as the page lists it. */
export interface NoticeView {
  readonly id: string;
  /** `null` for notices that no alarm caused, such as the daily summary. */
  readonly occurrenceId: OccurrenceId | null;
  readonly to: string;
  readonly subject: string;
  /** Why it was sent: "first", "worse", "acknowledged by …", "returned to normal", "daily summary". */
  readonly reason: string;
  readonly createdMs: EpochMs;
  readonly state: NoticeState;
}

/** A mail kept by the built-in mail server, as listed. */
export interface KeptMailSummary {
  readonly id: string;
  readonly receivedMs: EpochMs;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
}

/** A kept mail, opened. */
export interface KeptMail extends KeptMailSummary {
  readonly text: string;
  readonly html: string | null;
}
