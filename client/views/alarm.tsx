import type { AlarmView } from "../../protocol/alarm.ts";
import { usePage } from "../page.ts";
import { AlarmPanel } from "../parts/alarm-panel.tsx";
import { MailPreviewCard } from "../parts/mail-preview.tsx";
import { RememberedIncident } from "../parts/remembered-incident.tsx";
import { fetchAlarm } from "../state/questions.ts";
import { toHash } from "../state/route.ts";
import { useFetched } from "../state/use-fetched.ts";

function Whole(props: { readonly alarm: AlarmView }) {
  const { alarm } = props;
  const { store } = usePage();
  return (
    <div class="detail">
      <AlarmPanel
        loop={store.loops.value.find(({ id }) => id === alarm.loopId)}
        alarm={alarm}
        estimate={store.estimateByLoop.value.get(alarm.loopId)}
      />
      <div class="detail-side">
        <RememberedIncident id={alarm.incidentId} />
        <MailPreviewCard id={alarm.id} />
      </div>
    </div>
  );
}

/** An alarm from long ago, which only the journal remembers. */
function PastAlarm(props: { readonly id: string }) {
  const answer = useFetched(props.id, () => fetchAlarm(props.id)).value;
  if (answer === null) return <p class="empty-line">Asking…</p>;
  if (answer.ok) return <Whole alarm={answer.value} />;
  return (
    <p class="problem" role="alert">
      The alarm “{props.id}” could not be read: {answer.reason}.
    </p>
  );
}

/** One occurrence with its incident and its mail. */
export function Alarm(props: { readonly id: string }) {
  const { store } = usePage();
  const alarm = store.alarms.find(props.id);
  return (
    <>
      <p class="way-back">
        <a href={toHash({ kind: "alarms", tab: "standing" })}>All alarms</a>
      </p>
      <h2 class="unseen">Alarm {props.id}</h2>
      {alarm ? <Whole alarm={alarm} /> : <PastAlarm id={props.id} />}
    </>
  );
}
