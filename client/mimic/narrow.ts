import {
  type Box,
  cardAt,
  type Frame,
  type PlacedCard,
  type PlacedMachine,
  placeCard,
  toCardPx,
} from "./placed.ts";
import type { MimicPlan } from "./plan.ts";
import type { Point } from "./ring-path.ts";
import { type RingSlot, ringSlots, type Slot } from "./slots.ts";

const pipeX = 34;
const returnX = 9;
const cardX = 66;
const machinePx = 30;
const tankPx = { width: 40, height: 84 };
const gapPx = 12;

const isMachine = (slot: Slot): slot is "pump" | "load" | "sink" =>
  slot === "pump" || slot === "load" || slot === "sink";
const isTank = (slot: Slot): slot is "accumulator" | "make-up" =>
  slot === "accumulator" || slot === "make-up";

/** A loop as a pipe that runs down the left of a phone, with everything beside it in the order of the flow. */
export function layoutNarrow(plan: MimicPlan, width: number): Frame {
  const order: readonly Slot[] = [
    ...ringSlots.slice(0, -1),
    "accumulator",
    ...(plan.hasMakeUp ? (["make-up"] as const) : []),
    "pump-inlet",
  ];
  const shown = order.filter((slot) => isMachine(slot) || slot === "accumulator" || cardAt(plan, slot));
  const names = { pump: "Pump", load: plan.loadName, sink: plan.sinkName };
  const stations = new Map<RingSlot, Point>();
  const machines: PlacedMachine[] = [];
  const cards: PlacedCard[] = [];
  const branches: string[] = [];
  const tanks = new Map<"accumulator" | "make-up", Box>();
  const topY = 14;
  let y = topY + gapPx;
  for (const slot of shown) {
    const card = cardAt(plan, slot);
    const height = Math.max(toCardPx(card), isTank(slot) ? tankPx.height + 14 : isMachine(slot) ? 40 : 0);
    const middle = y + height / 2;
    const x = isTank(slot) ? cardX + tankPx.width + 10 : cardX;
    if (isTank(slot)) {
      tanks.set(slot, { x: cardX, y: y + 4, ...tankPx });
      branches.push(`M${cardX + tankPx.width / 2} ${y + 4 + tankPx.height}V${y + height - 4}H${pipeX}`);
    } else {
      stations.set(slot, { x: pipeX, y: middle });
    }
    if (isMachine(slot))
      machines.push({
        ...{ kind: slot, label: names[slot], x: pipeX, y: middle, width: machinePx, height: machinePx },
        name: card ? null : { x: cardX, y: middle + 4, anchor: "start" },
      });
    const lead = isTank(slot) ? null : `M${pipeX + (isMachine(slot) ? machinePx / 2 : 0)} ${middle}H${x}`;
    if (card) cards.push(placeCard(card, { x, y, width: width - x - 4 }, lead));
    y += height + gapPx;
  }
  return {
    width,
    height: y + 14,
    ring: [
      { x: pipeX, y: topY },
      { x: pipeX, y: y + 4 },
      { x: returnX, y: y + 4 },
      { x: returnX, y: topY },
    ],
    branches,
    machines,
    tank: tanks.get("accumulator") ?? { x: 0, y: 0, ...tankPx },
    feed: tanks.get("make-up") ?? null,
    cards,
    stations,
  };
}
