import type { DetectionState, TimeLeft } from "../../protocol/estimate.ts";
import type { NoticeState } from "../../protocol/notice.ts";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import { toReadable, toSpan } from "../../protocol/units.ts";
import { toWallTime } from "./zone.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** Ages below this would flicker between one and two seconds. */
const justNowMs: DurationMs = 2500;

const two = (n: number) => String(n).padStart(2, "0");

/** `12:03:07` in the shown zone. */
export function toTime(ms: EpochMs): string {
  const { hour, minute, second } = toWallTime(ms);
  return `${two(hour)}:${two(minute)}:${two(second)}`;
}

/** `15 Dec 2022` in the shown zone. */
export function toDay(ms: EpochMs): string {
  const { year, month, day } = toWallTime(ms);
  return `${day} ${months[month - 1] ?? ""} ${year}`;
}

/** `15 Dec 2022 12:03:07` in the shown zone. */
export const toStamp = (ms: EpochMs): string => `${toDay(ms)} ${toTime(ms)}`;

/** A value with as many decimals as its uncertainty supports: 43.92 ± 0.05, 22.8 ± 0.9; two digits after a 1. */
export function toMeasured(value: number, sd: number | null): string {
  if (!Number.isFinite(value)) return "unknown";
  if (sd === null || !Number.isFinite(sd) || sd <= 0) return toReadable(value);
  const magnitude = Math.floor(Math.log10(sd));
  const digits = sd / 10 ** magnitude < 2 ? 1 : 0;
  const decimals = Math.min(3, Math.max(0, digits - magnitude));
  return `${value.toFixed(decimals)} ± ${sd.toFixed(decimals)}`;
}

/** `9 to 17 min`; the unit once when both ends share it. */
function toSpanRange(fromMs: DurationMs, toMs: DurationMs): string {
  const from = toSpan(fromMs);
  const to = toSpan(toMs);
  if (from === to) return from;
  const [number, unit, ...more] = from.split(" ");
  const sameUnit = more.length === 0 && to.split(" ").length === 2 && to.endsWith(` ${unit}`);
  return sameUnit ? `${number} to ${to}` : `${from} to ${to}`;
}

/** `12 min (90 %: 9 to 17 min)`; says so where an end is not finite. */
export function toTimeLeftWords(left: TimeLeft): string {
  const { p05Ms, p50Ms, p95Ms } = left;
  if (p50Ms === null) {
    return p05Ms === null ? "no end in sight at this rate" : `${toSpan(p05Ms)} or more; the rate may be zero`;
  }
  if (p50Ms <= 0) return "none: the minimum is reached";
  if (p05Ms === null) return toSpan(p50Ms);
  const range = p95Ms === null ? `${toSpan(p05Ms)} or more` : toSpanRange(p05Ms, p95Ms);
  return `${toSpan(p50Ms)} (90 %: ${range})`;
}

/** A detection state as sentences. `rough`: rates in kg/h would claim what nobody knows of the loop. */
export function toDetectionWords(detection: DetectionState, rough = false): string {
  switch (detection.kind) {
    case "no-data":
      return "No data yet, so nothing can be said.";
    case "learning":
      return `Learning what healthy looks like, ${Math.round(detection.progress * 100)} % done: ${detection.reason}. Until then only losses far beyond any thermal movement are called.`;
    case "watching":
      return detection.smallestKgPerH === null || rough
        ? "Nothing accumulates."
        : `Nothing accumulates; a leak of ${toReadable(detection.smallestKgPerH, 2)} kg/h would be found within ten minutes.`;
    case "suspicious":
      return `A loss may be building up: the evidence is at ${Math.round(detection.strength * 100)} % of what an alarm needs.`;
    case "leaking":
      return "A leak is annunciated; its alarm says how fast and how long.";
    case "unknown":
      return `Cannot tell whether it leaks: ${detection.reason}.`;
  }
}

const attemptWords = (attempts: number): string => (attempts === 1 ? "1 attempt" : `${attempts} attempts`);

/** Where a notice stands, as a sentence. `nowMs` is the server's wall clock. */
export function toNoticeWords(state: NoticeState, nowMs: EpochMs): string {
  switch (state.kind) {
    case "queued":
      return "Waiting to be sent";
    case "sending":
      return state.attempt === 1 ? "Being sent" : `Being sent, attempt ${state.attempt}`;
    case "accepted":
      return `Accepted ${toTime(state.atMs)}`;
    case "retrying": {
      const next = state.nextAttemptMs <= nowMs ? "now" : `in ${toSpan(state.nextAttemptMs - nowMs)}`;
      return `Not taken yet, attempt ${state.attempts + 1} ${next}`;
    }
    case "given up":
      return `Given up after ${attemptWords(state.attempts)}`;
  }
}

/** `3 s ago`, by the server's wall clock. */
export function toAgo(arrivalMs: EpochMs | null, nowMs: EpochMs): string {
  if (arrivalMs === null) return "before this start";
  const ageMs = Math.max(0, nowMs - arrivalMs);
  return ageMs < justNowMs ? "just now" : `${toSpan(ageMs)} ago`;
}

/** Ends a text like a sentence without doubling its full stop. */
export const toSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
