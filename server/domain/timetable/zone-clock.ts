import { type DurationMs, type EpochMs, hours } from "../../../protocol/time.ts";
import { toUtcClock, toUtcDay } from "../notice/utc.ts";

/** What clocks on the wall show in one time zone. A local time is written as if it were one of UTC. */
export interface ZoneClock {
  /** IANA name. */
  readonly zone: string;
  toLocalMs(atMs: EpochMs): number;
  /**
   * The first moment at which the clock shows `localMs` or later: the first of two where it is set back, and the moment of
   * the jump where it is put forward over it.
   */
  toFirstMoment(localMs: number): EpochMs;
  /** A moment for people, to the minute: `2022-12-15 07:00`. */
  toText(atMs: EpochMs): string;
}

/** No zone changes its clocks twice within this. */
const aroundMs = hours(26);

const minuteMs = 60_000;

/** `GMT`, `GMT+01:00`, `GMT-00:44:30`. */
const offsetPattern = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/** Throws `RangeError` for a zone that nobody knows. */
export function createZoneClock(zone: string): ZoneClock {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });

  const offsetMs = (atMs: EpochMs): DurationMs => {
    const text = format.formatToParts(atMs).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hour = "0", minute = "0", second = "0"] = offsetPattern.exec(text) ?? [];
    const ms = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
    return sign === "-" ? -ms : ms;
  };

  const toLocalMs = (atMs: EpochMs): number => atMs + offsetMs(atMs);

  return {
    zone,
    toLocalMs,
    toFirstMoment(localMs) {
      const one = localMs - offsetMs(localMs - aroundMs);
      const other = localMs - offsetMs(localMs + aroundMs);
      const shown = [one, other].filter((atMs) => toLocalMs(atMs) === localMs);
      if (shown.length > 0) return Math.min(...shown);
      // The clock jumps over it: looks for the jump, which is on a whole minute.
      let before = Math.floor(Math.min(one, other) / minuteMs);
      let after = Math.ceil(Math.max(one, other) / minuteMs);
      while (after - before > 1) {
        const middle = Math.floor((before + after) / 2);
        if (toLocalMs(middle * minuteMs) >= localMs) after = middle;
        else before = middle;
      }
      return after * minuteMs;
    },
    toText(atMs) {
      const localMs = toLocalMs(atMs);
      return `${toUtcDay(localMs)} ${toUtcClock(localMs).slice(0, 5)}`;
    },
  };
}
