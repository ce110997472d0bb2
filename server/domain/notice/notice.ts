import type { OccurrenceId } from "../../../protocol/ids.ts";
import type { NoticeState } from "../../../protocol/notice.ts";
import type { EpochMs } from "../../../protocol/time.ts";

/** A mail ready to be sent: text first, HTML as its twin. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Deterministic, so that a second delivery of the same notice is recognisable as such. */
  readonly messageId: string;
  /** The first mail of the same alarm, so that mail programs show one thread. */
  readonly inReplyTo: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly urgent: boolean;
}

/** One message to one person and how far it got. */
export interface Notice {
  readonly id: string;
  readonly occurrenceId: OccurrenceId | null;
  readonly reason: string;
  readonly createdMs: EpochMs;
  readonly mail: Mail;
  readonly state: NoticeState;
}
