import type { Evidence } from "../../../protocol/alarm.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Finding } from "../alarm/alarm.ts";
import type { Channel } from "../loop/loop.ts";

/** One channel with a fault. `reason` is the end of a sentence that begins with its name. */
export interface FaultyChannel {
  readonly channel: Channel;
  readonly reason: string;
  readonly sinceMs: EpochMs;
}

/** The sensor of a pair that went away from a third one. */
export interface Accused {
  readonly channel: Channel;
  readonly witness: Channel;
}

/** Two sensors of one place that came apart. `accused` is `null` when nobody can tell which one is off. */
export interface Dispute {
  readonly a: Channel;
  readonly b: Channel;
  readonly text: string;
  readonly accused: Accused | null;
}

/** Sensors at fault: `faulty` has one at least. `disputes`: pairs of which nobody can say which one is off. */
export interface SensorCase {
  readonly faulty: readonly FaultyChannel[];
  readonly disputes: readonly Dispute[];
  /** Other channels of the loop that are heard and well. */
  readonly well: readonly Channel[];
}

/** A box that is not to be believed, or channels that are no longer received. */
export interface DataPathCase {
  /** `null`: no box is at fault, `missing` has one at least. */
  readonly box: {
    readonly name: string;
    readonly jumped: readonly Channel[];
    readonly others: readonly Channel[];
    readonly sinceMs: EpochMs;
    readonly over: boolean;
  } | null;
  readonly missing: readonly FaultyChannel[];
  readonly well: readonly Channel[];
}

const numbers = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
const toCount = (n: number): string => numbers[n] ?? String(n);

/** Names in a sentence: "A", "A and B", "A, B and C". */
function listNames(channels: readonly Channel[]): string {
  const names = channels.map(({ name }) => name);
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`;
}

/** Channels named as witnesses are those that would tell of a loss; three are enough for a sentence. */
const namedWitnesses = 3;
const witnessesOf = (well: readonly Channel[]): readonly Channel[] => {
  const telling = well.filter(({ role }) => role === "pressure" || role === "quantity" || role === "flow");
  return (telling.length > 0 ? telling : well).slice(0, namedWitnesses);
};

const advisory = (
  verdict: "sensor fault" | "data-path fault",
  headline: string,
  evidence: readonly Evidence[],
  onsetMs: EpochMs,
): Finding => ({
  severity: "advisory",
  verdict,
  headline,
  evidence,
  onsetMs,
  leakKgPerH: null,
  leakSdKgPerH: null,
  lostL: null,
  timeLeft: null,
});

const earliest = (faulty: readonly FaultyChannel[]): EpochMs =>
  faulty.reduce((first, { sinceMs }) => Math.min(first, sinceMs), Number.POSITIVE_INFINITY);

function explainAccused(a: Channel, b: Channel, accused: Accused | null): Evidence {
  if (accused === null)
    return { side: "note", text: "Which of the two is off cannot be told without a third sensor." };
  const { channel, witness } = accused;
  const other = channel === a ? b : a;
  return {
    side: "for",
    text: `${other.name} still agrees with ${witness.name}; ${channel.name} is the one that went away.`,
  };
}

/** A sensor that failed, stands still, drifts or contradicts its neighbour, in the words of the alarm panel and the mail. */
export function describeSensorFault({ faulty, disputes, well }: SensorCase): Finding {
  const first = faulty[0]!;
  const dispute = disputes.find(({ a, b }) => a === first.channel || b === first.channel);
  const headline =
    dispute === undefined
      ? `${first.channel.name} ${first.reason}${faulty.length > 1 ? `, and ${faulty.length - 1} more` : ""}`
      : `${dispute.a.name} and ${dispute.b.name} no longer agree`;
  const disputed = new Set(disputes.flatMap(({ a, b }) => [a, b]));
  const evidence: Evidence[] = [
    ...faulty
      .filter(({ channel }) => !disputed.has(channel))
      .map(({ channel, reason }): Evidence => ({ side: "for", text: `${channel.name} ${reason}.` })),
    ...disputes.map(({ text }): Evidence => ({ side: "for", text })),
  ];
  const witnesses = witnessesOf(well);
  if (witnesses.length > 0)
    evidence.push({
      side: "for",
      text: `No fault is seen in ${listNames(witnesses)}; a loss of coolant would show there too.`,
    });
  else evidence.push({ side: "against", text: "No other sensor of this loop is heard and well." });
  for (const { a, b, accused } of disputes) evidence.push(explainAccused(a, b, accused));
  return advisory("sensor fault", headline, evidence, earliest(faulty));
}

/** A box or a link that several sensors share, or a channel that stays away while the others go on. */
export function describeDataPathFault({ box, missing, well }: DataPathCase): Finding {
  const evidence: Evidence[] = [];
  if (box !== null) {
    const { name, jumped, others, sinceMs, over } = box;
    evidence.push({
      side: "for",
      text: `${listNames(jumped)} jumped within two seconds; all of them hang on ${name}.`,
    });
    evidence.push({ side: "for", text: "A loop cannot move all of these at once by so much." });
    if (others.length > 0)
      evidence.push({ side: "for", text: `${listNames(others.slice(0, namedWitnesses))} did not move.` });
    else
      evidence.push({
        side: "against",
        text: "No channel outside this box is heard that could confirm it.",
      });
    if (over) evidence.push({ side: "note", text: "The readings are back where they were before the jump." });
    for (const { channel, reason } of missing)
      evidence.push({ side: "note", text: `${channel.name} ${reason}.` });
    const headline = `${toCount(jumped.length)} sensors on ${name} jumped at once; their readings are not to be believed`;
    return advisory("data-path fault", headline, evidence, sinceMs);
  }
  for (const { channel, reason } of missing)
    evidence.push({ side: "for", text: `${channel.name} ${reason}.` });
  evidence.push(
    well.length > 0
      ? {
          side: "for",
          text: `${well.length === 1 ? `${well[0]!.name} goes` : "All other channels go"} on as before; a sensor that is not heard is no sensor that is wrong.`,
        }
      : { side: "against", text: "No other channel of this loop is well either." },
  );
  const names = listNames(missing.map(({ channel }) => channel));
  const alone = missing.length === 1;
  return advisory(
    "data-path fault",
    `${names} ${alone ? "is" : "are"} no longer received. Nothing else has changed`,
    evidence,
    earliest(missing),
  );
}
