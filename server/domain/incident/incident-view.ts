import type { IncidentMember, IncidentView } from "../../../protocol/incident.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { byBeginning, findCause } from "./incident-members.ts";
import type { IncidentRecord, MemberRecord } from "./incident-record.ts";

const toMember = ({ keyText, earlierBeganMs, ...member }: MemberRecord): IncidentMember => member;

/** When it was over for the telemetry; what the clock on the wall alone has seen counts where there is nothing else. */
const toClosedMs = ({ standing, overSourceMs, overWallMs }: IncidentRecord): EpochMs | null =>
  standing > 0 ? null : (overSourceMs ?? overWallMs);

const toTitle = ({ isShared, alarms }: IncidentRecord, cause: MemberRecord): string =>
  isShared ? `Nothing is heard of ${alarms} loops` : cause.headline;

/** An incident as page and mail show it. */
export function toIncidentView(record: IncidentRecord): IncidentView {
  const { id, loopId, severity, openedMs, members, firstEvents, newestEvents } = record;
  const cause = findCause(members);
  return {
    id,
    loopId,
    causeId: cause.occurrenceId,
    title: toTitle(record, cause),
    severity,
    openedMs,
    closedMs: toClosedMs(record),
    members: members.toSorted(byBeginning).map(toMember),
    timeline: [...firstEvents, ...newestEvents],
  };
}
