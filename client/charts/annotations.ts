import type uPlot from "uplot";
import type { EpochMs } from "../../protocol/time.ts";
import type { ChartGroup } from "./groups.ts";
import type { Ink } from "./ink.ts";

/** A moment worth a vertical line, such as the onset of a leak. */
export interface Mark {
  readonly atMs: EpochMs;
  readonly label: string;
}

const dash = [4, 4];
const padding = 5;
/** Ground colour around a label, so that it can be read over a line. */
const haloPx = 4;

function prepare(u: uPlot, colour: string, ink: Ink, ratio: number): void {
  const { ctx } = u;
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = ratio;
  ctx.font = ink.font.replace(/^(\d+)px/, (_, px: string) => `${Number(px) * ratio}px`);
  ctx.textBaseline = "top";
}

/** Writes a label that can be read over a line. */
function writeLabel(u: uPlot, text: string, at: { readonly x: number; readonly y: number }, ink: Ink): void {
  u.ctx.setLineDash([]);
  u.ctx.strokeStyle = ink.ground;
  u.ctx.lineWidth = haloPx * devicePixelRatio;
  u.ctx.strokeText(text, at.x, at.y);
  u.ctx.fillText(text, at.x, at.y);
}

/** Draws the limit as a level line, or says at the edge that it lies outside the picture. */
export function drawLimit(u: uPlot, { limit, unit }: Pick<ChartGroup, "limit" | "unit">, ink: Ink): void {
  if (limit === null) return;
  const ratio = devicePixelRatio;
  const { left, top, width, height } = u.bbox;
  const text = `${limit.label} ${limit.value.toFixed(1)} ${unit}`;
  // On the left, because the news is on the right.
  const x = left + padding * ratio;
  u.ctx.save();
  prepare(u, ink.limit, ink, ratio);
  u.ctx.textBaseline = "bottom";
  u.ctx.textAlign = "left";
  if (limit.value < (u.scales["y"]?.min ?? limit.value)) {
    writeLabel(u, `▾ ${text} is below this view`, { x, y: top + height - padding * ratio }, ink);
  } else {
    const y = Math.round(u.valToPos(limit.value, "y", true));
    u.ctx.setLineDash(dash.map((part) => part * ratio));
    u.ctx.beginPath();
    u.ctx.moveTo(left, y);
    u.ctx.lineTo(left + width, y);
    u.ctx.stroke();
    writeLabel(u, text, { x, y: y - 2 * ratio }, ink);
  }
  u.ctx.restore();
}

/** Draws moments as vertical lines with their label at the top. */
export function drawMarks(u: uPlot, marks: readonly Mark[], ink: Ink): void {
  const ratio = devicePixelRatio;
  const { left, top, width, height } = u.bbox;
  u.ctx.save();
  for (const mark of marks) {
    const x = Math.round(u.valToPos(mark.atMs, "x", true));
    if (x < left || x > left + width) continue;
    prepare(u, ink.mark, ink, ratio);
    u.ctx.setLineDash(dash.map((part) => part * ratio));
    u.ctx.beginPath();
    u.ctx.moveTo(x, top);
    u.ctx.lineTo(x, top + height);
    u.ctx.stroke();
    const nearRight = x > left + width * 0.85;
    u.ctx.textAlign = nearRight ? "right" : "left";
    const labelX = x + (nearRight ? -padding : padding) * ratio;
    writeLabel(u, mark.label, { x: labelX, y: top + 3 * ratio }, ink);
  }
  u.ctx.restore();
}
