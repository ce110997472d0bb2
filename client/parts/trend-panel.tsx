import { useSignal } from "@preact/signals";
import { useCallback, useEffect, useMemo, useRef } from "preact/hooks";
import type { LoopView } from "../../protocol/telemetry.ts";
import { type DurationMs, hours, minutes } from "../../protocol/time.ts";
import type { Silence } from "../charts/annotations.ts";
import { createDrawLoop, shortestMs } from "../charts/draw-loop.ts";
import { toChartGroups } from "../charts/groups.ts";
import { OverlayChart } from "../charts/overlay-chart.tsx";
import { type Drawable, TrendChart } from "../charts/trend-chart.tsx";
import { createTurns } from "../charts/turns.ts";
import { usePage } from "../page.ts";
import { shownUnits } from "../state/measures.ts";
import { type TimeSpan, toHash } from "../state/route.ts";
import { toSilences } from "../state/silences.ts";
import { panSpan, zoomSpan } from "../state/span.ts";
import { toMarks } from "../state/trend-marks.ts";
import { toDay, toStamp } from "../state/words.ts";
import { toZoneWord } from "../state/zone.ts";
import { type Segment, Segmented } from "./segmented.tsx";
import { TrendExport } from "./trend-export.tsx";
import { useEstimateBand } from "./use-estimate-band.ts";

const ranges: readonly Segment<DurationMs | null | undefined>[] = [
  { label: "10 min", value: minutes(10) },
  { label: "1 h", value: hours(1) },
  { label: "3 h", value: hours(3) },
  { label: "24 h", value: hours(24) },
  { label: "All", value: null },
];
const shapes: readonly Segment<"stacked" | "overlaid">[] = [
  { label: "Stacked", value: "stacked", testId: "trend-stacked" },
  { label: "Overlaid", value: "overlaid", testId: "trend-overlaid" },
];
/** Two rows a bucket, about one bucket for every pixel and a half of a wide chart. */
const points = 1200;
const heights = { channel: 116, inventory: 136, overlaid: 420 };
/** A picture is drawn anew when it has moved by half a pixel, or after this long: its right end moves up and down as well. */
const longestPauseMs = 500;
/** The lowest chart also carries the times. */
const timesPx = 26;
/** One press moves by this share of the picture, or makes it this much longer or shorter. */
const panShare = 0.25;
const zoomFactor = 1.6;

/** The picture stands still, and says so; the way back is beside it. */
function FrozenNote(props: {
  readonly loopId: string;
  readonly span: TimeSpan;
  /** Where the way back is no address. */
  readonly onBack: (() => void) | null;
}) {
  return (
    <p class="frozen" role="status" data-testid="frozen">
      <span>
        <b>Not live:</b> this is{" "}
        <span class="num">
          {toStamp(props.span.fromMs)} to {toStamp(props.span.toMs)}
        </span>{" "}
        {toZoneWord(props.span.toMs)}.
      </span>
      {props.onBack ? (
        <button type="button" onClick={props.onBack}>
          Back to the moment
        </button>
      ) : (
        <a
          class="button primary"
          href={toHash({ kind: "loop", loopId: props.loopId, span: null })}
          data-testid="back-to-live"
        >
          Back to live
        </a>
      )}
    </p>
  );
}

