import type { AlarmState, AlarmView } from "../../../protocol/alarm.ts";
import type { TimeLeft } from "../../../protocol/estimate.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { toReadable, toSpan, toVolume } from "../../../protocol/units.ts";
import type { Loop } from "../loop/loop.ts";
import { toUtcText } from "./utc.ts";

/** What the alarm is about in two or three words. */
export function toTopic(alarm: AlarmView): string {
  if (alarm.verdict === "leak") return "coolant leak";
  if (alarm.verdict !== "unknown") return alarm.verdict;
  return alarm.alarmClass === "leak" ? "possible coolant leak" : "unexplained change";
}

const goneStates: readonly AlarmState[] = [
  "returned unacknowledged",
  "latched unacknowledged",
  "latched",
  "normal",
];

/** The condition is gone, even if the alarm stays: no time is left to speak of, and the leak rate is history. */
export const isGone = ({ state }: AlarmView): boolean => goneStates.includes(state);

/** Where the alarm stands, for people. */
export function toStateText(alarm: AlarmView): string {
  switch (alarm.state) {
    case "unacknowledged":
      return "not acknowledged";
    case "acknowledged":
      return "acknowledged";
    case "returned unacknowledged":
      return "returned to normal, not acknowledged";
    case "latched unacknowledged":
      return "returned to normal, not acknowledged, stays until reset";
    case "latched":
      return "returned to normal, stays until reset";
    case "normal":
      // An occurrence that got worse is over without having returned.
      return alarm.returnedMs === null ? "over" : "returned to normal";
  }
}

/** `22.8 ± 1.2 kg/h`: the rate and one standard deviation; `null` while there is no rate. */
export function toRateText(alarm: AlarmView): string | null {
  if (alarm.leakKgPerH === null) return null;
  const rate = toReadable(alarm.leakKgPerH);
  return alarm.leakSdKgPerH === null ? `${rate} kg/h` : `${rate} ± ${toReadable(alarm.leakSdKgPerH, 2)} kg/h`;
}

/** The median alone: `9 min`, `none`, `more than 8 min`; `null` when nothing can be said. */
export function toTimeLeftShort(timeLeft: TimeLeft | null): string | null {
  if (timeLeft === null) return null;
  if (timeLeft.p50Ms !== null) return timeLeft.p50Ms > 0 ? toSpan(timeLeft.p50Ms) : "none";
  return timeLeft.p05Ms !== null && timeLeft.p05Ms > 0 ? `more than ${toSpan(timeLeft.p05Ms)}` : null;
}

/** What the short form leaves out: the 90 % interval, or what is sure when there is no finite answer. */
export function toTimeLeftInterval(timeLeft: TimeLeft | null): string | null {
  if (timeLeft === null) return null;
  const { p05Ms, p50Ms, p95Ms } = timeLeft;
  if (p50Ms !== null && p50Ms <= 0) return "the minimum inventory is reached";
  if (p50Ms === null)
    return p05Ms !== null && p05Ms > 0 ? "95 % sure; the leak may also be too slow to say" : null;
  const low = p05Ms === null ? "not known" : toSpan(Math.max(0, p05Ms));
  return `90 %: ${low} to ${p95Ms === null ? "no limit" : toSpan(p95Ms)}`;
}

/** When the loop reaches its minimum inventory, as a moment of source time; `null` when that is open or past. */
export function toMinimumReachedText(timeLeft: TimeLeft | null, asOfMs: EpochMs | null): string | null {
  if (timeLeft === null || asOfMs === null || timeLeft.p50Ms === null || timeLeft.p50Ms <= 0) return null;
  return toUtcText(asOfMs + timeLeft.p50Ms);
}

/** Litres that somebody configured: `44`, `39.8`, without the zeros that would claim a precision. */
export const toConfigured = (litres: number): string => String(Number(toReadable(litres, 4)));

/** True when nobody said how much is in the loop: its litres are guesses, shares of the charge are rough. */
export const isRough = ({ assumed }: Loop): boolean =>
  assumed.includes("chargeL") || assumed.includes("accumulator");

/** What a reader of rough figures must know. */
export const roughNote = "How much is in this loop is not configured: figures of its inventory are rough.";

/** `3.4 L of 44 L (7.7 %)`; `about 7.7 % of the charge` where the charge is assumed; `null` while it is not known. */
export function toLostText(alarm: AlarmView, loop: Loop): string | null {
  if (alarm.lostL === null) return null;
  const percent = toReadable((100 * alarm.lostL) / loop.chargeL, 2);
  if (isRough(loop)) return `about ${percent} % of the charge`;
  return `${toVolume(alarm.lostL)} of ${toConfigured(loop.chargeL)} L (${percent} %)`;
}
