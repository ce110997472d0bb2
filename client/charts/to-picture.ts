import { type Ink, readInk } from "./ink.ts";

const headPx = 26;
const padPx = 14;

const fontOf = (ink: Ink, px: number): string => ink.font.replace(/^\d+px/, `${px}px`);

/** The charts inside an element as one picture with their titles, as they are drawn now. */
export function toPicture(element: HTMLElement, title: string): Promise<Blob | null> {
  const ink = readInk(element);
  const charts = [...element.querySelectorAll("figure")].flatMap((figure) => {
    const canvas = figure.querySelector("canvas");
    const head = figure.getAttribute("aria-label") ?? "";
    return canvas ? [{ canvas, head }] : [];
  });
  const ratio = devicePixelRatio;
  const width = Math.max(300 * ratio, ...charts.map(({ canvas }) => canvas.width)) + 2 * padPx * ratio;
  const height = charts.reduce((sum, { canvas }) => sum + canvas.height + headPx * ratio, 0);
  const sheet = document.createElement("canvas");
  sheet.width = width;
  sheet.height = height + (headPx + 2 * padPx) * ratio;
  const ctx = sheet.getContext("2d");
  if (!ctx) return Promise.resolve(null);
  ctx.fillStyle = ink.ground;
  ctx.fillRect(0, 0, sheet.width, sheet.height);
  ctx.fillStyle = ink.text;
  ctx.textBaseline = "top";
  ctx.font = fontOf(ink, 14 * ratio);
  let y = padPx * ratio;
  ctx.fillText(title, padPx * ratio, y);
  y += headPx * ratio;
  ctx.font = fontOf(ink, 12 * ratio);
  for (const { canvas, head } of charts) {
    ctx.fillText(head, padPx * ratio, y + 6 * ratio);
    ctx.drawImage(canvas, padPx * ratio, y + headPx * ratio);
    y += canvas.height + headPx * ratio;
  }
  return new Promise((resolve) => sheet.toBlob(resolve, "image/png"));
}
