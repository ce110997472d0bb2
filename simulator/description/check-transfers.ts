import type { EventShape } from "./event-shapes.ts";
import type { PlantDescription } from "./plant-description.ts";

/** Share of the accumulator's gas that refills may take, and of its coolant that drains may: the rest moves with heat. */
const movableShare = 0.9;

/** Less than this is rounding, L. */
const roundingL = 1e-9;

type Transfer = Extract<EventShape, { kind: "refill" | "drain" }>;

/**
 * Sentence for more litres than the accumulator can take or give, with what the story's other transfers have moved by
 * then; `null` when all is well. What leaked may be filled up again, down to the last drop of the charge.
 */
export function explainTransfer(
  event: Transfer,
  plant: PlantDescription,
  all: readonly (EventShape | null)[],
): string | null {
  const { accumulator } = plant;
  const soFar = all.filter((other) => other !== null).filter(({ atS }) => atS <= event.atS);
  const sumOf = (kind: Transfer["kind"]): number =>
    soFar.reduce((sum, other) => sum + (other.kind === kind ? other.litres : 0), 0);
  const addedL = sumOf("refill") - sumOf("drain");
  if (event.kind === "drain") {
    const leftL = movableShare * accumulator.liquidL + addedL;
    if (leftL >= -roundingL) return null;
    return `The accumulator cannot give that: with what was filled in and drained before, ${toText(event.litres + leftL)} L can still be drained.`;
  }
  const hasLeaked = soFar.some((other) => other.kind === "leak" && other.from !== "gas side");
  const roomL = movableShare * accumulator.gasL + (hasLeaked ? chargeL(plant) : 0) - addedL;
  if (roomL >= -roundingL) return null;
  return `The accumulator's gas cannot take that: with what was drained, lost and filled in before, ${toText(event.litres + roomL)} L can still be filled in.`;
}

const chargeL = ({ segments, accumulator }: PlantDescription): number =>
  segments.reduce((sum, { volumeL, still }) => sum + volumeL + still.volumeL, accumulator.liquidL);

/** Rounded down, so that what is said is allowed. */
const toText = (litres: number): string => String(Math.max(0, Math.floor(litres * 100 + roundingL) / 100));
