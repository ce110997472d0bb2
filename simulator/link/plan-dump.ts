import type { Random } from "../random.ts";
import type { Frame } from "../timing/frame.ts";

/** A point that waits in the recorder. `frame` becomes `null` when it was sent or overwritten. */
export interface RecordedPoint {
  readonly atS: number;
  frame: Frame | null;
}

/** When a recorded point comes, in seconds of dumping since the dump began. */
export interface DumpItem {
  readonly point: RecordedPoint;
  readonly afterS: number;
}

/** What is dumped after one loss of signal. */
export interface DumpPlan {
  /** By `afterS`. */
  readonly items: readonly DumpItem[];
  /** Seconds of dumping that all of it takes. */
  readonly lengthS: number;
}

/** How a recorder plays back; see `LinkDescription.recorder`. */
export interface Playback {
  readonly speed: number;
  readonly shuffledBlockS: number;
}

/**
 * Lays out the dump of `points` (in order of time, not empty) that were recorded until `endS`: cut into blocks of equal
 * recorded time, the blocks in shuffled order, the points inside a block in their own. A block without points takes no
 * time: there is nothing of it to play.
 */
export function planDump(
  points: readonly RecordedPoint[],
  endS: number,
  playback: Playback,
  random: Random,
): DumpPlan {
  const { speed, shuffledBlockS } = playback;
  const beginS = points[0]?.atS ?? endS;
  const lengthS = endS - beginS;
  const blockS = shuffledBlockS > 0 ? shuffledBlockS : Math.max(lengthS, 1);
  const pointsByBlock = new Map<number, RecordedPoint[]>();
  for (const point of points) {
    const block = Math.floor((point.atS - beginS) / blockS);
    const known = pointsByBlock.get(block);
    if (known === undefined) pointsByBlock.set(block, [point]);
    else known.push(point);
  }
  const items: DumpItem[] = [];
  let doneS = 0;
  for (const [block, pointsOfBlock] of shuffle([...pointsByBlock], random)) {
    const blockBeginS = beginS + block * blockS;
    for (const point of pointsOfBlock) {
      items.push({ point, afterS: (doneS + point.atS - blockBeginS) / speed });
    }
    // The last block of the recording is mostly shorter than the rest.
    doneS += Math.min(blockS, endS - blockBeginS);
  }
  return { items, lengthS: doneS / speed };
}

/** Fisher and Yates. */
function shuffle<T>(order: T[], random: Random): readonly T[] {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
