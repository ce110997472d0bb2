import { type AlarmClass, type AlarmView, isUnacknowledged, type Severity } from "../../protocol/alarm.ts";
import type { IncidentId, LoopId } from "../../protocol/ids.ts";
import { sortByAttention } from "./urgency.ts";

/** Which stage of its life an alarm that stands may be in. */
export const alarmStages = ["unacknowledged", "acknowledged", "returned", "latched", "held"] as const;
export type AlarmStage = (typeof alarmStages)[number];

/** What a reader wants to see; `null` and an empty text: everything. */
export interface AlarmFilter {
  readonly stage: AlarmStage | null;
  readonly severity: Severity | null;
  readonly loopId: LoopId | null;
  readonly alarmClass: AlarmClass | null;
  /** Part of headline, id or assignee, whatever its case. */
  readonly text: string;
}

/** Everything. */
export const noFilter: AlarmFilter = {
  stage: null,
  severity: null,
  loopId: null,
  alarmClass: null,
  text: "",
};

/** More at once than this nobody reads, and drawing them would make the page slow. */
export const mostShown = 100;

function isAt(alarm: AlarmView, stage: AlarmStage): boolean {
  switch (stage) {
    case "held":
      return alarm.hold !== null;
    case "unacknowledged":
      return alarm.hold === null && isUnacknowledged(alarm);
    case "acknowledged":
      return alarm.state === "acknowledged";
    case "returned":
      return alarm.state === "returned unacknowledged";
    case "latched":
      return alarm.state === "latched" || alarm.state === "latched unacknowledged";
  }
}

/** True when a reader with this filter wants to see the alarm. */
export function fits(alarm: AlarmView, filter: AlarmFilter): boolean {
  if (filter.stage !== null && !isAt(alarm, filter.stage)) return false;
  if (filter.severity !== null && alarm.severity !== filter.severity) return false;
  if (filter.loopId !== null && alarm.loopId !== filter.loopId) return false;
  if (filter.alarmClass !== null && alarm.alarmClass !== filter.alarmClass) return false;
  const wanted = filter.text.trim().toLowerCase();
  if (wanted === "") return true;
  return `${alarm.headline} ${alarm.id} ${alarm.assignee ?? ""}`.toLowerCase().includes(wanted);
}

/** Alarms of one incident, in the order of the list. */
export interface AlarmGroup {
  readonly incidentId: IncidentId;
  readonly alarms: readonly AlarmView[];
}

/** What a list shows. */
export interface AlarmPick {
  /** In the order of their first alarm; at most `mostShown` alarms together. */
  readonly groups: readonly AlarmGroup[];
  readonly shown: number;
  /** How many fit the filter. */
  readonly fitting: number;
}

/** The alarms that fit, what calls first, those of one incident together. */
export function pickAlarms(standing: readonly AlarmView[], filter: AlarmFilter): AlarmPick {
  const fitting = standing.filter((alarm) => fits(alarm, filter));
  const shown = sortByAttention(fitting).slice(0, mostShown);
  const byIncident = new Map<IncidentId, AlarmView[]>();
  for (const alarm of shown) {
    const group = byIncident.get(alarm.incidentId);
    if (group) group.push(alarm);
    else byIncident.set(alarm.incidentId, [alarm]);
  }
  const groups = [...byIncident].map(([incidentId, alarms]) => ({ incidentId, alarms }));
  return { groups, shown: shown.length, fitting: fitting.length };
}
