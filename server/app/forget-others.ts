import type { LoopId } from "../../protocol/ids.ts";

/** Takes out of a map or set by loop what is of none of these loops. */
export function forgetOthers(
  byLoop: { keys(): IterableIterator<LoopId>; delete(loopId: LoopId): boolean },
  loops: readonly { readonly id: LoopId }[],
): void {
  const kept = new Set(loops.map(({ id }) => id));
  for (const loopId of [...byLoop.keys()]) if (!kept.has(loopId)) byLoop.delete(loopId);
}
