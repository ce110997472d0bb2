import { useEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";
import type { EpochMs } from "../../protocol/time.ts";
import type { TimeSpan } from "../state/route.ts";
import type { WindowColumns } from "../state/window.ts";
import { toTime } from "../state/words.ts";
import type { BandPoint, Mark, Silence } from "./annotations.ts";
import type { ChartGroup } from "./groups.ts";
import { type Ink, readInk } from "./ink.ts";
import { LineSample } from "./line-sample.tsx";
import { createChart } from "./options.ts";
import { toStateWord } from "./states.ts";

/** A picture that can be drawn anew without the virtual DOM. */
export interface Drawable {
  readonly draw: (window: WindowColumns, fromMs: EpochMs, toMs: EpochMs) => void;
  /** Writes the newest values, which cost next to nothing, between two pictures. */
  readonly tell: (newestOf: (column: number) => number) => void;
}

/** Props of a chart; `key` it by theme and loop, because neither changes within one chart's life. */
export interface TrendChartProps {
  readonly group: ChartGroup;
  readonly height: number;
  readonly timesShown: boolean;
  readonly marks: () => readonly Mark[];
  readonly silences: () => readonly Silence[];
  readonly band: () => readonly BandPoint[];
  readonly onStretch: (span: TimeSpan) => void;
  /** Called with the picture once it exists; the answer takes it back. */
  readonly register: (drawable: Drawable) => () => void;
}

/** The newest value at or before a row; an empty text when there is none. */
export function valueBefore(
  column: WindowColumns["columns"][number] | undefined,
  row: number,
  group: ChartGroup,
): string {
  for (let i = row; i >= 0; i--) {
    const value = column?.[i];
    if (value !== null && value !== undefined) return toLegend(value, group);
  }
  return "–";
}

/** A value as the legend writes it; an empty text for none. */
export const toLegend = (value: number, { decimals, factor, offset, states }: ChartGroup): string => {
  if (Number.isNaN(value)) return "";
  return states === null ? (value * factor + offset).toFixed(decimals) : toStateWord(states, value);
};

/** A copy for the chart, in its unit. */
export const toDrawn = (
  column: readonly (number | null | undefined)[],
  { factor, offset }: ChartGroup,
): (number | null | undefined)[] =>
  factor === 1 && offset === 0
    ? [...column]
    : column.map((value) => (typeof value === "number" ? value * factor + offset : value));

/** One chart of a stack with its legend; arrow keys move the cursor, and the values are read out. */
export function TrendChart(props: TrendChartProps) {
  const { group } = props;
  const plotRef = useRef<HTMLDivElement>(null);
  const valuesRef = useRef<(HTMLElement | null)[]>([]);
  const timeRef = useRef<HTMLSpanElement>(null);
  const chartRef = useRef<uPlot | null>(null);

  useEffect(() => {
    const target = plotRef.current;
    if (!target) return undefined;
    const ink: Ink = readInk(target);
    let shown: WindowColumns | null = null;
    let cursorRow: number | null = null;

    function writeLegend(): void {
      const last = (shown?.tMs.length ?? 0) - 1;
      const row = cursorRow ?? last;
      for (const [index, line] of group.lines.entries()) {
        const cell = valuesRef.current[index];
        const text = valueBefore(shown?.columns[line.column], row, group);
        if (cell && cell.textContent !== text) cell.textContent = text;
      }
      const atMs = cursorRow === null ? undefined : shown?.tMs[cursorRow];
      if (timeRef.current) timeRef.current.textContent = atMs === undefined ? "" : toTime(atMs);
    }

    const chart = createChart(
      {
        group,
        ink,
        width: Math.max(200, target.clientWidth),
        height: props.height,
        timesShown: props.timesShown,
        syncKey: "trends",
        ...{ marks: props.marks, silences: props.silences, band: props.band, onStretch: props.onStretch },
        onCursor: (row) => {
          cursorRow = row;
          writeLegend();
        },
      },
      target,
    );
    chartRef.current = chart;
    const resize = new ResizeObserver(() => {
      if (target.clientWidth > 0) chart.setSize({ width: target.clientWidth, height: props.height });
    });
    resize.observe(target);
    const unregister = props.register({
      draw: (window, fromMs, toMs) => {
        shown = window;
        const columns = group.lines.map((line) => toDrawn(window.columns[line.column] ?? [], group));
        chart.batch(() => {
          chart.setData([[...window.tMs], ...columns], false);
          chart.setScale("x", { min: fromMs, max: toMs });
        });
        writeLegend();
      },
      tell: (newestOf) => {
        if (cursorRow !== null) return;
        for (const [index, line] of group.lines.entries()) {
          const text = toLegend(newestOf(line.column), group);
          const cell = valuesRef.current[index];
          if (cell && text !== "" && cell.textContent !== text) cell.textContent = text;
        }
      },
    });
    return () => {
      unregister();
      resize.disconnect();
      chart.destroy();
    };
  }, [
    group,
    props.height,
    props.timesShown,
    props.marks,
    props.silences,
    props.band,
    props.onStretch,
    props.register,
  ]);

  function onKeyDown(event: KeyboardEvent): void {
    const chart = chartRef.current;
    // With Shift they move the stretch of time itself, which is the panel's business.
    if (!chart || event.shiftKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
    event.preventDefault();
    const step = (event.ctrlKey ? 20 : 1) * (event.key === "ArrowLeft" ? -1 : 1);
    const last = chart.data[0].length - 1;
    const row = Math.min(last, Math.max(0, (chart.cursor.idx ?? last) + step));
    const atMs = chart.data[0][row];
    if (atMs === undefined) return;
    const top = chart.bbox.height / devicePixelRatio / 2;
    chart.setCursor({ left: chart.valToPos(atMs, "x"), top });
    const values = group.lines.map((line, i) => `${line.label} ${valuesRef.current[i]?.textContent ?? ""}`);
    const spoken = `${toTime(atMs)}: ${values.join(", ")} ${group.unit}`;
    plotRef.current?.setAttribute("aria-valuemax", String(last));
    plotRef.current?.setAttribute("aria-valuenow", String(row));
    plotRef.current?.setAttribute("aria-valuetext", spoken);
  }

  return (
    <figure class="chart" aria-label={group.unit === "" ? group.title : `${group.title} in ${group.unit}`}>
      <figcaption class="chart-head">
        <span class="chart-title">
          {group.title} <span class="unit">{group.unit}</span>
        </span>
        <span class="chart-cursor-time num" ref={timeRef} />
        <ul class="legend">
          {group.lines.map((line, index) => (
            <li key={line.column}>
              <LineSample ink={line.ink} fine={group.fine} />
              <span class="legend-label">{line.label}</span>
              <b
                class="num value"
                ref={(cell) => {
                  valuesRef.current[index] = cell;
                }}
              />
            </li>
          ))}
        </ul>
      </figcaption>
      <div
        class="plot"
        ref={plotRef}
        role="slider"
        tabIndex={0}
        aria-label={`Cursor on ${group.title}: left and right arrow keys`}
        aria-valuenow={0}
        onKeyDown={onKeyDown}
      />
    </figure>
  );
}
