import type uPlot from "uplot";
import type { EpochMs } from "../../protocol/time.ts";
import type { ChartGroup } from "./groups.ts";
import type { Ink } from "./ink.ts";

/** A moment worth a vertical line, such as the onset of a leak. */
export interface Mark {
  readonly atMs: EpochMs;
  readonly label: string;
}

/** A stretch of source time without any sample. */
export interface Silence {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** An estimate less and more one standard deviation, in the unit of its chart. */
export interface BandPoint {
  readonly atMs: EpochMs;
  readonly low: number;
  readonly high: number;
}

const bandAlpha = 0.22;
/** Height of a label, and the width that "nothing heard" needs. */
const linePx = 15;
const silenceLabelPx = 90;
const dash = [4, 4];
const padding = 5;
/** Ground colour around a label, so that it can be read over a line. */
const haloPx = 4;

const scaledFont = (ink: Ink, ratio: number): string =>
  ink.font.replace(/^(\d+)px/, (_, px: string) => `${Number(px) * ratio}px`);

function prepare(u: uPlot, colour: string, ink: Ink, ratio: number): void {
  const { ctx } = u;
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = ratio;
  ctx.font = scaledFont(ink, ratio);
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

/** Draws each limit as a level line, or says at the edge that it lies outside the picture. */
export function drawLimits(
  u: uPlot,
  group: Pick<ChartGroup, "limits" | "unit" | "decimals">,
  ink: Ink,
): void {
  const ratio = devicePixelRatio;
  const { left, top, width, height } = u.bbox;
  // On the left, because the news is on the right.
  const x = left + padding * ratio;
  const outside = { below: 0, above: 0 };
  u.ctx.save();
  prepare(u, ink.limit, ink, ratio);
  u.ctx.textAlign = "left";
  for (const { value, label } of group.limits) {
    const text = `${label} ${value.toFixed(Math.min(1, group.decimals))} ${group.unit}`;
    if (value < (u.scales["y"]?.min ?? value)) {
      u.ctx.textBaseline = "bottom";
      const y = top + height - (padding + linePx * outside.below++) * ratio;
      writeLabel(u, `▾ ${text} is below this view`, { x, y }, ink);
    } else if (value > (u.scales["y"]?.max ?? value)) {
      u.ctx.textBaseline = "top";
      const y = top + (padding + linePx * outside.above++) * ratio;
      writeLabel(u, `▴ ${text} is above this view`, { x, y }, ink);
    } else {
      u.ctx.textBaseline = "bottom";
      prepareLine(u, ink.limit, ratio);
      const y = Math.round(u.valToPos(value, "y", true));
      u.ctx.beginPath();
      u.ctx.moveTo(left, y);
      u.ctx.lineTo(left + width, y);
      u.ctx.stroke();
      writeLabel(u, text, { x, y: y - 2 * ratio }, ink);
    }
  }
  u.ctx.restore();
}

function prepareLine(u: uPlot, colour: string, ratio: number): void {
  u.ctx.strokeStyle = colour;
  u.ctx.lineWidth = ratio;
  u.ctx.setLineDash(dash.map((part) => part * ratio));
}

/** Shades stretches in which nothing was heard, under the lines. */
export function drawSilences(u: uPlot, silences: readonly Silence[], ink: Ink): void {
  const { left, top, width, height } = u.bbox;
  u.ctx.save();
  u.ctx.fillStyle = ink.grid;
  u.ctx.font = scaledFont(ink, devicePixelRatio);
  u.ctx.textAlign = "center";
  u.ctx.textBaseline = "top";
  for (const { fromMs, toMs } of silences) {
    const from = Math.max(left, u.valToPos(fromMs, "x", true));
    const to = Math.min(left + width, u.valToPos(toMs, "x", true));
    if (to - from < 1) continue;
    u.ctx.fillStyle = ink.grid;
    u.ctx.fillRect(from, top, to - from, height);
    u.ctx.fillStyle = ink.text;
    if (to - from > silenceLabelPx * devicePixelRatio)
      u.ctx.fillText("nothing heard", (from + to) / 2, top + padding * devicePixelRatio);
  }
  u.ctx.restore();
}

/** Draws one standard deviation about an estimate, under its line. */
export function drawBand(u: uPlot, band: readonly BandPoint[], ink: Ink): void {
  if (band.length < 2) return;
  const { left, top, width, height } = u.bbox;
  const x = (ms: EpochMs): number => u.valToPos(ms, "x", true);
  const y = (value: number): number => u.valToPos(value, "y", true);
  u.ctx.save();
  u.ctx.beginPath();
  u.ctx.rect(left, top, width, height);
  u.ctx.clip();
  u.ctx.beginPath();
  for (const { atMs, high } of band) u.ctx.lineTo(x(atMs), y(high));
  for (const { atMs, low } of band.toReversed()) u.ctx.lineTo(x(atMs), y(low));
  u.ctx.closePath();
  u.ctx.globalAlpha = bandAlpha;
  u.ctx.fillStyle = ink.lines[0] ?? ink.text;
  u.ctx.fill();
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
