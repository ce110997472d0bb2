import { layout } from "../../server/domain/picture/layout.ts";
import type { Tone } from "../../server/domain/picture/plot.ts";
import { styleSheet } from "../../server/domain/picture/style-sheet.ts";
import { toXml } from "../../server/domain/picture/xml.ts";

/** A line of points over two logarithmic axes. Points that are not above zero or not finite leave a gap. */
export interface LogLine {
  /** Empty: not in the legend. */
  readonly label: string;
  readonly tone: Tone;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Two logarithmic axes; the time plots of the house have a linear one. */
export interface LogPlot {
  readonly title: string;
  readonly description: string;
  readonly xTitle: string;
  /** Values marked on the axes, ascending; the first and last are the axes' ends. */
  readonly xMarks: readonly { readonly value: number; readonly label: string }[];
  readonly yMarks: readonly { readonly value: number; readonly label: string }[];
  readonly lines: readonly LogLine[];
}

const height = 420;
const top = layout.titleTop + layout.row + layout.underTitle;
const bottom = top + height;

/** The plot as the text of an SVG document, in the colours and sizes of the house's other pictures. */
export function renderLogPlot(plot: LogPlot): string {
  const toScale = (marks: LogPlot["xMarks"], from: number, to: number) => {
    const low = Math.log(marks[0]?.value ?? 1);
    const high = Math.log(marks.at(-1)?.value ?? 10);
    return (value: number) => Math.round(from + ((Math.log(value) - low) / (high - low)) * (to - from));
  };
  const toX = toScale(plot.xMarks, layout.left, layout.right);
  const toY = toScale(plot.yMarks, bottom, top);
  const isDrawn = ([x, y]: readonly [number, number]) =>
    x > 0 && y > 0 && Number.isFinite(y) && toY(y) >= top && toY(y) <= bottom;

  const paths = plot.lines.map(({ tone, points }) => {
    let path = "";
    let isOpen = false;
    for (const point of points) {
      if (isDrawn(point)) path += `${isOpen ? "L" : "M"}${toX(point[0])} ${toY(point[1])}`;
      isOpen = isDrawn(point);
    }
    return `<path class="${tone}" d="${path}"/>`;
  });
  const grid = plot.yMarks.map(
    ({ value, label }) =>
      `<path class="grid" d="M${layout.left} ${toY(value)}H${layout.right}"/><text class="value" x="${layout.left - 12}" y="${toY(value) + 9}">${toXml(label)}</text>`,
  );
  const xMarks = plot.xMarks.map(({ value, label }, i) => {
    const atEdge = i === plot.xMarks.length - 1;
    return `<path class="grid" d="M${toX(value)} ${top}V${bottom}"/><text class="${atEdge ? "end" : "time"}" x="${toX(value)}" y="${bottom + layout.underPanels}">${toXml(label)}</text>`;
  });
  const legendTop = bottom + layout.underPanels + 2 * layout.row;
  const named = plot.lines.filter(({ label }) => label !== "");
  const legend = named.map(
    ({ tone, label }, i) =>
      `<text x="${layout.left}" y="${legendTop + i * layout.row}"><tspan class="k-${tone}">━</tspan> ${toXml(label)}</text>`,
  );
  const high = legendTop + (named.length - 1) * layout.row + layout.bottom;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="lw" role="img" width="${layout.width / 2}" height="${high / 2}" viewBox="0 0 ${layout.width} ${high}">`,
    `<title>${toXml(plot.title)}</title><desc>${toXml(plot.description)}</desc><style>${styleSheet}</style>`,
    `<rect class="ground" width="${layout.width}" height="${high}" rx="12"/>`,
    `<text class="title" x="${layout.titleLeft}" y="${layout.titleTop}">${toXml(plot.title)}</text>`,
    ...grid,
    ...xMarks,
    ...paths,
    `<text x="${layout.left}" y="${bottom + layout.underPanels + layout.row}">${toXml(plot.xTitle)}</text>`,
    ...legend,
    "</svg>\n",
  ].join("\n");
}
