import { usePage } from "../page.ts";
import { AlarmPanel } from "../parts/alarm-panel.tsx";
import { LoopCard } from "../parts/loop-card.tsx";
import { LoopTile, WaitingLoops } from "../parts/loop-tile.tsx";
import { ScenarioBar } from "../parts/scenario-bar.tsx";
import { TrendPanel } from "../parts/trend-panel.tsx";
import { toFocus } from "../state/focus.ts";
import { isHeard, isOpen, sortByUrgency } from "../state/status.ts";

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
export function Overview(props: { readonly selectedId: string | null }) {
  const { store } = usePage();
  const loops = store.loops.value;
  const signals = store.signalByLoop.value;
  const heard = loops.filter((loop) => isHeard(signals.get(loop.id)));
  const waiting = loops.filter((loop) => !isHeard(signals.get(loop.id)));
  const focus = toFocus({
    loops,
    selectedId: props.selectedId,
    openAlarms: store.openAlarms.value,
    isHeard: (id) => isHeard(signals.get(id)),
  });
  const alarms = sortByUrgency(
    store.alarms.value.filter((alarm) => alarm.loopId === focus?.id && isOpen(alarm)),
  );
  const estimate = focus ? store.estimateByLoop.value.get(focus.id) : undefined;

  return (
    <>
      <ScenarioBar />
      <div class="tiles">
        {heard.map((loop) => (
          <LoopTile key={loop.id} loop={loop} selected={loop.id === focus?.id} />
        ))}
        {waiting.length > 0 ? <WaitingLoops loops={waiting} /> : null}
      </div>
      {props.selectedId !== null && focus?.id !== props.selectedId ? (
        <p class="problem" role="status">
          There is no loop called “{props.selectedId}” here.
        </p>
      ) : null}
      {heard.length === 0 && store.ready.value ? <NothingHeard /> : null}
      {focus ? (
        <section class="focus" aria-label={focus.name}>
          <h2 class="focus-name">
            {focus.name} <span class="quiet num">{focus.id}</span>
          </h2>
          <div class="focus-side">
            {alarms.map((alarm) => (
              <AlarmPanel key={alarm.id} loop={focus} alarm={alarm} estimate={estimate} />
            ))}
            <LoopCard loop={focus} />
          </div>
          <TrendPanel key={focus.id} loop={focus} />
        </section>
      ) : null}
    </>
  );
}
