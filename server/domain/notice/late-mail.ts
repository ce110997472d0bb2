import { type AlarmView, isUnacknowledged } from "../../../protocol/alarm.ts";
import { type DurationMs, type EpochMs, minutes } from "../../../protocol/time.ts";
import { toSpan } from "../../../protocol/units.ts";
import { isGone, toRateText, toTimeLeftShort } from "./alarm-words.ts";
import { html } from "./html.ts";
import type { LetterSources } from "./letter-sources.ts";
import { latePlace, type Mail, type Notice } from "./notice.ts";
import { toOneLine } from "./plain.ts";
import { readLetterData } from "./read-letter-data.ts";
import { toSubjectLine } from "./subject.ts";
import { toUtcText } from "./utc.ts";

/** A mail that waited no longer says what is so. */
export const lateAfterMs: DurationMs = minutes(2);

/** Alarms of one mail of which it is told what became of them. */
const mostTold = 5;

/** What became of an alarm that was unacknowledged and there when its mail was written; `null`: it still is. */
function toOvertaken(was: AlarmView, now: AlarmView | null): string | null {
  if (now === null) return "it is over";
  if (now.state === "normal")
    return now.returnedMs === null && now.acknowledgement === null
      ? "it has got worse, of which a newer mail tells"
      : "it is over";
  if (isUnacknowledged(was) && now.acknowledgement !== null)
    return `${toOneLine(now.acknowledgement.by, 80)} has acknowledged it`;
  return isGone(now) && !isGone(was) ? "it has returned to normal" : null;
}

function toNow(alarm: AlarmView | null): string {
  const rate = alarm === null || isGone(alarm) ? null : toRateText(alarm);
  const left = alarm === null || isGone(alarm) ? null : toTimeLeftShort(alarm.timeLeft);
  const figures = [
    ...(rate === null ? [] : [`leak rate ${rate}`]),
    ...(left === null ? [] : [`time left ${left}`]),
  ];
  return figures.length === 0 ? "" : ` Now: ${figures.join(", ")}.`;
}

/** What is wanted to know of a mail beside itself. */
export interface LateFacts {
  readonly nowMs: EpochMs;
  /** Later letters about the same alarm to the same person wait too. */
  readonly newer: number;
  readonly sources: Pick<LetterSources, "alarm">;
}

/**
 * A mail that waited for its server, as it goes at last: it says since when it waits, and what has overtaken it. What no longer
 * asks for anything says so in its subject and is not urgent. Younger ones stay as they are.
 */
export function toLateMail(notice: Notice, mail: Mail, { nowMs, newer, sources }: LateFacts): Mail {
  const waitedMs = nowMs - notice.createdMs;
  if (waitedMs < lateAfterMs) return mail;
  const alarms = readLetterData(mail.attachments)?.alarms ?? [];
  const told = alarms.map((was) => {
    const now = sources.alarm(was.id);
    return { was, now, overtaken: toOvertaken(was, now) };
  });
  const lines = told.slice(0, mostTold).flatMap(({ was, now, overtaken }) => {
    const more = overtaken === null ? toNow(now) : ` Since then: ${overtaken}.`;
    return more === "" ? [] : [`${toOneLine(was.headline)}.${more}`];
  });
  const note = [
    `This mail was written at ${toUtcText(notice.createdMs)} and could not be delivered for ${toSpan(waitedMs)}.`,
    ...lines,
    ...(newer === 0 ? [] : ["A newer letter about this follows."]),
  ];
  const [first] = told;
  const words = newer > 0 ? "a newer mail follows" : (first?.overtaken ?? null);
  const isOvertaken = newer > 0 || (told.length > 0 && told.every(({ overtaken }) => overtaken !== null));
  return {
    ...mail,
    ...(isOvertaken
      ? { subject: toSubjectLine(`Overtaken (${words}): ${mail.subject}`), urgent: false }
      : {}),
    text: `${note.join("\n")}\n\n${mail.text}`,
    html: mail.html.replace(latePlace, () => toRow(note)),
  };
}

const toRow = (note: readonly string[]): string =>
  html`<tr><td class="pad ink tile" style="background:#f1f4f7;padding:10px 24px;font-family:sans-serif;font-size:15px;line-height:21px;color:#1b1f24">${note.map((line) => html`<div>${line}</div>`)}</td></tr>`
    .markup;
