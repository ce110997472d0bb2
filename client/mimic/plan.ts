import type { ChannelRole, LoopView } from "../../protocol/telemetry.ts";
import { type RingSlot, ringSlots, type Slot, toMachines, toPlace, toSlot } from "./slots.ts";

/** One sensor in a card. */
export interface PlanRow {
  /** Place in `LoopView.channels`. */
  readonly column: number;
  readonly label: string;
}

/** The sensors of one place. */
export interface PlanCard {
  readonly slot: Slot;
  readonly title: string;
  readonly rows: readonly PlanRow[];
}

/** What a picture of a loop consists of, without any measure. */
export interface MimicPlan {
  readonly cards: readonly PlanCard[];
  /** Sensors of which nobody can say where they sit; the leak ropes are among them. */
  readonly elsewhere: readonly PlanRow[];
  readonly loadName: string;
  readonly sinkName: string;
  readonly hasMakeUp: boolean;
  /** The tank is drawn as a guess: nobody said that there is one, or how large it is. */
  readonly isTankAssumed: boolean;
  /** First and last place of the part that an isolation cuts off, in the order of the flow; `null`: nobody said. */
  readonly isolable: readonly [RingSlot, RingSlot] | null;
}

const roleWords: Readonly<Partial<Record<ChannelRole, string>>> = {
  pressure: "Pressure",
  temperature: "Temperature",
  flow: "Flow",
  quantity: "Level",
  "pump-speed": "Speed",
  "pump-power": "Power",
  current: "Current",
  vibration: "Vibration",
  "make-up-volume": "Fed in",
  "make-up-starts": "Starts",
  "make-up-running": "Running",
  reservoir: "Reservoir",
};

const toTitles = (load: string, sink: string): Readonly<Record<Slot, string>> => ({
  pump: "Pump",
  "pump-outlet": "Pump outlet",
  "load-inlet": `${load}, inlet`,
  load,
  "load-outlet": `${load}, outlet`,
  "sink-inlet": `${sink}, inlet`,
  sink,
  "sink-outlet": `${sink}, outlet`,
  "pump-inlet": "Pump suction",
  accumulator: "Accumulator",
  "make-up": "Make-up",
});

/** What tells these names apart: `1` and `2` of `Inlet pressure 1` and `Inlet pressure 2`; `null`: they begin unlike. */
function toTails(names: readonly string[]): readonly string[] | null {
  const words = names.map((name) => name.split(" "));
  const isCommon = (k: number): boolean => words.every((of) => k < of.length - 1 && of[k] === words[0]?.[k]);
  let common = 0;
  while (isCommon(common)) common++;
  return common === 0 ? null : words.map((of) => of.slice(common).join(" "));
}

/** Within a card the role says enough when it is there once, and with what tells them apart when it is there more often. */
function toRows({ channels }: LoopView, columns: readonly number[]): readonly PlanRow[] {
  return columns.map((column) => {
    const channel = channels[column];
    const alike = columns.filter((other) => channels[other]?.role === channel?.role);
    const word = channel ? roleWords[channel.role] : undefined;
    if (alike.length === 1) return { column, label: word ?? channel?.name ?? "" };
    const tail = toTails(alike.map((other) => channels[other]?.name ?? ""))?.[alike.indexOf(column)];
    return { column, label: word && tail ? `${word} ${tail}` : (channel?.name ?? "") };
  });
}

function toIsolable(loop: LoopView): MimicPlan["isolable"] {
  const order = (loop.isolable ?? [])
    .map((position) => ringSlots.indexOf(toPlace(position, loop) as RingSlot))
    .filter((place) => place >= 0)
    .sort((a, b) => a - b);
  const first = ringSlots[order[0] ?? -1];
  const last = ringSlots[order.at(-1) ?? -1];
  return first && last ? [first, last] : null;
}

/** What is drawn of a loop, from what its configuration tells. */
export function planMimic(loop: LoopView): MimicPlan {
  const { load, sink } = toMachines(loop);
  const titles = toTitles(load, sink);
  const columnsBySlot = new Map<Slot | null, number[]>();
  for (const [column, channel] of loop.channels.entries()) {
    const slot = toSlot(channel, loop);
    columnsBySlot.set(slot, [...(columnsBySlot.get(slot) ?? []), column]);
  }
  const slots: readonly Slot[] = [...ringSlots, "accumulator", "make-up"];
  return {
    cards: slots.flatMap((slot) => {
      const columns = columnsBySlot.get(slot);
      return columns ? [{ slot, title: titles[slot], rows: toRows(loop, columns) }] : [];
    }),
    elsewhere: (columnsBySlot.get(null) ?? []).map((column) => ({
      column,
      label: loop.channels[column]?.name ?? "",
    })),
    loadName: load,
    sinkName: sink,
    hasMakeUp: columnsBySlot.has("make-up"),
    isTankAssumed: loop.assumed?.includes("accumulator") ?? false,
    isolable: toIsolable(loop),
  };
}
