import { layout, toTextRows, toTextWidth } from "./layout.ts";
import type { Plot } from "./plot.ts";
import { renderLegendRow, toLegendRows } from "./render-legend.ts";
import { renderMoments, renderSpans, toMarkRows, toSpanLabels } from "./render-marks.ts";
import { renderPanel } from "./render-panel.ts";
import { createTimeScale } from "./scales.ts";
import { styleSheet } from "./style-sheet.ts";
import { toTimeTicks } from "./time-ticks.ts";
import { toXml } from "./xml.ts";

/**
 * The plot as the text of an SVG 1.1 document, 640 pixels wide at its natural size and as high as its panels need. It
 * brings its own colours for light and dark, asks for no font or file, and the same plot gives the same bytes. `style`: of
 * another place than a page, such as `mailStyleSheet`.
 */
export function renderPlot(plot: Plot, style: string = styleSheet): string {
  const scale = createTimeScale(plot);
  const time = toTimeTicks(plot);
  const timeXs = time.ticks.map(({ atMs }) => scale.toX(atMs));
  const titleRows = toTextRows(plot.title, layout.right - layout.titleLeft);
  const titles = titleRows.map(
    (row, i) =>
      `<text class="title" x="${layout.titleLeft}" y="${layout.titleTop + i * layout.row}">${toXml(row)}</text>`,
  );
  const head = layout.titleTop + (titleRows.length - 1) * layout.row + layout.underTitle;
  const panelsTop = head + toMarkRows(plot.marks, scale) * layout.row;

  let bottom = panelsTop;
  /** Upper and lower edge of each panel, below its title. */
  const grounds: [number, number][] = [];
  const panels = plot.panels.map((panel, i) => {
    const top = bottom + (i === 0 ? 0 : layout.betweenPanels);
    const rendered = renderPanel(panel, { top, scale, timeXs });
    bottom = top + rendered.height;
    grounds.push([bottom - layout.panel, bottom]);
    return rendered;
  });

  const labels = time.ticks.map(({ label }, i) => {
    const x = Math.round(timeXs[i] ?? layout.left);
    // A label in the middle of its mark would be cut off at the picture's edge.
    const atEdge = x + toTextWidth(label) / 2 > layout.width;
    return `<text class="${atEdge ? "end" : "time"}" x="${atEdge ? layout.right : x}" y="${bottom + layout.underPanels}">${toXml(label)}</text>`;
  });
  const titleY = bottom + layout.underPanels + layout.row;
  const spans = toSpanLabels(plot.marks, scale).map((label) => ({ tone: "span", sign: "■", label }) as const);
  const rows = toLegendRows(spans);
  const beside =
    rows.length === 1 &&
    toTextWidth(time.title + spans.map((s) => `   ■ ${s.label}`).join("")) <= layout.right - layout.left;
  const foot = rows.map((row, i) =>
    renderLegendRow(row, titleY + (beside ? 0 : i + 1) * layout.row, beside ? "right" : "left"),
  );
  const height = titleY + (beside ? 0 : rows.length) * layout.row + layout.bottom;

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="lw" role="img" width="${layout.width / 2}" height="${height / 2}" viewBox="0 0 ${layout.width} ${height}">`,
    `<title>${toXml(plot.title)}</title><desc>${toXml(plot.description)}</desc><style>${style}</style>`,
    `<rect class="ground" width="${layout.width}" height="${height}" rx="12"/>`,
    ...titles,
    renderSpans(plot.marks, scale, grounds),
    ...panels.map(({ grid }) => grid),
    renderMoments(plot.marks, scale, { panelsTop, bottom }),
    ...panels.map(({ svg }) => svg),
    ...labels,
    `<text x="${layout.left}" y="${titleY}">${toXml(time.title)}</text>`,
    ...foot,
    "</svg>\n",
  ].join("\n");
}
