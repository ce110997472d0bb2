import { type AlarmView, houseId, type Severity } from "../../../protocol/alarm.ts";
import type { TimeLeft } from "../../../protocol/estimate.ts";
import { type DurationMs, days, hours, minutes, seconds } from "../../../protocol/time.ts";
import { toReadable, toSpan } from "../../../protocol/units.ts";
import { isGone } from "./alarm-words.ts";
import type { LetterReason } from "./letter.ts";
import { toOneLine } from "./plain.ts";

/** Longest subject, characters; phones show some 40, servers refuse near 1,000. */
const longestSubject = 120;

const asciiByCharacter: Readonly<Record<string, string>> = {
  "±": "+/-",
  "−": "-",
  "–": "-",
  "—": "-",
  "…": "...",
  "°": "deg",
  "·": "*",
  "“": '"',
  "”": '"',
  "’": "'",
  "₂": "2",
};

/** Our own signs in ASCII: pagers and gateways to text messages lose the others. The owner's names keep their letters. */
const toPlainSigns = (text: string): string =>
  text.replace(/[±−–—…°·“”’₂]/g, (sign) => asciiByCharacter[sign] ?? sign);

/** A subject of one line and of a length that phones show. */
export const toSubjectLine = (text: string): string => toOneLine(toPlainSigns(text), longestSubject);

/** Units of a span with the span from which the next larger one reads better. */
const spanUnits = [
  { name: "s", ms: seconds(1), upToMs: minutes(2) },
  { name: "min", ms: minutes(1), upToMs: hours(2) },
  { name: "h", ms: hours(1), upToMs: hours(48) },
  { name: "d", ms: days(1), upToMs: Number.POSITIVE_INFINITY },
] as const;

/** `9`, `1.5`: as fine as a decision needs. */
const toRough = (count: number): string => (count < 3 ? String(Number(count.toFixed(1))) : count.toFixed(0));

/** `9 h left (6-14)`: the median and the 90 % interval in one unit; `null` when nothing can be said. */
function toTimeLeftWords(timeLeft: TimeLeft | null): string | null {
  if (timeLeft === null) return null;
  const { p05Ms, p50Ms, p95Ms } = timeLeft;
  if (p50Ms === null) return p05Ms !== null && p05Ms > 0 ? `more than ${toSpan(p05Ms)} left` : null;
  if (p50Ms <= 0) return "no time left";
  const unit = spanUnits.find(({ upToMs }) => p50Ms < upToMs) ?? spanUnits[3];
  const inUnit = (ms: DurationMs): string => toRough(Math.max(0, ms) / unit.ms);
  const low = p05Ms === null ? null : inUnit(p05Ms);
  const high = p95Ms === null ? null : inUnit(p95Ms);
  const interval = low === null ? "" : high === null ? ` (${low} or more)` : ` (${low}-${high})`;
  return `${inUnit(p50Ms)} ${unit.name} left${interval}`;
}

/** One digit of a deviation, or two where the first is a 1, so that rounding stays under a third of it. */
function toDeviation(sd: number): string {
  const leading = sd > 0 ? sd / 10 ** Math.floor(Math.log10(sd)) : 0;
  return toReadable(sd, leading < 2 ? 2 : 1);
}

/** `22.8 kg/h +/- 4`. */
function toRateWords({ leakKgPerH, leakSdKgPerH }: AlarmView): string | null {
  if (leakKgPerH === null) return null;
  const rate = `${toReadable(leakKgPerH)} kg/h`;
  return leakSdKgPerH === null ? rate : `${rate} +/- ${toDeviation(leakSdKgPerH)}`;
}

/**
 * What stands behind the loop in a subject: `leak 22.8 kg/h +/- 4, 9 h left (6-14)`. Without a rate the headline says
 * more than the verdict: `The pump has stopped; the loop does not cool`.
 */
export function toSubjectTopic(alarm: AlarmView): string {
  const rate = alarm.alarmClass === "leak" ? toRateWords(alarm) : null;
  if (rate === null || (alarm.verdict !== "leak" && alarm.verdict !== "unknown")) return alarm.headline;
  const left = isGone(alarm) ? null : toTimeLeftWords(alarm.timeLeft);
  return `${alarm.verdict === "leak" ? "leak" : "possible leak"} ${rate}${left === null ? "" : `, ${left}`}`;
}

/** Severity and whose alarm: `WARNING loop-a`. */
export const toSubjectHead = (severity: Severity, alarm: Pick<AlarmView, "loopId">): string =>
  `${severity.toUpperCase()} ${alarm.loopId === houseId ? "Loopwatch" : alarm.loopId}`;

/** What a call that is not the first says before anything else; `null`: nothing. */
function toCallWords(reason: LetterReason): string | null {
  switch (reason.kind) {
    case "worse":
      return `was ${reason.from.toUpperCase()}`;
    case "grew":
      return "grew";
    case "back":
      return "back again";
    case "ignored":
      return `still there ${toSpan(reason.forMs)} after the acknowledgement`;
    case "escalated":
    case "reminder":
      return `not acknowledged for ${toSpan(reason.forMs)}`;
    case "minimum reached":
      return "minimum reached";
    case "no longer held":
      return `no longer ${reason.was}`;
    case "first":
    case "joined":
    case "acknowledged":
    case "returned to normal":
    case "reset":
    case "held":
    case "many at once":
    case "flood over":
      return null;
  }
}

/** Subject of a call: the decision at this moment, e.g. `WARNING loop-a: leak 22.8 kg/h +/- 4, 9 h left (6-14)`. */
export function toCallSubject(alarm: AlarmView, reason: LetterReason): string {
  const words = toCallWords(reason);
  const head = toSubjectHead(alarm.severity, alarm);
  return toSubjectLine(`${head}: ${words === null ? "" : `${words}, `}${toSubjectTopic(alarm)}`);
}

/** Subject of what follows in a thread: mail programs make one of equal subjects as well as of references. */
export const toReplySubject = (threadSubject: string): string =>
  `Re: ${threadSubject.replace(/^(?:Re: )+/i, "")}`;
