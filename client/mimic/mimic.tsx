import { useEffect, useMemo, useRef } from "preact/hooks";
import type { LoopView } from "../../protocol/telemetry.ts";
import { createDrawLoop } from "../charts/draw-loop.ts";
import { usePage } from "../page.ts";
import { useWidth } from "../parts/use-width.ts";
import { shownUnits } from "../state/measures.ts";
import { toSensorState } from "../state/sensor-state.ts";
import { toTime } from "../state/words.ts";
import { MimicDrawing } from "./drawing.tsx";
import { layoutMimic, type MimicLayout } from "./layout.ts";
import { toPixels } from "./pixels.ts";
import { headPx, type PlacedCard, type PlacedRow, rowPx } from "./placed.ts";
import { type MimicPlan, planMimic } from "./plan.ts";
import { SensorRow } from "./sensor-row.tsx";
import { levelColumn } from "./tank-level.ts";
import { writeValues } from "./write-values.ts";

/** What an isolation cuts off, in words; `null`: nothing is cut off. */
function toIsolationWords(plan: MimicPlan, sinceMs: number | null): string | null {
  if (sinceMs === null) return null;
  const since = `declared ${toTime(sinceMs).slice(0, 5)}`;
  return plan.isolable
    ? `A part is isolated (${since}): it is drawn broken.`
    : `A part is isolated (${since}); the configuration does not say which.`;
}

/** The values of a picture, drawn at most once a frame and past the virtual DOM. */
function useLiveValues(loop: LoopView, layout: MimicLayout | null, believed: boolean) {
  const { trends, store } = usePage();
  const values = useRef(new Map<number, HTMLElement>());
  const level = useRef<SVGRectElement | null>(null);
  const levelWords = useRef<HTMLElement | null>(null);
  const ready = store.ready.value;
  const units = shownUnits.value;
  useEffect(() => {
    if (!layout || !ready) return undefined;
    const drawLoop = createDrawLoop(() => {
      const targets = {
        ...{ values: values.current, level: level.current, levelWords: levelWords.current },
        isLevelBelieved: believed,
      };
      if (watched) writeValues(loop, watched.latest, layout.tank, targets);
    });
    const watched = trends.watch(loop.id, drawLoop.mark);
    drawLoop.mark();
    return () => {
      drawLoop.close();
      watched?.close();
    };
  }, [trends, loop, layout, ready, units, believed]);
  return { values: values.current, level, levelWords };
}

/** A loop as a picture: what it consists of as far as its configuration tells, with every sensor in its place. */
export function Mimic(props: { readonly loop: LoopView }) {
  const { store } = usePage();
  const { loop } = props;
  const frameRef = useRef<HTMLDivElement>(null);
  const width = useWidth(frameRef);
  const plan = useMemo(() => planMimic(loop), [loop]);
  const layout = useMemo(() => (width > 0 ? layoutMimic(plan, width) : null), [plan, width]);
  const condition = store.conditionByLoop.value.get(loop.id);
  const live = useLiveValues(loop, layout, condition?.channels[levelColumn(loop)]?.quality !== "bad");
  const alarms = store.alarms.standingByLoop.value.get(loop.id) ?? [];
  const signal = store.signalByLoop.value.get(loop.id);
  const isolation = toIsolationWords(plan, condition?.isolatedSinceMs ?? null);

  const toRow = (row: PlacedRow, isAlone: boolean) => {
    const channel = loop.channels[row.column];
    if (!channel) return null;
    return (
      <SensorRow
        key={channel.id}
        row={row}
        {...(isAlone ? { at: { left: row.x, top: row.y - rowPx / 2, width: row.width } } : {})}
        channel={channel}
        state={toSensorState(channel, condition?.channels[row.column], alarms)}
        valueRef={(element) => {
          if (element) live.values.set(row.column, element);
          else live.values.delete(row.column);
        }}
      />
    );
  };
  const toCard = ({ slot, title, x, y, width: cardPx, height, rows }: PlacedCard) => (
    <section key={slot} class="mimic-card" style={toPixels({ left: x, top: y, width: cardPx, height })}>
      <h4 style={toPixels({ height: headPx })}>{title}</h4>
      <ul>{rows.map((row) => toRow(row, false))}</ul>
    </section>
  );

  return (
    <section
      class={`card mimic ${signal?.silent ? "mimic-silent" : ""}`}
      aria-label={`Picture of ${loop.name}`}
      data-testid="mimic"
    >
      <header class="trends-head">
        <h3>Loop</h3>
        {signal?.silent ? (
          <b class="status-caution" data-testid="mimic-silence">
            Silent: last values {signal.lastSampleMs === null ? "unknown" : toTime(signal.lastSampleMs)}
          </b>
        ) : null}
        {isolation ? (
          <b class="mimic-note" data-testid="mimic-isolation">
            {isolation}
          </b>
        ) : null}
      </header>
      <div class="mimic-frame" ref={frameRef} style={toPixels({ height: layout?.height ?? 320 })}>
        {layout ? (
          <>
            <MimicDrawing
              layout={layout}
              loop={loop}
              isAssumed={plan.isTankAssumed}
              isIsolated={isolation !== null}
              levelRef={(rect) => {
                live.level.current = rect;
              }}
            />
            {layout.cards.map(toCard)}
            <TankWords layout={layout} plan={plan} wordsRef={live.levelWords} />
            {layout.strip ? (
              <section aria-label="Sensors without a place in the picture">
                <h4 class="mimic-strip-title" style={toPixels({ top: layout.strip.y })}>
                  Elsewhere
                </h4>
                <ul>{layout.strip.rows.map((row) => toRow(row, true))}</ul>
              </section>
            ) : null}
          </>
        ) : null}
      </div>
    </section>
  );
}

/** How full the accumulator is, in words under or beside it. */
function TankWords(props: {
  readonly layout: MimicLayout;
  readonly plan: MimicPlan;
  readonly wordsRef: { current: HTMLElement | null };
}) {
  const { tank, cards } = props.layout;
  const card = cards.find(({ slot }) => slot === "accumulator");
  const at = card
    ? { left: card.x + 8, top: card.y + 3, width: card.width - 16 }
    : { left: tank.x + tank.width + 8, top: tank.y + tank.height / 2 - 18 };
  return (
    <p class={`mimic-tank-words ${card ? "mimic-tank-beside" : ""}`} style={toPixels(at)}>
      {card ? null : <span>Accumulator{props.plan.isTankAssumed ? ", assumed" : ""}</span>}
      <span
        class="num"
        ref={(element) => {
          props.wordsRef.current = element;
        }}
      />
    </p>
  );
}
