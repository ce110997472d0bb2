import { toReadable, toSpan } from "../../../protocol/units.ts";
import type { Finding } from "../alarm/alarm.ts";
import type { Channel } from "../loop/loop.ts";
import {
  type Accused,
  describeDataPathFault,
  describeSensorFault,
  type FaultyChannel,
} from "./describe-fault.ts";
import type { FaultBookState } from "./fault-book.ts";
import { faultCode } from "./fault-code.ts";
import { faultWords, type HealthView, withUnit } from "./fault-words.ts";

/** A fault that lasts a day or longer has a rate worth telling. */
const rateAfterMs = 86_400_000;

function toFaulty(view: HealthView, book: FaultBookState, i: number): FaultyChannel {
  const { atMs } = view.state;
  return {
    channel: view.channels[i]!,
    reason: faultWords(book.told[i]!, i, atMs, view) ?? "was at fault",
    sinceMs: book.sinceMs[i]!,
  };
}

/** Channels that are in neither book and heard since the link came back. */
const wellOf = ({ channels, state }: HealthView): readonly Channel[] =>
  channels.filter(
    (_, i) =>
      state.sensorBook.told[i] === 0 &&
      state.dataPathBook.told[i] === 0 &&
      state.held.heardMs[i]! >= state.held.backSinceMs,
  );

/** How two sensors came apart, in a sentence. */
function disputeWords(view: HealthView, p: number): string {
  const { channels, redundancy, state } = view;
  const { a, b } = redundancy.pairs[p]!;
  const shift = redundancy.state.shift[p]!;
  const overMs = state.atMs - redundancy.state.apartMs[p]!;
  const names = `The difference between ${channels[a]!.name} and ${channels[b]!.name}`;
  const moved = withUnit(channels[a]!, Math.abs(shift));
  if (!(overMs >= rateAfterMs)) return `${names} moved by ${moved}.`;
  const perDay = Math.abs(shift) / (overMs / rateAfterMs);
  const rate = `${toReadable(perDay, 1)} ${withUnit(channels[a]!, 1).replace(/^[\d.]+ ?/, "")}`.trim();
  return `${names} moved by ${moved} in ${toSpan(overMs)}, about ${rate} a day: one of them drifts.`;
}

/** Which of the two went away from a third sensor, and that one; `null`: nobody can tell. */
function accusedOf({ channels, redundancy, third }: HealthView, p: number): Accused | null {
  const shift = redundancy.state.shift[p]!;
  const i = redundancy.state.apart[p] === 1 ? third.accuses(p, shift) : -1;
  return i < 0 ? null : { channel: channels[i]!, witness: channels[third.thirdOf(p)]! };
}

/** What people are told of the sensors of a loop; `null` when none is in the book. */
export function findSensorFault(view: HealthView): Finding | null {
  const { channels, state, redundancy } = view;
  const { told } = state.sensorBook;
  const faulty = channels.flatMap((_, i) => (told[i] === 0 ? [] : [toFaulty(view, state.sensorBook, i)]));
  if (faulty.length === 0) return null;
  const disputes = redundancy.pairs.flatMap(({ a, b }, p) =>
    told[a] === faultCode.disputed && told[b] === faultCode.disputed
      ? [{ a: channels[a]!, b: channels[b]!, text: disputeWords(view, p), accused: accusedOf(view, p) }]
      : [],
  );
  return describeSensorFault({ faulty, disputes, well: wellOf(view) });
}

/** What people are told of what sensors share, and of channels that are not received; `null` when there is nothing. */
export function findDataPathFault(view: HealthView): Finding | null {
  const { channels, state, dataPath } = view;
  const { told, sinceMs } = state.dataPathBook;
  const at = channels.findIndex((_, i) => told[i] === faultCode.boxAtFault);
  const missing = channels.flatMap((_, i) =>
    told[i] === faultCode.silent
      ? [{ ...toFaulty(view, state.dataPathBook, i), reason: "is no longer received" }]
      : [],
  );
  if (at < 0 && missing.length === 0) return null;
  const well = wellOf(view);
  if (at < 0) return describeDataPathFault({ box: null, missing, well });
  const b = dataPath.boxOf[at]!;
  const box = {
    name: dataPath.boxes[b]!,
    jumped: channels.filter((_, i) => dataPath.boxOf[i] === b && dataPath.state.jumped[i] === 1),
    others: well.filter(({ box: name }) => name !== dataPath.boxes[b]!),
    sinceMs: sinceMs[at]!,
    over: !dataPath.blocks(at),
  };
  return describeDataPathFault({ box, missing, well });
}
