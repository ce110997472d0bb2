import type { UnknownCurve } from "./measure-shifts.ts";

const width = 720;
const height = 400;
const left = 60;
const right = 16;
const top = 16;
const bottom = 92;

/** Least efficiency that is asked of the bank, drawn as a line. */
const wanted = 0.8;

/** Colours that stay apart for colour-blind eyes (Okabe & Ito), and dashes that stay apart without colour. */
const styles = [
  { stroke: "#0072b2", dash: "none" },
  { stroke: "#56b4e9", dash: "none" },
  { stroke: "#009e73", dash: "8 3" },
  { stroke: "#8fce00", dash: "8 3" },
  { stroke: "#000000", dash: "2 3" },
  { stroke: "#777777", dash: "2 3" },
  { stroke: "#d55e00", dash: "12 4 2 4" },
  { stroke: "#cc79a7", dash: "12 4 2 4" },
] as const;

/** Efficiency against size, one line a curve: sizes on a logarithmic axis, efficiency from 0 to 1.1. */
export function drawEfficiency(curves: readonly UnknownCurve[]): string {
  const sizes = curves.flatMap(({ points }) => points.map(({ size }) => size));
  const low = Math.floor(Math.log10(Math.min(...sizes)));
  const high = Math.ceil(Math.log10(Math.max(...sizes) * 0.999));
  const x = (size: number): number =>
    left + ((Math.log10(size) - low) / (high - low)) * (width - left - right);
  const y = (efficiency: number): number => top + (1 - efficiency / 1.1) * (height - top - bottom);
  const parts: string[] = [];
  for (let decade = low; decade <= high; decade++) {
    const at = x(10 ** decade).toFixed(1);
    parts.push(
      `<path d="M${at} ${top}V${height - bottom}" stroke="#ddd"/>`,
      `<text x="${at}" y="${height - bottom + 16}" text-anchor="middle">${10 ** decade}</text>`,
    );
  }
  for (const level of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
    const at = y(level).toFixed(1);
    parts.push(
      `<path d="M${left} ${at}H${width - right}" stroke="${level === wanted ? "#999" : "#ddd"}"/>`,
      `<text x="${left - 8}" y="${Number(at) + 4}" text-anchor="end">${level.toFixed(1)}</text>`,
    );
  }
  parts.push(
    `<text x="${width - right - 4}" y="${height - bottom - 8}" text-anchor="end">size of the shift, sd</text>`,
    `<text x="${left + 6}" y="${top + 12}">efficiency</text>`,
  );
  for (const [i, curve] of curves.entries()) {
    const { stroke, dash } = styles[i % styles.length]!;
    const line = curve.points
      .map(
        ({ size, efficiency }, k) =>
          `${k === 0 ? "M" : "L"}${x(size).toFixed(1)} ${y(Math.min(1.1, efficiency.mean)).toFixed(1)}`,
      )
      .join("");
    const paint = `fill="none" stroke="${stroke}" stroke-width="1.8" stroke-dasharray="${dash}"`;
    parts.push(`<path d="${line}" ${paint}/>`);
    const keyX = left + (i % 2) * 330;
    const keyY = height - bottom + 38 + Math.floor(i / 2) * 14;
    const { gamma, smallest, largest } = curve.settings;
    parts.push(
      `<path d="M${keyX} ${keyY - 4}h28" ${paint}/>`,
      `<text x="${keyX + 34}" y="${keyY}">${curve.rule}, ${smallest} to ${largest} sd, γ ${gamma.toPrecision(1)}</text>`,
    );
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">` +
    `<title>Efficiency (least possible delay over measured delay) against the size of the shift, sd</title>` +
    `<rect width="${width}" height="${height}" fill="#fff"/>${parts.join("")}</svg>\n`
  );
}
