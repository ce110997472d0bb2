import type { Silence } from "../charts/annotations.ts";
import type { WindowColumns } from "./window.ts";

/** Stretches in which no channel said anything: where the lines of all of them break at once. */
export function toSilences({ tMs, columns }: WindowColumns): readonly Silence[] {
  return tMs.flatMap((_, row) => {
    const fromMs = tMs[row - 1];
    const toMs = tMs[row + 1];
    if (fromMs === undefined || toMs === undefined || columns.length === 0) return [];
    return columns.every((column) => column[row] === null) ? [{ fromMs, toMs }] : [];
  });
}
