import type { IncidentId } from "../../protocol/ids.ts";
import { usePage } from "../page.ts";
import { fetchIncident } from "../state/questions.ts";
import { useFetched } from "../state/use-fetched.ts";
import { IncidentCard } from "./incident-card.tsx";

function Fetched(props: { readonly id: IncidentId }) {
  const answer = useFetched(props.id, () => fetchIncident(props.id)).value;
  if (answer === null) return <p class="empty-line">Asking…</p>;
  if (answer.ok) return <IncidentCard incident={answer.value} />;
  return (
    <p class="problem" role="alert">
      The incident “{props.id}” could not be read: {answer.reason}.
    </p>
  );
}

/** An incident that this page was told of, or else the one that the server remembers. */
export function RememberedIncident(props: { readonly id: IncidentId }) {
  const incident = usePage().store.incidentById.value.get(props.id);
  return incident ? <IncidentCard incident={incident} /> : <Fetched id={props.id} />;
}
