import type { AlarmView } from "../../protocol/alarm.ts";
import { Mimic } from "../mimic/mimic.tsx";
import { usePage } from "../page.ts";
import { AlarmPanel } from "../parts/alarm-panel.tsx";
import { AlarmRow } from "../parts/alarm-row.tsx";
import { HouseAlarms } from "../parts/banners.tsx";
import { LeakPanel } from "../parts/leak-panel.tsx";
import { LoopCard } from "../parts/loop-card.tsx";
import { LoopTile, WaitingLoops } from "../parts/loop-tile.tsx";
import { ScenarioBar } from "../parts/scenario-bar.tsx";
import { SensorTable } from "../parts/sensor-table.tsx";
import { TrendPanel } from "../parts/trend-panel.tsx";
import { toFocus } from "../state/focus.ts";
import { sortLoops } from "../state/loop-order.ts";
import { type TimeSpan, toHash } from "../state/route.ts";
import { isHeard } from "../state/status.ts";

/** With more tiles than this one loop in full would be out of sight below them: it has a view of its own then. */
const mostBeside = 12;

/** Rows under the panel of the most urgent alarm; with more the trend would be out of sight. */
const mostOthers = 5;

const isPresent = ({ returnedMs }: AlarmView): boolean => returnedMs === null;

function OtherAlarms(props: { readonly alarms: readonly AlarmView[] }) {
  const left = props.alarms.length - mostOthers;
  return (
    <section class="card" aria-label="Other alarms of this loop" data-testid="other-alarms">
      <h3>{props.alarms.every(isPresent) ? "Also standing on this loop" : "Also open on this loop"}</h3>
      <ul class="alarm-rows">
        {props.alarms.slice(0, mostOthers).map((alarm) => (
          <AlarmRow key={alarm.id} alarm={alarm} />
        ))}
      </ul>
      {left > 0 ? (
        <a href={toHash({ kind: "alarms", tab: "standing" })}>{left} more in the list of alarms</a>
      ) : null}
    </section>
  );
}

function NothingHeard() {
  return (
    <section class="card empty">
      <h2>Waiting for telemetry</h2>
      <p>
        No loop has sent a sample yet. Send InfluxDB line protocol to <code>POST /write?db=loopwatch</code> on
        this address, or start the simulator with <code>npx loopwatch simulate</code>.
      </p>
    </section>
  );
}

/** All loops at a glance, and below them the selected or most urgent one in full. */
export function Overview(props: { readonly selectedId: string | null; readonly span: TimeSpan | null }) {
  const { store } = usePage();
  const signals = store.signalByLoop.value;
  const loops = sortLoops(store.loops.value, store.alarms.standingByLoop.value, signals);
  const heard = loops.filter((loop) => isHeard(signals.get(loop.id)));
  const isMany = heard.length > mostBeside;
  const waiting = loops.filter((loop) => !isHeard(signals.get(loop.id)));
  const focus = toFocus({
    loops: store.loops.value,
    selectedId: props.selectedId,
    openAlarms: store.alarms.standing.value,
    isHeard: (id) => isHeard(signals.get(id)),
  });
  const [worst, ...others] = (focus && store.alarms.standingByLoop.value.get(focus.id)) ?? [];
  const estimate = focus ? store.estimateByLoop.value.get(focus.id) : undefined;

  return (
    <>
      <ScenarioBar />
      <HouseAlarms />
      {isMany && props.selectedId !== null ? (
        <p class="way-back">
          <a href={toHash({ kind: "overview" })}>All {loops.length} loops, the most urgent first</a>
        </p>
      ) : (
        <div class={`tiles ${isMany ? "tiles-many" : ""}`}>
          {heard.map((loop) => (
            <LoopTile key={loop.id} loop={loop} selected={loop.id === focus?.id} />
          ))}
          {waiting.length > 0 ? <WaitingLoops loops={waiting} /> : null}
        </div>
      )}
      {props.selectedId !== null && focus?.id !== props.selectedId ? (
        <p class="problem" role="status">
          There is no loop called “{props.selectedId}” here.
        </p>
      ) : null}
      {heard.length === 0 && store.ready.value ? <NothingHeard /> : null}
      {focus && (!isMany || props.selectedId !== null) ? (
        <section class={`focus ${worst ? "focus-alarmed" : ""}`} aria-label={focus.name}>
          <h2 class="focus-name">
            {focus.name} <span class="quiet num">{focus.id}</span>
          </h2>
          <div class="focus-side">
            {worst ? <AlarmPanel key={worst.id} loop={focus} alarm={worst} estimate={estimate} /> : null}
            {others.length > 0 ? <OtherAlarms alarms={others} /> : null}
            <LoopCard loop={focus} />
          </div>
          <div class="focus-main">
            <Mimic key={focus.id} loop={focus} />
            <LeakPanel key={`leak ${focus.id}`} loop={focus} />
            <SensorTable key={`sensors ${focus.id}`} loop={focus} />
          </div>
          <TrendPanel key={focus.id} loop={focus} span={focus.id === props.selectedId ? props.span : null} />
        </section>
      ) : null}
    </>
  );
}
