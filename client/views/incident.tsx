import { RememberedIncident } from "../parts/remembered-incident.tsx";
import { toHash } from "../state/route.ts";

/** One cause with all its alarms. */
export function Incident(props: { readonly id: string }) {
  return (
    <>
      <p class="way-back">
        <a href={toHash({ kind: "alarms", tab: "standing" })}>All alarms</a>
      </p>
      <h2 class="unseen">Incident {props.id}</h2>
      <RememberedIncident id={props.id} />
    </>
  );
}
