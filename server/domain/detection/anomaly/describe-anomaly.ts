import type { Evidence, Verdict } from "../../../../protocol/alarm.ts";
import type { ChannelRole } from "../../../../protocol/telemetry.ts";
import type { EpochMs } from "../../../../protocol/time.ts";
import { toReadable, toSpan, type Unit, unitLabel } from "../../../../protocol/units.ts";
import type { Finding } from "../../alarm/alarm.ts";
import type { ChannelTestimony } from "./anomaly-watch.ts";
import { isWatched, type WatchedChannel } from "./least-scatter.ts";

/** What is known of an anomaly when it is put into words. */
export interface AnomalyCase {
  readonly channels: readonly WatchedChannel[];
  readonly testimony: readonly ChannelTestimony[];
  readonly atMs: EpochMs;
  readonly sinceMs: EpochMs;
  /** Last change point; `NaN` without one. */
  readonly changePointMs: EpochMs;
  /** The loop's inventory: known to hold, known to fall, or not to be told. */
  readonly inventory: "holds" | "falls" | "unknown";
}

/** What a pump or a valve that changed moves together with the flow. */
const driveRoles: readonly ChannelRole[] = ["vibration", "current", "pump-speed", "pump-power"];

/** Channels beside the first that the headline names; the rest stands in the evidence. */
const inHeadline = 1;

/** A finding in plain words: what moved, from where to where, how fast, and what did not. Advisory: nothing is known to be lost. */
export function describeAnomaly(anomaly: AnomalyCase): Finding {
  const moved = anomaly.testimony.filter((one) => one.moved).toSorted((a, b) => toScore(b) - toScore(a));
  const still = anomaly.testimony.filter((one) => !one.moved);
  const [first, ...others] = moved;
  const verdict = toVerdict(anomaly, moved);
  return {
    severity: "advisory",
    verdict,
    headline: toHeadline(anomaly, first, others, still),
    evidence: [
      ...moved.map((one): Evidence => ({ side: "for", text: toSentence(anomaly, one) })),
      ...toAgainst(anomaly, still),
      ...toNotes(anomaly, verdict),
    ],
    onsetMs: Number.isNaN(anomaly.sinceMs) ? null : anomaly.sinceMs,
    leakKgPerH: null,
    leakSdKgPerH: null,
    lostL: null,
    timeLeft: null,
  };
}

const toScore = (one: ChannelTestimony): number => Math.abs(one.now - one.before) / one.sd;

/** A change that the pump shares is the pump's or a valve's, as long as no coolant is known to go. */
function toVerdict({ channels, inventory }: AnomalyCase, moved: readonly ChannelTestimony[]): Verdict {
  const roles = moved.map(({ channel }) => channels[channel]!.role);
  const drive = roles.some((role) => driveRoles.includes(role));
  return roles.includes("flow") && drive && inventory !== "falls" ? "pump or valve change" : "unknown";
}

function toHeadline(
  anomaly: AnomalyCase,
  first: ChannelTestimony | undefined,
  others: readonly ChannelTestimony[],
  still: readonly ChannelTestimony[],
): string {
  if (first === undefined) return "The loop is not as usual.";
  const name = (one: ChannelTestimony): string => anomaly.channels[one.channel]!.name;
  const parts = [`${toChange(anomaly, first)} within ${toSpan(toElapsedMs(anomaly))}`];
  for (const other of others.slice(0, inHeadline)) parts.push(toChange(anomaly, other));
  const hidden = others.length - inHeadline;
  if (hidden > 0) parts.push(`${hidden} more moved`);
  const quiet = still.filter((one) => driveRoles.includes(anomaly.channels[one.channel]!.role));
  if (others.length === 0 && quiet.length > 0) parts.push(`${quiet.map(name).join(" and ")} unchanged`);
  return `${parts.join("; ")}.`;
}

/** Time that the change took: to the last change point after its beginning, else until now. */
function toElapsedMs({ sinceMs, changePointMs, atMs }: AnomalyCase): number {
  return (changePointMs > sinceMs ? changePointMs : atMs) - sinceMs;
}

/** `Flow fell from 76.5 to 72.3 L/min`: enough digits that the two differ. */
function toChange({ channels }: AnomalyCase, one: ChannelTestimony): string {
  const channel = channels[one.channel]!;
  const verb = one.now < one.before ? "fell" : "rose";
  const [before, now] = toPair(one.before, one.now);
  return `${channel.name} ${verb} from ${before} to ${withUnit(now, channel.unit)}`;
}

function toPair(before: number, now: number): readonly [string, string] {
  for (let digits = 3; digits < 6; digits++) {
    const pair = [toReadable(before, digits), toReadable(now, digits)] as const;
    if (pair[0] !== pair[1]) return pair;
  }
  return [toReadable(before, 6), toReadable(now, 6)];
}

const withUnit = (value: string, unit: Unit): string => `${value} ${unitLabel[unit]}`.trimEnd();

function toSentence(anomaly: AnomalyCase, one: ChannelTestimony): string {
  const size = toReadable(toScore(one), 2);
  return `${toChange(anomaly, one)}, ${size} times its usual scatter.`;
}

function toAgainst(anomaly: AnomalyCase, still: readonly ChannelTestimony[]): readonly Evidence[] {
  const evidence: Evidence[] = [];
  if (still.length > 0) {
    const names = still.map(({ channel }) => anomaly.channels[channel]!.name);
    evidence.push({ side: "against", text: `As usual: ${names.join(", ")}.` });
  }
  if (anomaly.inventory === "holds")
    evidence.push({ side: "against", text: "The inventory does not fall: no coolant is being lost." });
  return evidence;
}

function toNotes(anomaly: AnomalyCase, verdict: Verdict): readonly Evidence[] {
  const notes: string[] = [];
  if (anomaly.inventory === "unknown")
    notes.push(
      "The inventory cannot be told here, so a loss of coolant is not excluded: look at the tank and the floor.",
    );
  if (verdict === "pump or valve change")
    notes.push("Flow and pump moved together, as when a pump or a valve changes.");
  const learnt = new Set(anomaly.testimony.map(({ channel }) => channel));
  const missing = anomaly.channels.filter((channel, i) => isWatched(channel) && !learnt.has(i));
  if (missing.length > 0) notes.push(`Not yet learnt: ${missing.map(({ name }) => name).join(", ")}.`);
  return notes.map((text) => ({ side: "note", text }));
}
