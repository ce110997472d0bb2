import type { IncidentId, OccurrenceId } from "./ids.ts";
import type { EpochMs } from "./time.ts";

/** Where a notice stands on its way to one person. */
export type NoticeState =
  | { readonly kind: "queued" }
  /** An attempt is under way; it is the `attempt`-th. */
  | { readonly kind: "sending"; readonly attempt: number; readonly lastError: string | null }
  /** The mail server took it, with this answer. */
  | {
      readonly kind: "accepted";
      readonly atMs: EpochMs;
      readonly attempts: number;
      readonly response: string;
    }
  | {
      readonly kind: "retrying";
      readonly attempts: number;
      readonly nextAttemptMs: EpochMs;
      readonly lastError: string;
    }
  | {
      readonly kind: "given up";
      readonly atMs: EpochMs;
      readonly attempts: number;
      readonly lastError: string;
    };

/** The words of `NoticeState`, in the order of its way. */
export const noticeStates = [
  "queued",
  "sending",
  "accepted",
  "retrying",
  "given up",
] as const satisfies readonly NoticeState["kind"][];

/** How a notice travels. */
export type NoticeChannel = "mail" | "webhook";

/** One message to one person, as the page lists it. */
export interface NoticeView {
  readonly id: string;
  /** `null` for notices that no incident caused, such as the daily digest. */
  readonly incidentId: IncidentId | null;
  readonly occurrenceId: OccurrenceId | null;
  readonly channel: NoticeChannel;
  /** Mail address, or the webhook's name. */
  readonly to: string;
  /** The person's name; `null` where only an address is known. */
  readonly person: string | null;
  readonly subject: string;
  /** Why it was sent: "first", "worse", "2nd reminder: unacknowledged for 15 min", "acknowledged by …", … */
  readonly reason: string;
  readonly createdMs: EpochMs;
  readonly state: NoticeState;
  /** The notice for which this one stands in, because that one was not delivered. */
  readonly insteadOf: string | null;
}

/** A mail kept by the built-in mail server, as listed. */
export interface KeptMailSummary {
  readonly id: string;
  readonly receivedMs: EpochMs;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
}

/** A kept mail, opened. `html` carries its inline pictures as data URLs. */
export interface KeptMail extends KeptMailSummary {
  readonly text: string;
  readonly html: string | null;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly bytes: number }[];
}
