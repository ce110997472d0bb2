/** The value below which a share of the list lies, linear between its members; `null` for an empty list. */
export function toQuantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return null;
  const between = place - Math.floor(place);
  // Infinite ones (never found) must not become "not a number" where nothing of them is taken.
  return between === 0 || below === above ? below : below + (above - below) * between;
}

/** An interval for a share: Wilson's, 95 %. `null` for no cases. */
export function toShareInterval(
  hits: number,
  cases: number,
): { readonly share: number; readonly low: number; readonly high: number } | null {
  if (cases === 0) return null;
  const z = 1.96;
  const share = hits / cases;
  const middle = (share + (z * z) / (2 * cases)) / (1 + (z * z) / cases);
  const half =
    (z / (1 + (z * z) / cases)) * Math.sqrt((share * (1 - share)) / cases + (z * z) / (4 * cases * cases));
  return { share, low: middle - half, high: middle + half };
}
