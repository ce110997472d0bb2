/** A point in pixels of the picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A closed pipe as corners in the order of the flow; the last joins the first. */
export type Ring = readonly Point[];

const lengthOf = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

/** Corners with their distance from the first along the pipe, and the first again at the end. */
function measured(ring: Ring): readonly { readonly at: number; readonly point: Point }[] {
  const out: { at: number; point: Point }[] = [];
  let at = 0;
  for (const [i, point] of [...ring, ...ring.slice(0, 1)].entries()) {
    const before = out[i - 1];
    if (before) at += lengthOf(before.point, point);
    out.push({ at, point });
  }
  return out;
}

/** How far along the pipe a point on it lies; the nearest leg counts. */
export function distanceAlong(ring: Ring, point: Point): number {
  const corners = measured(ring);
  let best = { off: Number.POSITIVE_INFINITY, at: 0 };
  for (let i = 1; i < corners.length; i++) {
    const a = corners[i - 1];
    const b = corners[i];
    if (!a || !b || b.at === a.at) continue;
    const share = Math.min(
      1,
      Math.max(
        0,
        ((point.x - a.point.x) * (b.point.x - a.point.x) + (point.y - a.point.y) * (b.point.y - a.point.y)) /
          (b.at - a.at) ** 2,
      ),
    );
    const on = {
      x: a.point.x + share * (b.point.x - a.point.x),
      y: a.point.y + share * (b.point.y - a.point.y),
    };
    const off = lengthOf(on, point);
    if (off < best.off) best = { off, at: a.at + share * (b.at - a.at) };
  }
  return best.at;
}

/** The point so far along the pipe, and the way the coolant goes there, degrees clockwise from the right. */
export function pointAlong(ring: Ring, distance: number): Point & { readonly angle: number } {
  const corners = measured(ring);
  const whole = corners.at(-1)?.at ?? 0;
  const at = whole > 0 ? ((distance % whole) + whole) % whole : 0;
  for (let i = 1; i < corners.length; i++) {
    const a = corners[i - 1];
    const b = corners[i];
    if (!a || !b || at > b.at || b.at === a.at) continue;
    const share = (at - a.at) / (b.at - a.at);
    const angle = (Math.atan2(b.point.y - a.point.y, b.point.x - a.point.x) * 180) / Math.PI;
    return {
      x: a.point.x + share * (b.point.x - a.point.x),
      y: a.point.y + share * (b.point.y - a.point.y),
      angle,
    };
  }
  return { x: 0, y: 0, angle: 0 };
}

/** The pipe from one distance to another, in the order of the flow, as an SVG path. */
export function pathAlong(ring: Ring, from: number, to: number): string {
  const corners = measured(ring);
  const whole = corners.at(-1)?.at ?? 0;
  const end = to >= from ? to : to + whole;
  const between = [...corners, ...corners.slice(1).map(({ at, point }) => ({ at: at + whole, point }))]
    .filter(({ at }) => at > from && at < end)
    .map(({ point }) => point);
  const points = [pointAlong(ring, from), ...between, pointAlong(ring, end)];
  return `M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
}
