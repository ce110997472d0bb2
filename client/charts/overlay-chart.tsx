import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { TimeSpan } from "../state/route.ts";
import { drawMarks, drawSilences, type Mark, type Silence } from "./annotations.ts";
import { hearStretch, toSeries, toTimeAxis, toValueAxis, toYScale } from "./axes.ts";
import type { ChartGroup } from "./groups.ts";
import { readInk } from "./ink.ts";
import { LineSample } from "./line-sample.tsx";
import { type Drawable, toDrawn, toLegend, valueBefore } from "./trend-chart.tsx";

/** Axes that fit beside a picture; the lines of further groups are drawn to scales of their own without one. */
const mostAxes = 4;

/** All lines of a loop in one picture, each group to its own scale. */
export function OverlayChart(props: {
  readonly groups: readonly ChartGroup[];
  readonly height: number;
  readonly marks: () => readonly Mark[];
  readonly silences: () => readonly Silence[];
  readonly onStretch: (span: TimeSpan) => void;
  readonly register: (drawable: Drawable) => () => void;
}) {
  const { groups } = props;
  const plotRef = useRef<HTMLDivElement>(null);
  const cells = useRef(new Map<string, HTMLElement>());

  useEffect(() => {
    const target = plotRef.current;
    if (!target) return undefined;
    const ink = readInk(target);
    const lines = groups.flatMap((group) => group.lines.map((line) => ({ group, line })));
    const inked = lines.map(({ line }, place) => ({ ...line, ink: place }));
    const chart = new uPlot(
      {
        ...{ width: Math.max(200, target.clientWidth), height: props.height, ms: 1, padding: [8, 8, 0, 0] },
        legend: { show: false },
        cursor: {
          sync: { key: "trends", setSeries: false },
          drag: { x: true, y: false, setScale: false },
        },
        scales: {
          x: { time: false },
          ...Object.fromEntries(groups.map((group) => [group.key, toYScale(group)])),
        },
        axes: [
          toTimeAxis(ink, true),
          ...groups.slice(0, mostAxes).map((group, place) => ({
            ...toValueAxis(group, ink),
            ...{ scale: group.key, side: place % 2 === 0 ? (3 as const) : (1 as const) },
            ...{ label: group.unit, labelSize: 16, labelFont: ink.font },
            grid: { show: place === 0, stroke: ink.grid, width: 1 },
          })),
        ],
        series: [
          {},
          ...lines.map(({ group }, place) => ({
            ...toSeries(group, inked[place] ?? { column: 0, label: "", ink: place }, ink),
            scale: group.key,
          })),
        ],
        hooks: {
          drawAxes: [(u) => drawSilences(u, props.silences(), ink)],
          draw: [(u) => drawMarks(u, props.marks(), ink)],
          setSelect: [hearStretch(props.onStretch)],
        },
      },
      [[], ...lines.map(() => [])],
      target,
    );
    const resize = new ResizeObserver(() => {
      if (target.clientWidth > 0) chart.setSize({ width: target.clientWidth, height: props.height });
    });
    resize.observe(target);
    const unregister = props.register({
      draw: (window, fromMs, toMs) => {
        chart.batch(() => {
          chart.setData(
            [
              [...window.tMs],
              ...lines.map(({ group, line }) => toDrawn(window.columns[line.column] ?? [], group)),
            ],
            false,
          );
          chart.setScale("x", { min: fromMs, max: toMs });
        });
        for (const { group, line } of lines) {
          const cell = cells.current.get(`${group.key} ${line.column}`);
          const text = valueBefore(window.columns[line.column], window.tMs.length - 1, group);
          if (cell && cell.textContent !== text) cell.textContent = text;
        }
      },
      tell: (newestOf) => {
        for (const { group, line } of lines) {
          const text = toLegend(newestOf(line.column), group);
          const cell = cells.current.get(`${group.key} ${line.column}`);
          if (cell && text !== "" && cell.textContent !== text) cell.textContent = text;
        }
      },
    });
    return () => {
      unregister();
      resize.disconnect();
      chart.destroy();
    };
  }, [groups, props.height, props.marks, props.silences, props.onStretch, props.register]);

  const lines = groups.flatMap((group) => group.lines.map((line) => ({ group, line })));
  return (
    <figure class="chart" aria-label="All channels over each other" data-testid="overlay">
      <figcaption class="chart-head">
        <ul class="legend">
          {lines.map(({ group, line }, place) => (
            <li key={`${group.key} ${line.column}`}>
              <LineSample ink={place} fine={group.fine} />
              <span class="legend-label">{line.label}</span>
              <b
                class="num value"
                ref={(cell) => {
                  if (cell) cells.current.set(`${group.key} ${line.column}`, cell);
                }}
              />
              <span class="unit">{group.unit}</span>
            </li>
          ))}
        </ul>
      </figcaption>
      <div class="plot" ref={plotRef} />
    </figure>
  );
}
