import { bySeverity } from "../../../../protocol/alarm.ts";
import type { IncidentEvent, IncidentView } from "../../../../protocol/incident.ts";
import type { EpochMs } from "../../../../protocol/time.ts";
import { toCount } from "../plain.ts";
import { toUtcText } from "../utc.ts";
import { toLine, toPlace } from "./digest-words.ts";

/** What ends an alarm. */
const endings: ReadonlySet<IncidentEvent["kind"]> = new Set(["returned", "reset", "acknowledged"]);

/** Wall-clock time at which its last alarm was over; `null` while one stands. */
const closedAtMs = ({ closedMs, timeline }: IncidentView): EpochMs | null =>
  closedMs === null ? null : (timeline.findLast(({ kind }) => endings.has(kind))?.writtenMs ?? null);

/** Incidents that opened or closed since then, by the clock on the wall; the most urgent first. */
export function toChangeLines(incidents: readonly IncidentView[], sinceMs: EpochMs): readonly string[] {
  return incidents.toSorted(bySeverity).flatMap((incident) => {
    const openedAtMs = incident.timeline[0]?.writtenMs ?? incident.openedMs;
    const closedMs = closedAtMs(incident);
    const opened = openedAtMs >= sinceMs;
    const closed = closedMs !== null && closedMs >= sinceMs;
    if (!opened && !closed) return [];
    const what = opened && closed ? "Opened and closed" : opened ? "Opened" : "Closed";
    return [
      toLine(
        `${what}: ${incident.severity.toUpperCase()} ${toPlace(incident.loopId)}: ${incident.title}`,
        opened ? `opened ${toUtcText(openedAtMs)}` : null,
        closed ? `closed ${toUtcText(closedMs)}` : null,
        incident.members.length < 2 ? null : toCount(incident.members.length, "alarm"),
      ),
    ];
  });
}
