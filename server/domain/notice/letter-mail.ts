import { isUnacknowledged } from "../../../protocol/alarm.ts";
import type { LedgerLeak } from "../../../protocol/incident.ts";
import { toAlarmContent } from "./alarm-content.ts";
import { toAlarmRange, toRangeUrl } from "./alarm-range.ts";
import type { Letter, LetterReason } from "./letter.ts";
import { toLetterData } from "./letter-data.ts";
import type { LetterSources } from "./letter-sources.ts";
import { toLetterSubject } from "./letter-subject.ts";
import { type ListFacts, toBundleContent, toFloodContent } from "./list-content.ts";
import type { MailContent } from "./mail-content.ts";
import type { Mail, PlotRequest } from "./notice.ts";
import { toOneLine } from "./plain.ts";
import { renderMail } from "./render-mail.ts";
import { type ToldAlarm, toReasonText } from "./told-alarms.ts";

/** Reasons that ask nothing of the reader and show nothing new. */
const withoutPlot: readonly LetterReason["kind"][] = ["acknowledged", "reset", "held"];
const newsKinds: readonly LetterReason["kind"][] = [
  ...withoutPlot,
  "joined",
  "returned to normal",
  "flood over",
];

/** The letter as a mail to an address. `told`: its alarms, most urgent first. */
export function toLetterMail(
  letter: Letter,
  told: readonly ToldAlarm[],
  sources: LetterSources,
  to: string,
): Mail {
  const [main] = told;
  const isOne = (letter.form === "call" || letter.form === "news") && main !== undefined;
  const plot = isOne ? toPlotRequest(main, sources) : null;
  const incident = isOne ? sources.incident(main.alarm.incidentId) : null;
  return renderMail(
    isOne ? toOneContent(letter, told, sources, plot) : toListContent(letter, told, sources),
    {
      noticeId: letter.id,
      to,
      subject: toLetterSubject(letter, told),
      host: sources.host,
      after: letter.thread === null ? [] : [letter.thread.firstId, letter.thread.latestCallId],
      headers: toHeaders(letter, isOne ? main : null),
      urgent: letter.urgent,
      attachments: [
        toLetterData(
          letter,
          told.map(({ alarm }) => alarm),
          incident,
        ),
      ],
      plot,
    },
  );
}

function toPlotRequest({ alarm, reason }: ToldAlarm, sources: LetterSources): PlotRequest | null {
  const { loopId, alarmClass, onsetMs, openedMs, firstOut } = alarm;
  if (alarmClass === "house" || sources.loop(loopId) === null || withoutPlot.includes(reason.kind))
    return null;
  const range = toAlarmRange(alarm, sources.sourceMs(loopId));
  return { loopId, ...range, onsetMs, openedMs, ...(firstOut === null ? {} : { firstOut }) };
}

const findLeak = (leaks: readonly LedgerLeak[], occurrenceId: string): LedgerLeak | null =>
  leaks.find(({ entries }) => entries.some((entry) => entry.occurrenceId === occurrenceId)) ?? null;

function toOneContent(
  letter: Letter,
  told: readonly ToldAlarm[],
  sources: LetterSources,
  plot: PlotRequest | null,
): MailContent {
  const { alarm } = told[0]!;
  const sourceMs = alarm.alarmClass === "house" ? null : sources.sourceMs(alarm.loopId);
  return toAlarmContent(alarm, {
    loop: sources.loop(alarm.loopId),
    incident: sources.incident(alarm.incidentId),
    leak: findLeak(sources.ledger(alarm.loopId), alarm.id),
    reason: toReasonText(told),
    nowMs: letter.atMs,
    sourceMs,
    guidance: sources.guidance,
    ackUrl: toAckUrl(told[0]!, letter, sources),
    rangeUrl: toUrl(told[0]!, sources),
    hasPlot: plot !== null,
  });
}

/** What only came along asks for nothing. */
const toAckUrl = (
  { alarm, reason }: ToldAlarm,
  { personId }: Letter,
  sources: LetterSources,
): string | null =>
  isUnacknowledged(alarm) && reason.kind !== "joined" ? sources.ackUrl(alarm, personId) : null;

function toUrl({ alarm }: ToldAlarm, sources: LetterSources): string | null {
  if (sources.pageUrl === null) return null;
  const hasTrend = alarm.alarmClass !== "house" && sources.loop(alarm.loopId) !== null;
  return toRangeUrl(
    sources.pageUrl,
    alarm,
    hasTrend ? toAlarmRange(alarm, sources.sourceMs(alarm.loopId)) : null,
  );
}

function toListContent(letter: Letter, told: readonly ToldAlarm[], sources: LetterSources): MailContent {
  const facts: ListFacts = {
    listed: told.map((one) => ({
      ...one,
      url: toUrl(one, sources),
      ackUrl: letter.form === "bundle" ? toAckUrl(one, letter, sources) : null,
    })),
    count: letter.flood?.count ?? letter.items.length + (letter.more ?? 0),
    severity: letter.severity,
    page: sources.pageUrl === null ? null : { label: "Open the alarms", url: `${sources.pageUrl}/#/alarms` },
  };
  if (letter.form !== "flood" || letter.flood === null) return toBundleContent(facts);
  return toFloodContent(facts, letter.flood, letter.items[0]?.reason ?? { kind: "many at once" });
}

function toHeaders(letter: Letter, main: ToldAlarm | null): Readonly<Record<string, string>> {
  const kinds = new Set(letter.items.map(({ reason }) => reason.kind));
  const isNews = [...kinds].every((kind) => newsKinds.includes(kind));
  return {
    "X-Loopwatch-Form": letter.form,
    "X-Loopwatch-Severity": letter.severity,
    "X-Loopwatch-Reason": toOneLine([...kinds].join(", ")),
    ...(main === null
      ? {}
      : {
          "X-Loopwatch-Incident": main.alarm.incidentId,
          "X-Loopwatch-Alarm": main.alarm.id,
          "X-Loopwatch-Loop": main.alarm.loopId,
          "X-Loopwatch-State": main.alarm.state,
        }),
    ...(letter.form === "bundle" && isNews ? { Precedence: "bulk" } : {}),
  };
}
