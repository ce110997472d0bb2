import type { ComponentChildren } from "preact";
import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopView } from "../../protocol/telemetry.ts";
import { Mimic } from "../mimic/mimic.tsx";
import { usePage } from "../page.ts";
import { toHash } from "../state/route.ts";
import { AlarmPanel } from "./alarm-panel.tsx";
import { AlarmRow } from "./alarm-row.tsx";
import { LeakPanel } from "./leak-panel.tsx";
import { LoopCard } from "./loop-card.tsx";
import { SensorTable } from "./sensor-table.tsx";

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

/** One loop in full: its alarms, its state, its picture; `trends` below. The same live and replayed. */
export function LoopFocus(props: { readonly loop: LoopView; readonly trends: ComponentChildren }) {
  const { store } = usePage();
  const { loop } = props;
  const [worst, ...others] = store.alarms.standingByLoop.value.get(loop.id) ?? [];
  const estimate = store.estimateByLoop.value.get(loop.id);
  return (
    <section class={`focus ${worst ? "focus-alarmed" : ""}`} aria-label={loop.name}>
      <h2 class="focus-name">
        {loop.name} <span class="quiet num">{loop.id}</span>
      </h2>
      <div class="focus-side">
        {worst ? <AlarmPanel key={worst.id} loop={loop} alarm={worst} estimate={estimate} /> : null}
        {others.length > 0 ? <OtherAlarms alarms={others} /> : null}
        <LoopCard loop={loop} />
      </div>
      <div class="focus-main">
        <Mimic key={loop.id} loop={loop} />
        <LeakPanel key={`leak ${loop.id}`} loop={loop} />
        <SensorTable key={`sensors ${loop.id}`} loop={loop} />
      </div>
      {props.trends}
    </section>
  );
}
