/** A line in the units of the picture, as [x, y, x, y …]. */
export type Line = readonly number[];

/** Distance of point `i` from the straight piece between points `a` and `b`. */
function toDistance(line: Line, i: number, [a, b]: readonly [number, number]): number {
  const [ax, ay, bx, by] = [line[2 * a]!, line[2 * a + 1]!, line[2 * b]!, line[2 * b + 1]!];
  const [x, y] = [line[2 * i]!, line[2 * i + 1]!];
  const [dx, dy] = [bx - ax, by - ay];
  const lengthSquared = dx * dx + dy * dy;
  const share = lengthSquared === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / lengthSquared;
  const nearest = Math.min(1, Math.max(0, share));
  return Math.hypot(x - ax - nearest * dx, y - ay - nearest * dy);
}

/**
 * The same line with fewer points: none of those left out was further than `tolerance` from what is drawn. Source:
 * Douglas and Peucker 1973, with a stack in place of recursion.
 */
export function simplifyLine(line: Line, tolerance: number): Line {
  const last = line.length / 2 - 1;
  if (last < 2) return line;
  const kept = new Uint8Array(last + 1);
  kept[0] = 1;
  kept[last] = 1;
  const open: [number, number][] = [[0, last]];
  for (let piece = open.pop(); piece !== undefined; piece = open.pop()) {
    const [from, to] = piece;
    let furthest = from;
    let distance = tolerance;
    for (let i = from + 1; i < to; i++) {
      const own = toDistance(line, i, piece);
      if (own > distance) {
        distance = own;
        furthest = i;
      }
    }
    if (furthest === from) continue;
    kept[furthest] = 1;
    open.push([from, furthest], [furthest, to]);
  }
  return line.filter((_, i) => kept[i >> 1] === 1);
}
