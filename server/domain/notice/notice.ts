import type { ChannelId, IncidentId, LoopId, OccurrenceId } from "../../../protocol/ids.ts";
import type { NoticeState } from "../../../protocol/notice.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { PersonId, WebhookId } from "./policy.ts";

/** A file that goes with a mail. */
export interface MailAttachment {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** A picture that is drawn when the mail is sent, so that no decision waits for it: a loop's last hours. */
export interface PlotRequest {
  readonly loopId: LoopId;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  /** When it began, where that is known. */
  readonly onsetMs: EpochMs | null;
  readonly openedMs: EpochMs;
  /** The channel that moved first, which is then shown whatever it measures. */
  readonly firstOut?: ChannelId;
}

/** Where the picture goes in a mail's HTML; removed when there is no picture. */
export const plotPlace = "<!--plot-->";

/** Where a mail's HTML says that it comes late. */
export const latePlace = "<!--late-->";

/** A mail ready to be sent: text first, HTML as its twin. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Deterministic, so that a second delivery of the same notice is recognisable as such. */
  readonly messageId: string;
  /** The mail that this one follows, and those that mail programs make one thread of, oldest first. */
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly urgent: boolean;
  readonly attachments: readonly MailAttachment[];
  /** `null`: no picture. */
  readonly plot: PlotRequest | null;
}

/** A message to a webhook: JSON, ready to be signed and sent. */
export interface HookMessage {
  readonly hook: WebhookId;
  /** The same each time it is sent, so that a receiver knows it again. */
  readonly id: string;
  readonly body: string;
}

/** What a notice brings, by its way. */
export type NoticeMessage =
  | { readonly kind: "mail"; readonly mail: Mail }
  | { readonly kind: "webhook"; readonly hook: HookMessage };

/** One message to one person and how far it got. `sending` is not kept on disk: after a crash nobody is sending. */
export interface Notice {
  readonly id: string;
  readonly incidentId: IncidentId | null;
  readonly occurrenceId: OccurrenceId | null;
  /** `null`: to nobody in particular, such as a heartbeat. */
  readonly personId: PersonId | null;
  readonly person: string | null;
  /** Shown in lists. */
  readonly subject: string;
  readonly reason: string;
  readonly urgent: boolean;
  readonly createdMs: EpochMs;
  readonly message: NoticeMessage;
  readonly insteadOf: string | null;
  /** More notices for which this one stands in, of others who share its way; left out: none. */
  readonly alsoInsteadOf?: readonly string[];
  readonly state: Exclude<NoticeState, { readonly kind: "sending" }>;
}
