import type { AlarmView } from "../../../protocol/alarm.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { toReadable } from "../../../protocol/units.ts";
import type { Loop } from "../loop/loop.ts";
import { toAlarmContent } from "./alarm-content.ts";
import { toTimeLeftShort, toTopic } from "./alarm-words.ts";
import { toFirstNoticeId, toMessageId } from "./message-id.ts";
import type { Mail } from "./notice.ts";
import { toOneLine } from "./plain.ts";
import { isCall, type NoticeReason } from "./reason.ts";
import { renderHtml } from "./render-html.ts";
import { renderText } from "./render-text.ts";

/** Longest subject, characters; phones show some 40, servers refuse near 1,000. */
const longestSubject = 120;

/** Where one mail goes and where its reader is led. */
export interface MailContext {
  readonly noticeId: string;
  readonly to: string;
  /** Right side of Message-IDs (`toMailHost`). */
  readonly host: string;
  /** Address at which the live page shows this loop; `null` when there is none to give. */
  readonly pageUrl: string | null;
  /** Source time at which the alarm looked like this; `null` when unknown. */
  readonly asOfMs: EpochMs | null;
  /** Subject of the first mail about this occurrence; `null` when this is the first, or it is not known any more. */
  readonly threadSubject: string | null;
}

/**
 * Subject of the first mail of an alarm, e.g. `[Loopwatch] WARNING ms-22: coolant leak, 22.8 kg/h, 9 min left`. The
 * other classes have no figures: the headline says more than the verdict, `The pump has stopped; the loop does not cool`.
 */
export function toSubject(alarm: AlarmView): string {
  const rate = alarm.leakKgPerH === null ? null : `${toReadable(alarm.leakKgPerH)} kg/h`;
  const left = toTimeLeftShort(alarm.timeLeft);
  const topic = alarm.alarmClass === "leak" ? toTopic(alarm) : alarm.headline;
  const parts = [topic, rate, left === null ? null : `${left === "none" ? "no time" : left} left`];
  const said = parts.filter((part) => part !== null).join(", ");
  return toOneLine(`[Loopwatch] ${alarm.severity.toUpperCase()} ${alarm.loopId}: ${said}`, longestSubject);
}

/**
 * The mail about an alarm to one person. Mail programs make a thread from the reference and the unchanged
 * subject, so later mails keep the first one's subject; an alarm that got worse gets its own, as a new call does.
 */
export function renderMail(alarm: AlarmView, loop: Loop, reason: NoticeReason, context: MailContext): Mail {
  const { to, host, threadSubject } = context;
  const content = toAlarmContent(alarm, { loop, reason, pageUrl: context.pageUrl, asOfMs: context.asOfMs });
  const firstId = toFirstNoticeId(alarm.id, to);
  const call = isCall(reason);
  return {
    to,
    subject: call ? toSubject(alarm) : `Re: ${threadSubject ?? toSubject(alarm)}`,
    text: renderText(content),
    html: renderHtml(content),
    messageId: toMessageId(context.noticeId, host),
    inReplyTo: context.noticeId === firstId ? null : toMessageId(firstId, host),
    headers: {
      ...automaticHeaders,
      "X-Loopwatch-Alarm": alarm.id,
      "X-Loopwatch-Loop": alarm.loopId,
      "X-Loopwatch-State": alarm.state,
    },
    urgent: call && (alarm.severity === "emergency" || alarm.severity === "warning"),
  };
}

/** No answering machine shall answer an alarm: RFC 3834, and Exchange's own header. */
export const automaticHeaders: Readonly<Record<string, string>> = {
  "Auto-Submitted": "auto-generated",
  "X-Auto-Response-Suppress": "All",
};
