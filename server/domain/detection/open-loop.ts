/** Carries a known leak on where no measurement tells the inventory any more. */
export interface OpenLoop {
  step(dtS: number, pressureKpa: number): void;
  readonly inventoryL: number;
  readonly lossLPerS: number;
}

/**
 * A hole passes q ∝ sqrt(p): the rate known at `pressureKpa` gives the size of the hole, the size and the pressure now
 * give the rate now (orifice into vacuum, q = Cd A sqrt(2 p / ρ)). Never falls below zero inventory.
 */
export function createOpenLoop(start: {
  readonly inventoryL: number;
  readonly lossLPerS: number;
  readonly pressureKpa: number;
}): OpenLoop {
  let inventoryL = start.inventoryL;
  let lossLPerS = start.lossLPerS;
  const hole = start.lossLPerS / Math.sqrt(Math.max(1, start.pressureKpa));
  return {
    step(dtS, pressureKpa) {
      lossLPerS = inventoryL > 0 ? hole * Math.sqrt(Math.max(0, pressureKpa)) : 0;
      inventoryL = Math.max(0, inventoryL - lossLPerS * dtS);
    },
    get inventoryL() {
      return inventoryL;
    },
    get lossLPerS() {
      return lossLPerS;
    },
  };
}
