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

/** Draws the limit as a level line, or says at the edge that it lies outside the picture. */
export function drawLimit(u: uPlot, limit: NonNullable<ChartGroup["limit"]>, ink: Ink): void {
  const ratio = devicePixelRatio;
  const { left, top, width, height } = u.bbox;
  const low = u.scales["y"]?.min ?? limit.value;
  u.ctx.save();
  prepare(u, ink.limit, ink, ratio);
  u.ctx.textAlign = "right";
  const right = left + width - padding * ratio;
  if (limit.value < low) {
    const text = `▾ ${limit.label} ${limit.value.toFixed(1)} L is below this view`;
    u.ctx.textBaseline = "bottom";
    u.ctx.fillText(text, right, top + height - padding * ratio);
  } else {
    const y = Math.round(u.valToPos(limit.value, "y", true));
    u.ctx.setLineDash(dash.map((part) => part * ratio));
    u.ctx.beginPath();
    u.ctx.moveTo(left, y);
    u.ctx.lineTo(left + width, y);
    u.ctx.stroke();
    u.ctx.textBaseline = "bottom";
    u.ctx.fillText(`${limit.label} ${limit.value.toFixed(1)} L`, right, y - 2 * ratio);
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
    u.ctx.setLineDash([]);
    u.ctx.strokeStyle = ink.ground;
    u.ctx.lineWidth = haloPx * ratio;
    const at = x + (nearRight ? -padding : padding) * ratio;
    u.ctx.strokeText(mark.label, at, top + 3 * ratio);
    u.ctx.fillText(mark.label, at, top + 3 * ratio);
  }
  u.ctx.restore();
}
