/** Where the inventory stands between the least a loop can work with and its full charge. */
export interface Reserve {
  /** Position on the bar, 0..1. */
  readonly position: number;
  /** Litres above the minimum; negative below it. */
  readonly aboveL: number;
}

/** Place of the minimum on the bar: the room to its left shows a loop that has fallen below. */
export const minimumPosition = 0.18;
/** Place of the full charge: a warm or overfilled loop reads a little above it. */
const chargePosition = 0.94;

/** The bar shows the coolant that can be lost, not the whole charge, of which the last litres are out of reach. */
export function toReserve(inventoryL: number, minimumL: number, chargeL: number): Reserve {
  const usableL = Math.max(chargeL - minimumL, Number.EPSILON);
  const share = (inventoryL - minimumL) / usableL;
  const position = minimumPosition + share * (chargePosition - minimumPosition);
  return { position: Math.min(1, Math.max(0, position)), aboveL: inventoryL - minimumL };
}
