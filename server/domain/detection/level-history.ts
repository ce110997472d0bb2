/** What an inventory was at earlier times: by the minute for hours, by twenty minutes for a week. */
export interface LevelHistory {
  add(atS: number, inventoryL: number): void;
  /** Mean level of the last minute (or twenty, further back) that was over at `atS`; `NaN` when nothing was kept of it. */
  before(atS: number): number;
  readonly state: LevelState;
}

export interface LevelState {
  readonly fine: RingState;
  readonly coarse: RingState;
}

interface RingState {
  /** Means by block, and which block each slot holds. */
  readonly means: Float64Array;
  readonly blocks: Float64Array;
  /** Open block: its number, sum, count. */
  readonly open: Float64Array;
}

const fineS = 60;
const fineSlots = 180;
const coarseS = 1200;
const coarseSlots = 504;

/** A level is looked for this many blocks back at most: further, the loop was not heard. */
const lookBack = 3;

const newRing = (slots: number): RingState => ({
  means: new Float64Array(slots).fill(Number.NaN),
  blocks: new Float64Array(slots).fill(Number.NaN),
  open: Float64Array.of(Number.NaN, 0, 0),
});

export const newLevelState = (): LevelState => ({ fine: newRing(fineSlots), coarse: newRing(coarseSlots) });

/** State is two rings of a fixed size. */
export function createLevelHistory(state: LevelState = newLevelState()): LevelHistory {
  return {
    state,
    add(atS, inventoryL) {
      addTo(state.fine, Math.floor(atS / fineS), inventoryL);
      addTo(state.coarse, Math.floor(atS / coarseS), inventoryL);
    },
    before(atS) {
      const fine = lookUp(state.fine, Math.floor(atS / fineS) - 1);
      return Number.isNaN(fine) ? lookUp(state.coarse, Math.floor(atS / coarseS) - 1) : fine;
    },
  };
}

function addTo({ means, blocks, open }: RingState, block: number, inventoryL: number): void {
  if (block !== open[0]) {
    if (open[2]! > 0) {
      const slot = open[0]! % means.length;
      means[slot] = open[1]! / open[2]!;
      blocks[slot] = open[0]!;
    }
    open[0] = block;
    open[1] = 0;
    open[2] = 0;
  }
  open[1]! += inventoryL;
  open[2]! += 1;
}

function lookUp({ means, blocks }: RingState, block: number): number {
  for (let back = 0; back < lookBack; back++) {
    const slot = (block - back) % means.length;
    if (blocks[slot] === block - back) return means[slot]!;
  }
  return Number.NaN;
}
