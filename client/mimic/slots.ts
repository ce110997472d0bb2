import type { ChannelRole, ChannelView, LoopView } from "../../protocol/telemetry.ts";

/** Places of a loop in the order of the flow, from the pump round to the pump; then what hangs on its suction side. */
export const ringSlots = [
  "pump",
  "pump-outlet",
  "load-inlet",
  "load",
  "load-outlet",
  "sink-inlet",
  "sink",
  "sink-outlet",
  "pump-inlet",
] as const;
export type RingSlot = (typeof ringSlots)[number];
export type Slot = RingSlot | "accumulator" | "make-up";

/** What takes the heat in and what gives it off, in the owner's own words where a position tells them. */
export interface Machines {
  readonly load: string;
  readonly sink: string;
}

const inletWords = ["inlet", "in", "entry"];
const outletWords = ["outlet", "out", "exit", "discharge"];
const loadWords = ["load", "coldplate", "cold", "plate", "plates", "racks", "rack", "evaporator", "server"];
const sinkWords = ["radiator", "condenser", "cooler", "chiller", "tower", "sink", "rejection"];
const tankWords = ["accumulator", "expansion", "pressuriser", "pressurizer", "surge", "tank"];
const feedWords = ["makeup", "make", "reservoir", "fill", "feed"];

/** Roles that say where a sensor sits when its owner does not. */
const slotByRole: Readonly<Partial<Record<ChannelRole, Slot>>> = {
  quantity: "accumulator",
  "pump-speed": "pump",
  "pump-power": "pump",
  current: "pump",
  vibration: "pump",
  flow: "pump-outlet",
  "make-up-volume": "make-up",
  "make-up-starts": "make-up",
  "make-up-running": "make-up",
  reservoir: "make-up",
};

const wordsOf = (position: string): readonly string[] => position.toLowerCase().split(/[^\p{L}\d]+/u);
const hasOne = (words: readonly string[], wanted: readonly string[]): boolean =>
  words.some((word) => wanted.includes(word));

/** An exchanger takes heat in where a radiator gives it off, and gives it off where racks bring it. */
const isExchangerSink = ({ channels }: LoopView): boolean =>
  channels.some(({ position }) => position !== null && hasOne(wordsOf(position), loadWords));

function atMachine(machine: "pump" | "load" | "sink", words: readonly string[]): Slot {
  if (hasOne(words, inletWords)) return `${machine}-inlet`;
  return hasOne(words, outletWords) ? `${machine}-outlet` : machine;
}

/** The place that an owner's words mean; `null`: none that every loop has. */
export function toPlace(position: string, loop: LoopView): Slot | null {
  const words = wordsOf(position);
  if (hasOne(words, feedWords)) return "make-up";
  if (hasOne(words, tankWords)) return "accumulator";
  if (words.includes("suction")) return "pump-inlet";
  if (words.includes("discharge")) return "pump-outlet";
  if (words.includes("pump")) return atMachine("pump", words);
  if (hasOne(words, ["exchanger", "hx"])) return atMachine(isExchangerSink(loop) ? "sink" : "load", words);
  if (hasOne(words, loadWords)) return atMachine("load", words);
  if (hasOne(words, sinkWords)) return atMachine("sink", words);
  if (words.includes("supply")) return "load-inlet";
  return words.includes("return") ? "load-outlet" : null;
}

/** Where a channel is drawn; `null`: among those of which nobody can say where they sit. */
export function toSlot(channel: ChannelView, loop: LoopView): Slot | null {
  // A rope lies under the loop and not in it.
  if (channel.role === "wetness") return null;
  const { position } = channel;
  const fromRole = slotByRole[channel.role] ?? null;
  return position === null ? fromRole : toPlace(position, loop);
}

/** Names for the two machines that every loop has. */
export function toMachines(loop: LoopView): Machines {
  const words = loop.channels.flatMap(({ position }) => (position === null ? [] : wordsOf(position)));
  const sink = ["radiator", "condenser", "chiller", "cooler", "tower"].find((word) => words.includes(word));
  const hasExchanger = hasOne(words, ["exchanger", "hx"]);
  const isSink = hasExchanger && isExchangerSink(loop);
  const load = hasOne(words, ["racks", "rack"])
    ? "Racks"
    : hasExchanger && !isSink
      ? "Exchanger"
      : "Heat load";
  const toName = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
  return { load, sink: sink ? toName(sink) : isSink ? "Exchanger" : "Heat rejection" };
}
