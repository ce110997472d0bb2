import type { MimicPlan, PlanCard, PlanRow } from "./plan.ts";
import type { Point, Ring } from "./ring-path.ts";
import type { RingSlot, Slot } from "./slots.ts";

/** A sensor's line of text; `y` is its middle. Pixels of the picture, as everywhere here. */
export interface PlacedRow extends PlanRow {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A card with its sensors; `lead` joins it to the pipe. */
export interface PlacedCard extends Box {
  readonly slot: Slot | null;
  readonly title: string;
  readonly rows: readonly PlacedRow[];
  readonly lead: string | null;
}

/** A machine on the pipe, by its middle. */
export interface PlacedMachine extends Point {
  readonly kind: "pump" | "load" | "sink";
  readonly label: string;
  readonly width: number;
  readonly height: number;
  /** Where its name stands; `null`: the card beside it says it. */
  readonly name: (Point & { readonly anchor: "start" | "middle" }) | null;
}

/** A picture before the sensors without a place and the isolated part are added. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly ring: Ring;
  readonly branches: readonly string[];
  readonly machines: readonly PlacedMachine[];
  readonly tank: Box;
  readonly feed: Box | null;
  readonly cards: readonly PlacedCard[];
  /** Where each place that is drawn lies on the pipe. */
  readonly stations: ReadonlyMap<RingSlot, Point>;
}

/** Sizes that hold text of 12 to 14 pixels. */
export const rowPx = 23;
export const headPx = 22;
const footPx = 5;

/** Height of a card with so many sensors. */
export const toCardPx = (card: PlanCard | undefined): number =>
  card ? headPx + card.rows.length * rowPx + footPx : 0;

/** Puts a card and its rows at a place. */
export function placeCard(card: PlanCard, at: Omit<Box, "height">, lead: string | null): PlacedCard {
  const rows = card.rows.map((row, k) => ({
    ...row,
    x: at.x + 8,
    y: at.y + headPx + (k + 0.5) * rowPx,
    width: at.width - 16,
  }));
  return { slot: card.slot, title: card.title, ...at, height: toCardPx(card), rows, lead };
}

/** The card of a place, when it has sensors. */
export const cardAt = (plan: MimicPlan, slot: Slot): PlanCard | undefined =>
  plan.cards.find((card) => card.slot === slot);
