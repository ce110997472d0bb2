import { cardAt, type Frame, type PlacedCard, type PlacedMachine, placeCard, toCardPx } from "./placed.ts";
import type { MimicPlan } from "./plan.ts";
import type { Point } from "./ring-path.ts";
import type { RingSlot } from "./slots.ts";

const marginPx = 8;
const leadPx = 14;
const pumpPx = 40;
const machine = { width: 108, height: 34 };
const tankPx = { width: 44, height: 92 };
const gapPx = 20;
const widestCardPx = 210;
/** From the inner sensors to the pipes around them. */
const airPx = 24;

interface Cell {
  readonly slot: RingSlot;
  readonly x: number;
  readonly width: number;
}

/** Shares a leg among the places that have sensors, and its machine, which is always there. */
function toCells(plan: MimicPlan, slots: readonly RingSlot[], fromX: number, toX: number): readonly Cell[] {
  const shown = slots.filter((slot) => slot === "load" || slot === "sink" || cardAt(plan, slot));
  const width = (toX - fromX) / shown.length;
  return shown.map((slot, k) => ({ slot, x: fromX + (k + 0.5) * width, width }));
}

/** What stands between the legs: the pump's card, the accumulator, the make-up tank. */
function placeInside(plan: MimicPlan, box: { left: number; right: number; top: number }) {
  const pump = cardAt(plan, "pump");
  const tank = cardAt(plan, "accumulator");
  const feed = cardAt(plan, "make-up");
  const fromX = box.left + pumpPx / 2 + 16;
  const groups = (pump ? 1 : 0) + 1 + (feed ? 1 : 0);
  // Without a card the pump has its name beside it.
  const namePx = pump ? 0 : 44;
  const room = box.right - fromX - namePx - gapPx;
  const tanksPx = (tankPx.width + 10) * (feed ? 2 : 1);
  const besidePx = (room - tanksPx - (groups - 1) * gapPx) / groups;
  const isBeside = besidePx >= 150;
  const cardPx = Math.min(widestCardPx, isBeside ? besidePx : (room - tanksPx - gapPx) / (feed ? 2 : 1));
  const pumpTop = box.top + airPx;
  const pumpHeight = Math.max(toCardPx(pump), pumpPx + 22);
  const tankTop = isBeside || !pump ? pumpTop : pumpTop + pumpHeight + 12;
  const tankX = isBeside && pump ? fromX + cardPx + gapPx : fromX + namePx;
  const feedX = tankX + tankPx.width + 10 + (tank ? cardPx : 110) + gapPx;
  const bottom = Math.max(
    pumpTop + pumpHeight,
    tankTop + Math.max(tankPx.height, toCardPx(tank), toCardPx(feed)),
  );
  const cards: PlacedCard[] = [];
  if (pump) cards.push(placeCard(pump, { x: fromX, y: pumpTop, width: cardPx }, null));
  const besideTank = (x: number) => ({ x: x + tankPx.width + 10, y: tankTop, width: cardPx });
  if (tank) cards.push(placeCard(tank, besideTank(tankX), null));
  if (feed) cards.push(placeCard(feed, besideTank(feedX), null));
  return {
    cards,
    bottom,
    pumpY: pumpTop + Math.max(pumpPx / 2, Math.min(pumpHeight, 60) / 2),
    tank: { x: tankX, y: tankTop, ...tankPx },
    feed: feed ? { x: feedX, y: tankTop, ...tankPx } : null,
  };
}

/** A loop as a ring that runs clockwise: the pump on the left, heat in above, heat out below. */
export function layoutWide(plan: MimicPlan, width: number): Frame {
  const left = marginPx + pumpPx / 2 + 6;
  const right = width - marginPx - 6;
  const topCells = toCells(plan, ["pump-outlet", "load-inlet", "load", "load-outlet"], left + 16, right - 8);
  const bottomCells = toCells(
    plan,
    ["pump-inlet", "sink-outlet", "sink", "sink-inlet"],
    left + 16,
    right - 8,
  );
  const topCardPx = Math.max(0, ...topCells.map(({ slot }) => toCardPx(cardAt(plan, slot))));
  const top = marginPx + topCardPx + (topCardPx > 0 ? leadPx : 0) + machine.height / 2;
  const inside = placeInside(plan, { left, right, top });
  const joinY = inside.bottom + 12;
  const bottom = joinY + 14 + machine.height / 2;

  const stations = new Map<RingSlot, Point>([["pump", { x: left, y: inside.pumpY }]]);
  const cards: PlacedCard[] = [...inside.cards];
  for (const { slot, x, width: cellPx } of [...topCells, ...bottomCells]) {
    const isTop = topCells.some((cell) => cell.slot === slot);
    const pipeY = isTop ? top : bottom;
    stations.set(slot, { x, y: pipeY });
    const card = cardAt(plan, slot);
    if (!card) continue;
    const cardPx = Math.min(widestCardPx, cellPx - 10);
    const edge = slot === "load" || slot === "sink" ? machine.height / 2 : 0;
    const y = isTop
      ? top - machine.height / 2 - leadPx - toCardPx(card)
      : bottom + machine.height / 2 + leadPx;
    const lead = isTop ? `M${x} ${y + toCardPx(card)}V${top - edge}` : `M${x} ${bottom + edge}V${y}`;
    cards.push(placeCard(card, { x: x - cardPx / 2, y, width: cardPx }, lead));
  }
  const bottomCardPx = Math.max(0, ...bottomCells.map(({ slot }) => toCardPx(cardAt(plan, slot))));
  const at = (slot: RingSlot): Point => stations.get(slot) ?? { x: left, y: top };
  const machines: PlacedMachine[] = [
    {
      ...at("pump"),
      ...{ kind: "pump", label: "Pump", width: pumpPx, height: pumpPx },
      name: cardAt(plan, "pump") ? null : { x: left + pumpPx / 2 + 6, y: inside.pumpY + 4, anchor: "start" },
    },
    {
      ...at("load"),
      kind: "load",
      label: plan.loadName,
      ...machine,
      name: { ...at("load"), anchor: "middle" },
    },
    {
      ...at("sink"),
      kind: "sink",
      label: plan.sinkName,
      ...machine,
      name: { ...at("sink"), anchor: "middle" },
    },
  ];
  const branch = ({ x, y, height }: { x: number; y: number; height: number }): string =>
    `M${x + tankPx.width / 2} ${y + height}V${joinY}H${left}`;
  return {
    width,
    height: bottom + machine.height / 2 + (bottomCardPx > 0 ? leadPx + bottomCardPx : 0) + marginPx,
    ring: [
      { x: left, y: inside.pumpY },
      { x: left, y: top },
      { x: right, y: top },
      { x: right, y: bottom },
      { x: left, y: bottom },
    ],
    branches: [branch(inside.tank), ...(inside.feed ? [branch(inside.feed)] : [])],
    machines,
    tank: inside.tank,
    feed: inside.feed,
    cards,
    stations,
  };
}
