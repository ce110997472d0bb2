import type { AlarmView } from "../../../protocol/alarm.ts";
import { type DurationMs, minutes } from "../../../protocol/time.ts";
import type { Letter } from "../../domain/notice/letter.ts";
import type { LetterSources } from "../../domain/notice/letter-sources.ts";
import type { Person } from "../../domain/notice/policy.ts";
import {
  exampleIncident,
  exampleIncidentId,
  exampleLeak,
  exampleLedgerLeak,
  exampleLimit,
  exampleOpenedMs,
} from "./example-alarms.ts";
import { exampleLoop } from "./example-loop.ts";

/** Whom the example tells. RFC 2606 keeps the domain free for examples. */
export const examplePerson: Person = {
  id: "mara",
  name: "Mara Lindqvist",
  mail: "mara@example.org",
  webhook: null,
  fallback: null,
  quiet: [],
};

const pageUrl = "https://loopwatch.example.org";

/** What is known so long after the example's alarm opened; `alarms` in place of its own. */
export function exampleSources(
  afterMs: DurationMs = 0,
  alarms: readonly AlarmView[] = [exampleLeak, exampleLimit],
): LetterSources {
  return {
    alarm: (id) => alarms.find((alarm) => alarm.id === id) ?? null,
    incident: (id) => (id === exampleIncidentId ? exampleIncident(afterMs / minutes(1)) : null),
    loop: (id) => (id === exampleLoop.id ? exampleLoop : null),
    hookShape: () => "loopwatch",
    person: () => examplePerson,
    ledger: (id) => (id === exampleLoop.id ? [exampleLedgerLeak] : []),
    ackUrl: () => `${pageUrl}/ack/eyJvIjoiZXhhbXBsZSJ9.Zm9yLXNob3ctb25seQ`,
    sourceMs: () => exampleOpenedMs + afterMs,
    guidance: { general: {}, byLoop: new Map() },
    host: "example.org",
    pageUrl,
  };
}

/** The first letter about the example's leak. */
export const exampleCall: Letter = {
  id: `${exampleIncidentId}.mara.1`,
  personId: examplePerson.id,
  form: "call",
  items: [{ incidentId: exampleIncidentId, occurrenceId: exampleLeak.id, reason: { kind: "first" } }],
  severity: "warning",
  urgent: true,
  atMs: exampleOpenedMs,
  thread: null,
  flood: null,
};
