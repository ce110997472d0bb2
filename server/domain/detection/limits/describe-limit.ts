import type { Evidence } from "../../../../protocol/alarm.ts";
import type { EpochMs } from "../../../../protocol/time.ts";
import { toReadable, toSpan, unitLabel } from "../../../../protocol/units.ts";
import type { Finding } from "../../alarm/alarm.ts";
import type { Channel, Limit } from "../../loop/loop.ts";

/** What is known of a limit when it is put into words. Values in the channel's unit, of rates that unit a minute. */
export interface LimitCase {
  readonly channel: Channel;
  readonly limit: Limit;
  readonly atMs: EpochMs;
  readonly now: number;
  /** While it is passed: the value farthest beyond, and since when. */
  readonly worst: number;
  readonly sinceMs: EpochMs;
  /** False while a passed limit is back inside, but not by the deadband. */
  readonly isBeyond: boolean;
  /** Sensors of the same at the same place. */
  readonly neighbours: readonly {
    readonly name: string;
    readonly reading: number;
    readonly isBeyond: boolean;
  }[];
}

/** Digits of a reading beside its limit; more only where fewer would read as the limit itself. */
const usualDigits = 3;
const mostDigits = 9;

const isOfRate = ({ kind }: Limit): boolean => kind === "rising" || kind === "falling";

function withUnit(text: string, { channel, limit }: Pick<LimitCase, "channel" | "limit">): string {
  const label = unitLabel[channel.unit];
  const valued = label === "" || label === "°" ? `${text}${label}` : `${text} ${label}`;
  return isOfRate(limit) ? `${valued} a minute` : valued;
}

/** What a limit's number is called, as it was written; the sign of a falling rate lies in the word. */
const toEdge = (known: LimitCase, value = known.limit.value): string => withUnit(String(value), known);

/** A reading with so many digits that it is not taken for the limit that it is beyond, or short of. */
function toReading(known: LimitCase, value: number): string {
  const shown = isOfRate(known.limit) && known.limit.kind === "falling" ? -value : value;
  for (let digits = usualDigits; digits < mostDigits; digits++) {
    const text = toReadable(shown, digits);
    if (Number(text) !== known.limit.value || shown === known.limit.value) return withUnit(text, known);
  }
  return withUnit(String(shown), known);
}

const words = {
  above: { beyond: "is above", was: "was above", farthest: "highest", back: "below" },
  below: { beyond: "is below", was: "was below", farthest: "lowest", back: "above" },
  rising: { beyond: "rises by", was: "rose", farthest: "fastest", back: "" },
  falling: { beyond: "falls by", was: "fell", farthest: "fastest", back: "" },
} as const;

/** The value at which a passed limit is over. */
function toEnd({ limit }: LimitCase): number {
  const end = limit.kind === "below" ? limit.value + limit.deadband : limit.value - limit.deadband;
  // A sum of decimals, as a person would write it: 0.3 and not 0.30000000000000004.
  return Number(end.toPrecision(12));
}

function toHeadline(known: LimitCase): string {
  const { channel, limit, isBeyond } = known;
  const { beyond, was } = words[limit.kind];
  const now = toReading(known, known.now);
  if (isOfRate(limit)) {
    return isBeyond
      ? `${channel.name} ${beyond} ${now}, faster than ${toEdge(known)}`
      : `${channel.name} ${was} faster than ${toEdge(known)}, and still ${beyond} ${now}`;
  }
  return isBeyond
    ? `${channel.name} ${now} ${beyond} ${toEdge(known)}`
    : `${channel.name} ${was} ${toEdge(known)} and is back at ${now}, by less than the deadband`;
}

/** What was configured, in a sentence. */
function toRule(known: LimitCase): string {
  const { limit } = known;
  const verb = isOfRate(limit) ? `${limit.kind} faster than` : limit.kind;
  const end = isOfRate(limit)
    ? `over when slower than ${toEdge(known, toEnd(known))}`
    : `over when ${words[limit.kind].back} ${toEdge(known, toEnd(known))}`;
  const mode = limit.only === null ? "" : `; it holds while the pump ${pumpWords[limit.only]}`;
  return `The limit "${limit.name}" is set to ${verb} ${toEdge(known)}, ${end}${mode}.`;
}

const pumpWords = { running: "runs", stopped: "stands" } as const;

/** A limit that is passed, in the words of the alarm panel and the mail. */
export function describePassed(known: LimitCase): Finding {
  const { limit, channel, atMs, sinceMs, worst } = known;
  const evidence: Evidence[] = [
    {
      side: "for",
      text: `The limit was passed ${toSpan(atMs - sinceMs)} ago; the ${words[limit.kind].farthest} since then was ${toReading(known, worst)}.`,
    },
    ...known.neighbours.map(
      ({ name, reading, isBeyond }): Evidence => ({
        side: isBeyond ? "for" : "against",
        text: `${name}, at the same place, reads ${toReading(known, reading)}${isBeyond ? ", too" : ""}.`,
      }),
    ),
    { side: "note", text: toRule(known) },
  ];
  return {
    severity: limit.severity,
    verdict: "limit passed",
    headline: toHeadline(known),
    evidence,
    onsetMs: sinceMs,
    leakKgPerH: null,
    leakSdKgPerH: null,
    lostL: null,
    timeLeft: null,
    firstOut: channel.id,
  };
}

/** Why a limit is passed no longer. */
export function describeEnd(known: LimitCase): string {
  const { limit, channel } = known;
  const now = toReading(known, known.now);
  if (isOfRate(limit)) return `${channel.name} changes no faster than ${toEdge(known, toEnd(known))}`;
  return `${channel.name} is at ${now}, not ${limit.kind} ${toEdge(known)}`;
}

/** Why a limit does not hold now. */
export const describeOtherMode = ({ only }: Limit): string =>
  `the limit holds only while the pump ${pumpWords[only ?? "running"]}`;
