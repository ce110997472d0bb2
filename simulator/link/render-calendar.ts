import type { LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";

/** A loss of signal that is known beforehand. */
export interface PlannedWindow {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  /** In the controllers' words: "handover", "zone of exclusion". */
  readonly name: string;
}

/** An RFC 5545 line may be this long without its line break, in octets of UTF-8. */
const lineOctets = 75;

/**
 * An iCalendar file (RFC 5545) with one event a window, times in UTC and whole seconds, rounded outwards. A window's UID
 * follows from the loop and the window, so that a newer file replaces and does not double it. RFC 5545 asks for at least
 * one event; without windows there is nothing to publish.
 */
export function renderCalendar(
  windows: readonly PlannedWindow[],
  { loopId, madeAtMs }: { readonly loopId: LoopId; readonly madeAtMs: EpochMs },
): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Loopwatch//Simulator//EN",
    ...windows.flatMap((window) => toEvent(window, loopId, madeAtMs)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${foldLine(line)}\r\n`).join("");
}

function toEvent(
  { fromMs, toMs, name }: PlannedWindow,
  loopId: LoopId,
  madeAtMs: EpochMs,
): readonly string[] {
  const fromS = Math.floor(fromMs / 1000);
  const toS = Math.ceil(toMs / 1000);
  return [
    "BEGIN:VEVENT",
    `UID:${toText(`${loopId}-${fromS}-${toS}-${name}@loopwatch`)}`,
    `DTSTAMP:${toUtc(Math.floor(madeAtMs / 1000))}`,
    `DTSTART:${toUtc(fromS)}`,
    `DTEND:${toUtc(toS)}`,
    `SUMMARY:${toText(`${loopId}: loss of signal, ${name}`)}`,
    // The signal is gone, but nobody is busy.
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

/** 20221215T004500Z */
const toUtc = (atS: number): string => new Date(atS * 1000).toISOString().replaceAll(/[-:]|\.\d+/g, "");

/** Escaped as RFC 5545 section 3.3.11 asks; a control character has no place in a name and becomes a space. */
const toText = (text: string): string =>
  text
    .replaceAll(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll(/\r\n|\r|\n/g, "\\n")
    .replaceAll(/\p{Cc}/gu, " ");

/** Breaks a line into pieces of at most 75 octets, each but the first behind a space, no character torn apart. */
function foldLine(line: string): string {
  if (Buffer.byteLength(line) <= lineOctets) return line;
  let folded = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > lineOctets) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}
