import { usePage } from "../page.ts";
import { HouseAlarms } from "../parts/banners.tsx";
import { LoopFocus } from "../parts/loop-focus.tsx";
import { LoopTile, WaitingLoops } from "../parts/loop-tile.tsx";
import { ScenarioBar } from "../parts/scenario-bar.tsx";
import { TrendPanel } from "../parts/trend-panel.tsx";
import { UnmappedTelemetry } from "../parts/unmapped-telemetry.tsx";
import { toFocus } from "../state/focus.ts";
import { sortLoops } from "../state/loop-order.ts";
import { type TimeSpan, toHash } from "../state/route.ts";
import { isHeard } from "../state/status.ts";

/** With more tiles than this one loop in full would be out of sight below them: it has a view of its own then. */
const mostBeside = 12;

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
        <LoopFocus
          key={focus.id}
          loop={focus}
          trends={<TrendPanel loop={focus} span={focus.id === props.selectedId ? props.span : null} />}
        />
      ) : null}
      <UnmappedTelemetry />
    </>
  );
}
