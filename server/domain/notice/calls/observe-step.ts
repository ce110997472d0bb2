import { isUnacknowledged } from "../../../../protocol/alarm.ts";
import { type DurationMs, days, type EpochMs, seconds } from "../../../../protocol/time.ts";
import { toKeyText } from "../../alarm/alarm-id.ts";
import { countsForFlood, toAnnunciated } from "../../alarm/annunciation.ts";
import type { CallChange } from "./call-fact.ts";
import {
  type CallBookState,
  type CallMember,
  findMember,
  type IncidentCalls,
  newIncidentCalls,
} from "./call-state.ts";
import { countAnnunciation } from "./flood.ts";

/** An incident that was told is remembered this long after its last alarm was over: what comes back soon is known again. */
const rememberClosedMs: DurationMs = days(1);

/** Clocks are put right by this much all the time. */
const clockSlackMs: DurationMs = seconds(5);

/** True when the wall clock says much less than it did before. */
export const wentBack = ({ latestMs }: CallBookState, nowMs: EpochMs): boolean =>
  latestMs !== null && nowMs < latestMs - clockSlackMs;

/** Time has come this far; where it went back, nothing is left in a future that may be long in coming. */
export function noteTime(state: CallBookState, nowMs: EpochMs): void {
  if (wentBack(state, nowMs)) setBack(state, nowMs);
  else state.latestMs = Math.max(state.latestMs ?? nowMs, nowMs);
}

function setBack(state: CallBookState, nowMs: EpochMs): void {
  const atMost = (ms: EpochMs): EpochMs => Math.min(ms, nowMs);
  const atMostOrNull = (ms: EpochMs | null): EpochMs | null => (ms === null ? null : atMost(ms));
  state.latestMs = nowMs;
  for (const incident of Object.values(state.incidents)) {
    incident.escalateFromMs = atMost(incident.escalateFromMs);
    incident.remindFromMs = atMost(incident.remindFromMs);
    incident.closedMs = atMostOrNull(incident.closedMs);
    for (const member of Object.values(incident.told))
      if (member.told !== null) member.told = { ...member.told, atMs: atMost(member.told.atMs) };
  }
  for (const one of state.closed) one.atMs = atMost(one.atMs);
  for (const post of state.posts) {
    post.lastLetterMs = atMostOrNull(post.lastLetterMs);
    post.kept = post.kept.map((kept) => {
      const keptMs = atMost(kept.keptMs);
      return { ...kept, keptMs, dueMs: kept.dueMs - (kept.keptMs - keptMs) };
    });
  }
  for (const one of state.recent) one.atMs = atMost(one.atMs);
  if (state.flood === null) return;
  state.flood.sinceMs = atMost(state.flood.sinceMs);
  for (const reader of state.flood.readers) reader.toldMs = atMostOrNull(reader.toldMs);
}

/** Takes a step of an alarm in: what there is to tell, not whether it is told. */
export function observeStep(state: CallBookState, change: CallChange): void {
  const { nowMs, view, incidentId } = change;
  noteTime(state, nowMs);
  forgetOld(state, nowMs);
  const known = state.incidents[incidentId];
  if (known === undefined && view.state === "normal") return;
  const incident = known ?? newIncidentCalls(incidentId);
  state.incidents[incidentId] = incident;
  const alarm = toKeyText(change.key);
  const before = findMember(incident, alarm);
  const member = toMember(change, before);
  if (incident.told[alarm] === undefined) incident.untold[alarm] = member;
  else incident.told[alarm] = member;
  countStanding(state, incident, { before, member, nowMs });
  if (!member.stands && member.told === null) delete incident.untold[alarm];
  // The time in which it was held is no time in which somebody ignored it.
  if (before?.held === true && !member.held && member.told?.id === view.id) incident.escalateFromMs = nowMs;
  if (before?.stands === true && isLastCause(incident, member)) restart(incident, nowMs);
  const severity = toAnnunciated(change.step);
  if (severity !== null && countsForFlood(severity))
    countAnnunciation(state, { atMs: nowMs, loopId: view.loopId, severity });
}

/** Nothing stands any more that has called: what only came along is waited for from now on. */
const isLastCause = ({ told }: IncidentCalls, member: CallMember): boolean =>
  member.hasCalled &&
  !member.stands &&
  !Object.values(told).some(({ hasCalled, stands }) => hasCalled && stands);

function restart(incident: IncidentCalls, nowMs: EpochMs): void {
  incident.escalateFromMs = nowMs;
  incident.remindFromMs = nowMs;
  incident.reminders = 0;
}

const toMember = ({ view }: CallChange, before: CallMember | null): CallMember => ({
  occurrenceId: view.id,
  loopId: view.loopId,
  alarmClass: view.alarmClass,
  severity: view.severity,
  verdict: view.verdict,
  stands: view.state !== "normal",
  present: view.state === "unacknowledged" || view.state === "acknowledged",
  unacknowledged: isUnacknowledged(view),
  held: view.hold !== null,
  told: before?.told ?? null,
  hasCalled: before?.hasCalled ?? false,
});

function countStanding(
  state: CallBookState,
  incident: IncidentCalls,
  changed: { readonly before: CallMember | null; readonly member: CallMember; readonly nowMs: EpochMs },
): void {
  const { before, member, nowMs } = changed;
  incident.standing += Number(member.stands) - Number(before?.stands ?? false);
  if (incident.standing > 0) incident.closedMs = null;
  else if (incident.people.length === 0) delete state.incidents[incident.id];
  else if (incident.closedMs === null) {
    incident.closedMs = nowMs;
    state.closed.push({ id: incident.id, atMs: nowMs });
  }
}

/** Each entry is looked at once; one that has opened again since has another entry, or none. */
function forgetOld(state: CallBookState, nowMs: EpochMs): void {
  let oldest = state.closed[0];
  while (oldest !== undefined && nowMs - oldest.atMs >= rememberClosedMs) {
    const incident = state.incidents[oldest.id];
    if (incident?.closedMs != null && nowMs - incident.closedMs >= rememberClosedMs)
      delete state.incidents[oldest.id];
    state.closed.shift();
    oldest = state.closed[0];
  }
}
