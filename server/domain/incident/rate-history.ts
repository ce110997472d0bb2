import type { LedgerLeak } from "../../../protocol/incident.ts";

type Rates = LedgerLeak["rates"];

/** Points of a rate history. */
const mostPoints = 500;

/**
 * The history with a point more. Where there are too many, the one goes whose neighbours are closest to each other in
 * time; the first and the newest stay.
 */
export function withRate(rates: Rates, point: Rates[number]): Rates {
  const all = [...rates, point];
  if (all.length <= mostPoints) return all;
  let out = 1;
  let closestMs = Number.POSITIVE_INFINITY;
  for (let i = 1; i < all.length - 1; i++) {
    const gapMs = Math.abs(all[i + 1]!.atMs - all[i - 1]!.atMs);
    if (gapMs >= closestMs) continue;
    closestMs = gapMs;
    out = i;
  }
  return all.filter((_, i) => i !== out);
}
