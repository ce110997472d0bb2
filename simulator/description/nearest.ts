/** More than this share of a word mistyped is another word. */
const mistypedShare = 0.4;

/** The known word that a mistyped one was probably meant to be, or `null`. Case does not count. */
export function findNearest(word: string, known: readonly string[]): string | null {
  let nearest: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    const allowed = Math.max(1, Math.floor(mistypedShare * Math.max(word.length, candidate.length)));
    if (distance > allowed || distance >= least) continue;
    nearest = candidate;
    least = distance;
  }
  return nearest;
}

/** `Did you mean "pump"?` when a known word is near, and always the list: `Known are: pump, name.` */
export function renderChoices(word: string, known: readonly string[]): string {
  const nearest = findNearest(word, known);
  const list = known.length === 0 ? "There are none." : `Known are: ${known.join(", ")}.`;
  return nearest === null ? list : `Did you mean "${nearest}"? ${list}`;
}

/** Levenshtein distance with swapped neighbours as one edit (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
