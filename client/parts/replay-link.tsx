import { houseId } from "../../protocol/alarm.ts";
import type { IncidentView } from "../../protocol/incident.ts";
import { longestReplayMs } from "../../protocol/replay.ts";
import { minutes } from "../../protocol/time.ts";
import { type TimeSpan, toHash } from "../state/route.ts";

/** What is shown before the first alarm of an incident began, and after its last one opened or was over. */
const beforeMs = minutes(30);
const afterMs = minutes(30);

/** The stretch in which an incident can be seen to come and to go. */
export function toIncidentSpan({ openedMs, closedMs, members }: IncidentView): TimeSpan {
  const fromMs = Math.min(openedMs, ...members.map(({ beganMs }) => beganMs)) - beforeMs;
  const lastMs = Math.max(closedMs ?? openedMs, ...members.map((member) => member.openedMs));
  return { fromMs, toMs: Math.min(lastMs + afterMs, fromMs + longestReplayMs) };
}

/** Shows an incident again; what the monitor says of itself has no telemetry to show. */
export function ReplayLink(props: { readonly incident: IncidentView }) {
  const { incident } = props;
  if (incident.loopId === houseId) return null;
  const span = toIncidentSpan(incident);
  return (
    <p class="alarm-links">
      <a
        class="button"
        href={toHash({ kind: "replay", loopId: incident.loopId, span, speed: null })}
        data-testid="replay-link"
      >
        Replay this incident
      </a>
    </p>
  );
}
