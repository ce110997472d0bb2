import { layoutNarrow } from "./narrow.ts";
import { type Frame, type PlacedRow, rowPx } from "./placed.ts";
import type { MimicPlan } from "./plan.ts";
import { distanceAlong, type Point, pathAlong, pointAlong } from "./ring-path.ts";
import type { RingSlot } from "./slots.ts";
import { layoutWide } from "./wide.ts";

/** A direction on the pipe: degrees clockwise from the right. */
export type Arrow = Point & { readonly angle: number };

/** A whole picture of a loop in pixels; the same plan and width always give the same one. */
export interface MimicLayout extends Frame {
  readonly pipe: string;
  readonly arrows: readonly Arrow[];
  /** The part that an isolation cuts off, with its valves; `null`: nobody said which. */
  readonly isolable: { readonly path: string; readonly valves: readonly Arrow[] } | null;
  /** Sensors of which nobody can say where they sit, under the picture; `y` is where their heading stands. */
  readonly strip: { readonly y: number; readonly rows: readonly PlacedRow[] } | null;
}

/** Below this a ring leaves no room for text on its sides. */
const narrowBelowPx = 640;
const arrowEveryPx = 190;
/** From a machine to where its missing inlet or outlet would be, and from a place to its valve. */
const besidePx = 74;
const valvePx = 22;
const stripCellPx = 210;
const stripHeadPx = 34;

/** Distance of a place along the pipe, also of one that is not drawn: it is beside its machine. */
function toDistance(frame: Frame, slot: RingSlot): number {
  const point = frame.stations.get(slot);
  if (point) return distanceAlong(frame.ring, point);
  const machine = slot.replace(/-(inlet|outlet)$/, "");
  const around = frame.stations.get(machine as RingSlot) ?? { x: 0, y: 0 };
  return distanceAlong(frame.ring, around) + (slot.endsWith("-inlet") ? -besidePx : besidePx);
}

function toIsolable({ isolable }: MimicPlan, frame: Frame): MimicLayout["isolable"] {
  if (isolable === null) return null;
  const from = toDistance(frame, isolable[0]) - valvePx;
  const to = toDistance(frame, isolable[1]) + valvePx;
  return {
    path: pathAlong(frame.ring, from, to),
    valves: [pointAlong(frame.ring, from), pointAlong(frame.ring, to)],
  };
}

function toStrip({ elsewhere }: MimicPlan, frame: Frame): MimicLayout["strip"] {
  if (elsewhere.length === 0) return null;
  const across = Math.max(1, Math.floor((frame.width - 8) / stripCellPx));
  const cellPx = (frame.width - 8) / across;
  const rows = elsewhere.map((row, k) => ({
    ...row,
    x: 8 + (k % across) * cellPx,
    y: frame.height + stripHeadPx + (Math.floor(k / across) + 0.5) * rowPx,
    width: cellPx - 16,
  }));
  return { y: frame.height + 20, rows };
}

/** Arrows at even distances, where no machine and no valve stands. */
function toArrows(frame: Frame, isolable: MimicLayout["isolable"]): readonly Arrow[] {
  const { ring } = frame;
  const whole = ring.reduce((sum, point, i) => {
    const next = ring[(i + 1) % ring.length] ?? point;
    return sum + Math.hypot(next.x - point.x, next.y - point.y);
  }, 0);
  const count = Math.max(2, Math.round(whole / arrowEveryPx));
  const isClear = (at: Point): boolean =>
    frame.machines.every(
      ({ x, y, width, height }) =>
        Math.abs(x - at.x) > width / 2 + 10 || Math.abs(y - at.y) > height / 2 + 10,
    ) &&
    (isolable?.valves ?? []).every(({ x, y }) => Math.hypot(x - at.x, y - at.y) > 22) &&
    ring.every(({ x, y }) => Math.hypot(x - at.x, y - at.y) > 12);
  return Array.from({ length: count }, (_, k) => pointAlong(ring, ((k + 0.5) * whole) / count)).filter(
    isClear,
  );
}

/** Draws the plan into a width. */
export function layoutMimic(plan: MimicPlan, width: number): MimicLayout {
  const frame = width < narrowBelowPx ? layoutNarrow(plan, width) : layoutWide(plan, width);
  const isolable = toIsolable(plan, frame);
  const strip = toStrip(plan, frame);
  const [first, ...others] = frame.ring;
  const pipe = `M${first?.x ?? 0} ${first?.y ?? 0}L${others.map(({ x, y }) => `${x} ${y}`).join("L")}Z`;
  const lastRow = strip?.rows.at(-1);
  return {
    ...frame,
    height: lastRow ? lastRow.y + rowPx / 2 + 6 : frame.height,
    pipe,
    arrows: toArrows(frame, isolable),
    isolable,
    strip,
  };
}