/** The trends of a loop, drawn past the virtual DOM: live, or at a stretch that a link points at. */
export function TrendPanel(props: {
  readonly loop: LoopView;
  readonly span: TimeSpan | null;
  /** Hears which stretch is wanted; left out: the page's address says it. */
  readonly onSpan?: (span: TimeSpan | null) => void;
}) {
  const { store, trends, theme } = usePage();
  const { loop, span, onSpan } = props;
  const fromMs = span?.fromMs ?? null;
  const toMs = span?.toMs ?? null;
  const rangeMs = useSignal<DurationMs | null>(hours(1));
  const shape = useSignal<"stacked" | "overlaid">("stacked");
  const problem = useSignal<string | null>(null);
  const day = useSignal("");
  const empty = useSignal(true);
  const drawables = useRef(new Set<Drawable>());
  const redraw = useRef<() => void>(() => undefined);
  const shown = useRef<TimeSpan | null>(null);
  const silent = useRef<readonly Silence[]>([]);
  const panel = useRef<HTMLElement>(null);
  const stack = useRef<HTMLDivElement>(null);
  const units = shownUnits.value;
  const groups = useMemo(() => toChartGroups(loop), [loop, units]);
  const ready = store.ready.value;
  const range = rangeMs.value;
  const isFrozen = span !== null;
  // Few lines are drawn together and as often as they change; many would hold up clicks and keys.
  const isFine = groups.some(({ fine }) => fine);
  const band = useEstimateBand(loop, range, span, () => redraw.current());

  const register = useCallback((drawable: Drawable) => {
    drawables.current.add(drawable);
    redraw.current();
    return () => drawables.current.delete(drawable);
  }, []);
  const marks = useCallback(() => toMarks(store, loop.id, shown.current), [store, loop.id]);
  const silences = useCallback(() => silent.current, []);
  const noBand = useCallback(() => [], []);
  const goTo = useCallback(
    (next: TimeSpan | null) => {
      const rounded = next && { fromMs: Math.floor(next.fromMs), toMs: Math.ceil(next.toMs) };
      if (onSpan) onSpan(rounded);
      else location.hash = toHash({ kind: "loop", loopId: loop.id, span: rounded });
    },
    [loop.id, onSpan],
  );

  useEffect(() => {
    let pauseMs = shortestMs;
    let drawNow: (drawable: Drawable) => void = () => undefined;
    const turns = createTurns((drawable: Drawable) => {
      if (drawables.current.has(drawable)) drawNow(drawable);
    });
    const drawLoop = createDrawLoop(
      () => {
        problem.value = trend?.problem() ?? null;
        const stretch = trend?.assemble();
        empty.value = !stretch || stretch.window.tMs.length === 0;
        if (!stretch) return;
        const first = toDay(stretch.fromMs);
        const last = toDay(stretch.toMs);
        day.value = `${first === last ? last : `${first} to ${last}`} ${toZoneWord(stretch.toMs)}`;
        shown.current = { fromMs: stretch.fromMs, toMs: stretch.toMs };
        silent.current = toSilences(stretch.window);
        if (isFine)
          pauseMs = Math.min(
            longestPauseMs,
            Math.max(shortestMs, (stretch.toMs - stretch.fromMs) / points / 2),
          );
        const { window, fromMs: beginMs, toMs: endMs } = stretch;
        drawNow = (drawable) => drawable.draw(window, beginMs, endMs);
        if (isFine) turns.ask(drawables.current);
        else for (const drawable of drawables.current) drawNow(drawable);
      },
      () => pauseMs,
    );
    const figures = createDrawLoop(() => {
      if (newest) for (const drawable of drawables.current) drawable.tell(newest.latest.valueOf);
    });
    const newest = ready && !isFrozen ? trends.watch(loop.id, figures.mark) : null;
    const frozen = fromMs === null || toMs === null ? {} : { frozen: { fromMs, toMs } };
    const trend = ready
      ? trends.open({ loopId: loop.id, rangeMs: range, points, ...frozen }, drawLoop.mark)
      : null;
    redraw.current = () => {
      if (isFine) turns.ask(drawables.current);
      drawLoop.mark();
    };
    drawLoop.mark();
    return () => {
      drawLoop.close();
      figures.close();
      turns.close();
      newest?.close();
      trend?.close();
    };
  }, [trends, loop.id, range, fromMs, toMs, ready, isFrozen, isFine, problem, day, empty]);

  function onKeyDown(event: KeyboardEvent): void {
    const now = shown.current;
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (!now || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
    const middleMs = (now.fromMs + now.toMs) / 2;
    const newestMs = store.signalByLoop.peek().get(loop.id)?.lastSampleMs ?? now.toMs;
    const pans = { ArrowLeft: -panShare, ArrowRight: panShare } as const;
    const zooms = { "+": 1 / zoomFactor, "=": 1 / zoomFactor, "-": zoomFactor } as const;
    if (event.shiftKey && event.key in pans)
      goTo(panSpan(now, pans[event.key as keyof typeof pans], newestMs));
    else if (event.key in zooms) goTo(zoomSpan(now, zooms[event.key as keyof typeof zooms], middleMs));
    else if (event.key === "0" && isFrozen) goTo(null);
    else return;
    event.preventDefault();
  }

  // The keys work from everything that can be focused in here: charts, ranges, buttons.
  useEffect(() => {
    const element = panel.current;
    element?.addEventListener("keydown", onKeyDown);
    return () => element?.removeEventListener("keydown", onKeyDown);
  });

  const common = { marks, silences, register, onStretch: goTo };
  return (
    <section class="card trends" aria-label={`Trends of ${loop.name}`} data-testid="trends" ref={panel}>
      <header class="trends-head">
        <h3>Trends</h3>
        <span class="quiet num">{day.value}, source time</span>
        <TrendExport loop={loop} shown={() => shown.current} stack={() => stack.current} />
        <Segmented
          legend="Shape"
          segments={shapes}
          value={shape.value}
          onChoose={(next) => {
            shape.value = next;
          }}
        />
        <Segmented
          legend="Range"
          segments={ranges}
          value={isFrozen ? undefined : range}
          onChoose={(next) => {
            rangeMs.value = next ?? null;
            if (isFrozen) goTo(null);
          }}
        />
      </header>
      {span ? <FrozenNote loopId={loop.id} span={span} onBack={onSpan ? () => goTo(null) : null} /> : null}
      {problem.value ? (
        <p class="problem" role="status">
          The history of this loop could not be read ({problem.value}). New samples are drawn as they come.
        </p>
      ) : null}
      <div class={`chart-stack ${empty.value ? "chart-stack-empty" : ""}`} ref={stack}>
        {shape.value === "overlaid" ? (
          <OverlayChart
            key={`${loop.id} ${theme.value}`}
            groups={groups}
            height={heights.overlaid}
            {...common}
          />
        ) : (
          groups.map((group, index) => (
            <TrendChart
              key={`${loop.id} ${group.key} ${theme.value}`}
              group={group}
              height={
                (group.key === "inventory" ? heights.inventory : heights.channel) +
                (index === groups.length - 1 ? timesPx : 0)
              }
              timesShown={index === groups.length - 1}
              band={group.key === "inventory" ? band : noBand}
              {...common}
            />
          ))
        )}
        {empty.value ? (
          <p class="chart-empty">
            {isFrozen ? "Nothing is stored of this time." : "Curves appear with the first sample."}
          </p>
        ) : null}
      </div>
    </section>
  );
}
