import type {
  AlarmFigures,
  IncidentEvent,
  IncidentMember,
  IncidentView,
  LedgerEntry,
  LedgerLeak,
  LoopProof,
} from "../../../../protocol/incident.ts";
import {
  everyWord,
  flag,
  listOf,
  moment,
  number,
  objectOf,
  oneOf,
  orNull,
  ref,
  type Schema,
  span,
  text,
  whole,
  word,
} from "./schema.ts";

const event = objectOf<IncidentEvent>({
  atMs: moment,
  writtenMs: moment,
  kind: everyWord<IncidentEvent["kind"]>({
    opened: true,
    worse: true,
    grew: true,
    revised: true,
    returned: true,
    blind: true,
    "seen again": true,
    acknowledged: true,
    "called again": true,
    shelved: true,
    unshelved: true,
    "out of service": true,
    "back in service": true,
    suppressed: true,
    reset: true,
    comment: true,
    assigned: true,
    operation: true,
    told: true,
  }),
  occurrenceId: orNull(text),
  by: orNull(text),
  text,
});

const member = objectOf<IncidentMember>({
  occurrenceId: text,
  alarmClass: ref("AlarmClass"),
  beganMs: moment,
  openedMs: moment,
  severity: ref("Severity"),
  verdict: ref("Verdict"),
  headline: text,
  stands: flag,
});

const incident = objectOf<IncidentView>({
  id: text,
  loopId: text,
  causeId: text,
  title: text,
  severity: ref("Severity"),
  openedMs: moment,
  closedMs: orNull(moment),
  members: listOf(member),
  timeline: listOf(event),
});

const leak = objectOf<LedgerLeak>({
  id: text,
  loopId: text,
  state: everyWord<LedgerLeak["state"]>({ open: true, isolated: true, repaired: true }),
  entries: listOf(
    objectOf<LedgerEntry>({
      kind: everyWord<LedgerEntry["kind"]>({
        opened: true,
        grew: true,
        stopped: true,
        isolated: true,
        repaired: true,
        reopened: true,
      }),
      atMs: moment,
      leakKgPerH: orNull(number),
      occurrenceId: orNull(text),
      by: orNull(text),
    }),
  ),
  rates: listOf(
    objectOf<LedgerLeak["rates"][number]>({ atMs: moment, kgPerH: number, sdKgPerH: orNull(number) }),
  ),
});

const figures = objectOf<AlarmFigures>({
  fromMs: moment,
  toMs: moment,
  annunciated: whole,
  perHour: number,
  mostInTenMinutes: whole,
  floods: objectOf<AlarmFigures["floods"]>({ count: whole, totalMs: span, shareOfTime: number }),
  chattering: listOf(objectOf<AlarmFigures["chattering"][number]>({ key: text, times: whole })),
  fleeting: whole,
  stale: listOf(text),
  bySeverity: objectOf<AlarmFigures["bySeverity"]>({
    emergency: whole,
    warning: whole,
    caution: whole,
    advisory: whole,
  }),
  topTen: listOf(objectOf<AlarmFigures["topTen"][number]>({ key: text, count: whole, share: number })),
  timeToAcknowledgeMs: orNull(
    objectOf<NonNullable<AlarmFigures["timeToAcknowledgeMs"]>>({ median: span, longest: span }),
  ),
});

type Outcome<Kind extends LoopProof["outcome"]["kind"]> = Extract<
  LoopProof["outcome"],
  { readonly kind: Kind }
>;
const proof = objectOf<LoopProof>({
  loopId: text,
  outcome: oneOf(
    objectOf<Outcome<"found">>({ kind: word("found"), afterMs: span }),
    objectOf<Outcome<"missed">>({ kind: word("missed"), waitedMs: span }),
    objectOf<Outcome<"not tried">>({ kind: word("not tried"), reason: text }),
  ),
  leakKgPerH: orNull(number),
  atMs: moment,
  lastFoundMs: orNull(moment),
});

/** What is said of incidents, leaks, the alarm system and the proofs of detection. */
export const incidentSchemas: Readonly<Record<string, Schema>> = {
  IncidentView: incident,
  LedgerLeak: leak,
  AlarmFigures: figures,
  LoopProof: proof,
};
