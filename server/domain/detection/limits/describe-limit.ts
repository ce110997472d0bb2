import type { Evidence } from "../../../../protocol/alarm.ts";
import type { EpochMs } from "../../../../protocol/time.ts";
import { toReadable, toSpan, unitLabel } from "../../../../protocol/units.ts";
import type { Finding } from "../../alarm/alarm.ts";
import type { Channel, Limit } from "../../loop/loop.ts";
import { toUtcClock } from "../../notice/utc.ts";

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
  above: { passed: "above", now: "reads", farthest: "highest", back: "below" },
  below: { passed: "below", now: "reads", farthest: "lowest", back: "above" },
  rising: { passed: "rises faster than", now: "rises by", farthest: "fastest", back: "" },
  falling: { passed: "falls faster than", now: "falls by", farthest: "fastest", back: "" },
} as const;

/** The value at which a passed limit is over. */
function toEnd({ limit }: LimitCase): number {
  const end = limit.kind === "below" ? limit.value + limit.deadband : limit.value - limit.deadband;
  // A sum of decimals, as a person would write it: 0.3 and not 0.30000000000000004.
  return Number(end.toPrecision(12));
}

/** True as long as the alarm stands, wherever in the deadband it opened: a reading would be wrong a second later. */
const toHeadline = (known: LimitCase): string =>
  `${known.channel.name} ${words[known.limit.kind].passed} ${toEdge(known)}`;

function toReadingNow(known: LimitCase): string {
  const { channel, limit, atMs, isBeyond } = known;
  const back = isBeyond ? "" : ", back by less than the deadband";
  return `At ${toUtcClock(atMs)} UTC ${channel.name} ${words[limit.kind].now} ${toReading(known, known.now)}${back}.`;
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
  const { limit, channel, atMs, sinceMs, worst, isBeyond } = known;
  const evidence: Evidence[] = [
    {
      side: "for",
      text: `The limit was passed ${toSpan(atMs - sinceMs)} ago; the ${words[limit.kind].farthest} since then was ${toReading(known, worst)}.`,
    },
    { side: isBeyond ? "for" : "against", text: toReadingNow(known) },
    ...known.neighbours.map(
      ({ name, reading, isBeyond: isToo }): Evidence => ({
        side: isToo ? "for" : "against",
        text: `${name}, at the same place, reads ${toReading(known, reading)}${isToo ? ", too" : ""}.`,
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
