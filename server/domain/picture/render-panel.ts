import { toColumns } from "./columns.ts";
import { layout, toTextWidth } from "./layout.ts";
import { toPathData } from "./path-data.ts";
import type { Band, Panel } from "./plot.ts";
import { renderLegendRow, toLegend, toLegendRows, toLegendWidth } from "./render-legend.ts";
import { createValueScale, type TimeScale, toWindow, type ValueScale } from "./scales.ts";
import { type Tick, toValueTicks } from "./value-ticks.ts";
import { toXml } from "./xml.ts";

/** More would touch each other on a phone. */
const mostValueSteps = 5;

/** From the middle of a line of text to its baseline. */
const belowMiddle = 10;

/** A panel as drawn, and the height it took in the picture's units. */
export interface RenderedPanel {
  /** Lies under the marks, so that a mark on a round time is not greyed. */
  readonly grid: string;
  readonly svg: string;
  readonly height: number;
}

/** What lies under a panel and has to be known before it is drawn. */
export interface PanelGround {
  readonly top: number;
  readonly scale: TimeScale;
  readonly timeXs: readonly number[];
}

type Runs = ReturnType<typeof toColumns>;

/** Low and high of a band, each NaN where either is, so that both have their gaps in the same places. */
function toBandRuns({ atMs, low, high }: Band, scale: TimeScale): readonly [Runs, Runs] {
  const isKnown = (i: number): boolean => Number.isFinite((low[i] ?? Number.NaN) + (high[i] ?? Number.NaN));
  const known = (values: ArrayLike<number>) => Array.from(values, (v, i) => (isKnown(i) ? v : Number.NaN));
  return [toColumns(atMs, known(low), toWindow(scale)), toColumns(atMs, known(high), toWindow(scale))];
}

const toLine = (run: readonly number[], scale: TimeScale, values: ValueScale): readonly number[] =>
  run.map((number, i) => (i % 2 === 0 ? scale.toX(number) : values.toY(number)));

function renderBand([low, high]: readonly [Runs, Runs], scale: TimeScale, values: ValueScale): string {
  const areas = low.map((run, i) => {
    const back = toLine(high[i] ?? [], scale, values);
    const turned: number[] = [];
    for (let p = back.length - 2; p >= 0; p -= 2) turned.push(back[p]!, back[p + 1]!);
    return `${toPathData([...toLine(run, scale, values), ...turned])}z`;
  });
  return areas.length === 0 ? "" : `<path class="band" d="${areas.join("")}"/>`;
}

function renderGrid(ys: readonly number[], timeXs: readonly number[], top: number): string {
  const across = ys.map((y) => `M${layout.left} ${Math.round(y)}H${layout.right}`);
  const down = timeXs.map((x) => `M${Math.round(x)} ${top}v${layout.panel}`);
  return `<path class="grid" d="${[...across, ...down].join("")}"/>`;
}

const renderValueLabels = (ticks: readonly Tick[], values: ValueScale): string =>
  ticks
    .map(({ value, label }) => {
      const y = Math.round(values.toY(value)) + belowMiddle;
      return `<text class="value" x="${layout.left - 14}" y="${y}">${label}</text>`;
    })
    .join("");

/** The title, with as much of the legend beside it as has room on a phone, and the rest below. */
function renderHead(panel: Panel, top: number): Omit<RenderedPanel, "grid"> {
  const title = panel.unit === null ? panel.title : `${panel.title}, ${panel.unit}`;
  const legend = toLegend(panel);
  const baseline = top + layout.row - 14;
  const room = layout.right - layout.left - toTextWidth(`${title}   `);
  const beside = legend.filter((_, i) => toLegendWidth(legend.slice(0, i + 1)) <= room);
  const rows = toLegendRows(legend.slice(beside.length));
  const svg = [
    `<text class="name" x="${layout.left}" y="${baseline}">${toXml(title)}</text>`,
    beside.length === 0 ? "" : renderLegendRow(beside, baseline, "right"),
    ...rows.map((row, i) => renderLegendRow(row, baseline + (i + 1) * layout.row, "left")),
  ];
  return { svg: svg.join(""), height: layout.row * (1 + rows.length) };
}

/** A panel with its title, legend, grid, band, limits and lines. Without a finite value it says "no data". */
export function renderPanel(panel: Panel, { top, scale, timeXs }: PanelGround): RenderedPanel {
  const head = renderHead(panel, top);
  const panelTop = top + head.height;
  const lines = panel.series.map(({ atMs, values }) => toColumns(atMs, values, toWindow(scale)));
  const band = panel.band === null ? null : toBandRuns(panel.band, scale);
  const shown = [...lines, ...(band ?? [])].flatMap((runs) =>
    runs.flatMap((run) => run.filter((_, i) => i % 2 === 1)),
  );
  const isEmpty = shown.length === 0;
  const limits = panel.limits.filter(({ value }) => Number.isFinite(value));
  const values = createValueScale([...shown, ...limits.map(({ value }) => value)], panel.minSpan, panelTop);
  const height = head.height + layout.panel;
  const axis = `<path class="axis" d="M${layout.left} ${panelTop + layout.panel}H${layout.right}"/>`;
  const middle = `x="${(layout.left + layout.right) / 2}" y="${panelTop + layout.panel / 2 + belowMiddle}"`;
  const note = isEmpty ? `<text class="time" ${middle}>no data</text>` : "";
  if (values === null) return { grid: "", svg: head.svg + axis + note, height };

  const ticks = toValueTicks(values.low, values.high, mostValueSteps, panel.unit === null ? 1 : 0);
  const levels = limits.map(
    ({ value }) =>
      `<path class="limit" d="M${layout.left} ${Math.round(values.toY(value))}H${layout.right}"/>`,
  );
  const paths = lines.map((runs, i) => {
    const data = runs.map((run) => toPathData(toLine(run, scale, values))).join("");
    return data === "" ? "" : `<path class="${panel.series[i]?.tone ?? "plain"}" d="${data}"/>`;
  });
  const inner = [
    renderValueLabels(ticks, values),
    band === null ? "" : renderBand(band, scale, values),
    ...levels,
    ...paths,
  ];
  return {
    grid: renderGrid(
      ticks.map(({ value }) => values.toY(value)),
      timeXs,
      panelTop,
    ),
    svg: head.svg + inner.join("") + axis + note,
    height,
  };
}
