import type { AlarmView } from "../../../protocol/alarm.ts";
import type { IncidentView } from "../../../protocol/incident.ts";
import type { Letter } from "../../../server/domain/notice/letter.ts";
import type { LetterSources } from "../../../server/domain/notice/letter-sources.ts";
import type { HookShape, Person } from "../../../server/domain/notice/policy.ts";
import { toView } from "../../support/state-samples.ts";

/** 2022-12-15T00:46:12Z. */
export const openedMs = 1_671_065_172_000;

const ada: Person = {
  id: "ada",
  name: "Ada Lovelace",
  mail: "ada@example.org",
  webhook: "ops",
  fallback: "pager",
  quiet: [],
};

/** A leak on `ms-22`, as it stands. */
export const leak: AlarmView = toView("ms-22.leak.1671065172", {
  openedMs,
  incidentId: "incident.ms-22.leak.1671065172",
});

const incident: IncidentView = {
  id: leak.incidentId,
  loopId: "ms-22",
  causeId: leak.id,
  title: "Coolant leak",
  severity: "warning",
  openedMs,
  closedMs: null,
  members: [],
  timeline: [],
};

/** Sources that know Ada, an incident and these alarms. */
export function toSources(shape: HookShape, alarms: readonly AlarmView[] = [leak]): LetterSources {
  return {
    alarm: (id) => alarms.find((alarm) => alarm.id === id) ?? null,
    incident: (id) => (id === incident.id ? incident : null),
    loop: () => null,
    person: (id) => (id === ada.id ? ada : null),
    hookShape: () => shape,
    ledger: () => [],
    ackUrl: ({ id, state }, personId) =>
      state.endsWith("unacknowledged") ? `https://loops.example.org/ack/${personId}-${id}` : null,
    sourceMs: () => openedMs,
    guidance: { general: {}, byLoop: new Map() },
    host: "example.org",
    pageUrl: "https://loops.example.org",
  };
}

/** The first call about the leak. */
export const call: Letter = {
  id: "incident.ms-22.leak.1671065172.ada.1",
  personId: "ada",
  form: "call",
  items: [{ incidentId: leak.incidentId, occurrenceId: leak.id, reason: { kind: "first" } }],
  severity: "warning",
  urgent: true,
  atMs: openedMs + 1000,
  thread: null,
  flood: null,
};
