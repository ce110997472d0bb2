import type { IncidentView } from "../../protocol/incident.ts";
import { usePage } from "../page.ts";
import { IncidentCard } from "../parts/incident-card.tsx";
import { fetchIncident } from "../state/questions.ts";
import { toHash } from "../state/route.ts";
import { useFetched } from "../state/use-fetched.ts";

function PastIncident(props: { readonly id: string }) {
  const answer = useFetched(props.id, () => fetchIncident(props.id)).value;
  if (answer === null) return <p class="empty-line">Asking…</p>;
  if (answer.ok) return <IncidentCard incident={answer.value} />;
  return (
    <p class="problem" role="alert">
      The incident “{props.id}” could not be read: {answer.reason}.
    </p>
  );
}

/** One cause with all its alarms. */
export function Incident(props: { readonly id: string }) {
  const { store } = usePage();
  const incident: IncidentView | undefined = store.incidentById.value.get(props.id);
  return (
    <>
      <p class="way-back">
        <a href={toHash({ kind: "alarms", tab: "standing" })}>All alarms</a>
      </p>
      <h2 class="unseen">Incident {props.id}</h2>
      {incident ? <IncidentCard incident={incident} /> : <PastIncident id={props.id} />}
    </>
  );
}
