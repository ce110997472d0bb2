import { useSignal } from "@preact/signals";
import { useCallback, useEffect, useMemo, useRef } from "preact/hooks";
import type { AlarmClass } from "../../protocol/alarm.ts";
import type { LoopView } from "../../protocol/telemetry.ts";
import { type DurationMs, hours, minutes } from "../../protocol/time.ts";
import type { Mark } from "../charts/annotations.ts";
import { createDrawLoop } from "../charts/draw-loop.ts";
import { toChartGroups } from "../charts/groups.ts";
import { type Drawable, TrendChart } from "../charts/trend-chart.tsx";
import { usePage } from "../page.ts";
import { type TimeSpan, toHash } from "../state/route.ts";
import { toUtcDay, toUtcStamp } from "../state/words.ts";
import { type Segment, Segmented } from "./segmented.tsx";

const ranges: readonly Segment<DurationMs | null | undefined>[] = [
  { label: "10 min", value: minutes(10) },
  { label: "1 h", value: hours(1) },
  { label: "3 h", value: hours(3) },
  { label: "24 h", value: hours(24) },
  { label: "All", value: null },
];
/** Two rows a bucket, about one bucket for every pixel and a half of a wide chart. */
const points = 1200;
/** What began at the mark: only a leak has an onset that counts down to something. */
const onsetLabels: Readonly<Record<AlarmClass, string>> = {
  leak: "onset",
  sensor: "sensor",
  "data-path": "data path",
  process: "change",
  limit: "limit",
  sensing: "unheard",
  house: "monitor",
};
const heights = { channel: 116, inventory: 136 };
/** More marks than this hide the lines. */
const mostMarks = 12;
/** The lowest chart also carries the times. */
const timesPx = 26;

/** The picture stands still, and says so; the way back is beside it. */
function FrozenNote(props: { readonly loopId: string; readonly span: TimeSpan }) {
  return (
    <p class="frozen" role="status" data-testid="frozen">
      <span>
        <b>Not live:</b> this is{" "}
        <span class="num">
          {toUtcStamp(props.span.fromMs)} to {toUtcStamp(props.span.toMs)}
        </span>{" "}
        UTC.
      </span>
      <a
        class="button primary"
        href={toHash({ kind: "loop", loopId: props.loopId, span: null })}
        data-testid="back-to-live"
      >
        Back to live
      </a>
    </p>
  );
}

/** The trends of a loop, drawn past the virtual DOM: live, or at a stretch that a link points at. */
export function TrendPanel(props: { readonly loop: LoopView; readonly span: TimeSpan | null }) {
  const { store, trends, theme } = usePage();
  const { loop, span } = props;
  const fromMs = span?.fromMs ?? null;
  const toMs = span?.toMs ?? null;
  const rangeMs = useSignal<DurationMs | null>(hours(1));
  const problem = useSignal<string | null>(null);
  const day = useSignal("");
  const empty = useSignal(true);
  const drawables = useRef(new Set<Drawable>());
  const redraw = useRef<() => void>(() => undefined);
  const groups = useMemo(() => toChartGroups(loop), [loop]);
  const ready = store.ready.value;
  const range = rangeMs.value;
  const isFrozen = span !== null;

  const register = useCallback((drawable: Drawable) => {
    drawables.current.add(drawable);
    redraw.current();
    return () => drawables.current.delete(drawable);
  }, []);
  const marks = useCallback(
    (): readonly Mark[] =>
      [
        ...(store.alarms.standingByLoop.peek().get(loop.id) ?? []),
        // A stretch that has passed is looked at for what happened then.
        ...(isFrozen ? store.alarms.over.peek().filter(({ loopId }) => loopId === loop.id) : []),
      ]
        .slice(0, mostMarks)
        .flatMap(({ onsetMs, alarmClass }) =>
          onsetMs === null ? [] : [{ atMs: onsetMs, label: onsetLabels[alarmClass] }],
        ),
    [store, loop.id, isFrozen],
  );

  useEffect(() => {
    const drawLoop = createDrawLoop(() => {
      problem.value = trend?.problem() ?? null;
      const stretch = trend?.assemble();
      empty.value = !stretch || stretch.window.tMs.length === 0;
      if (!stretch) return;
      const first = toUtcDay(stretch.fromMs);
      const last = toUtcDay(stretch.toMs);
      day.value = first === last ? last : `${first} to ${last}`;
      for (const drawable of drawables.current) drawable.draw(stretch.window, stretch.fromMs, stretch.toMs);
    });
    const frozen = fromMs === null || toMs === null ? {} : { frozen: { fromMs, toMs } };
    const trend = ready
      ? trends.open({ loopId: loop.id, rangeMs: range, points, ...frozen }, drawLoop.mark)
      : null;
    redraw.current = drawLoop.mark;
    drawLoop.mark();
    return () => {
      drawLoop.close();
      trend?.close();
    };
  }, [trends, loop.id, range, fromMs, toMs, ready, problem, day, empty]);

  return (
    <section class="card trends" aria-label={`Trends of ${loop.name}`}>
      <header class="trends-head">
        <h3>Trends</h3>
        <span class="quiet num">{day.value} UTC, source time</span>
        <Segmented
          legend="Range"
          segments={ranges}
          value={isFrozen ? undefined : range}
          onChoose={(next) => {
            rangeMs.value = next ?? null;
            if (isFrozen) location.hash = toHash({ kind: "loop", loopId: loop.id, span: null });
          }}
        />
      </header>
      {span ? <FrozenNote loopId={loop.id} span={span} /> : null}
      {problem.value ? (
        <p class="problem" role="status">
          The history of this loop could not be read ({problem.value}). New samples are drawn as they come.
        </p>
      ) : null}
      <div class={`chart-stack ${empty.value ? "chart-stack-empty" : ""}`}>
        {groups.map((group, index) => (
          <TrendChart
            key={`${loop.id} ${group.key} ${theme.value}`}
            group={group}
            height={
              (group.key === "inventory" ? heights.inventory : heights.channel) +
              (index === groups.length - 1 ? timesPx : 0)
            }
            timesShown={index === groups.length - 1}
            marks={marks}
            register={register}
          />
        ))}
        {empty.value ? (
          <p class="chart-empty">
            {isFrozen ? "Nothing is stored of this time." : "Curves appear with the first sample."}
          </p>
        ) : null}
      </div>
    </section>
  );
}
