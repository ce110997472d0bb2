import { signal } from "@preact/signals";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";

/** A wall clock's reading, in the zone that is shown. */
export interface WallTime {
  readonly year: number;
  /** 1 is January. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Zone of every time on this page, an IANA name. UTC until a person chooses another. */
export const shownZone = signal("UTC");

/** Where this browser says that it is. */
export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** True for a name that this browser knows as a zone. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== null;
  } catch {
    // The only way to ask: a name that is no zone is refused.
    return false;
  }
}

const formatByZone = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formatByZone.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en", {
    ...{ timeZone: zone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23" },
    ...{ year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric" },
  });
  formatByZone.set(zone, format);
  return format;
}

/** What a clock in the shown zone reads at a moment. */
export function toWallTime(ms: EpochMs): WallTime {
  const zone = shownZone.value;
  if (zone === "UTC") {
    const at = new Date(ms);
    return {
      ...{ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() },
      ...{ hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds() },
    };
  }
  const parts = new Map(
    formatOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return {
    ...{ year: part("year"), month: part("month"), day: part("day") },
    ...{ hour: part("hour"), minute: part("minute"), second: part("second") },
  };
}

/** What the shown zone's clock is ahead of UTC at a moment. */
export function toZoneAheadMs(ms: EpochMs): DurationMs {
  if (shownZone.value === "UTC") return 0;
  const { year, month, day, hour, minute, second } = toWallTime(ms);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

/** `UTC`, or `UTC+01:00`: what stands beside a time, so that nobody takes one zone for another. */
export function toZoneWord(ms: EpochMs): string {
  if (shownZone.value === "UTC") return "UTC";
  const minutes = Math.round(toZoneAheadMs(ms) / 60_000);
  const two = (n: number): string => String(n).padStart(2, "0");
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? "−" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
