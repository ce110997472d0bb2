import {
  type AlarmCounts,
  type AlarmHold,
  type AlarmView,
  alarmClasses,
  alarmStates,
  type Evidence,
  type HeldAlarm,
  type PersonsAct,
  severities,
} from "../../../../protocol/alarm.ts";
import type { TimeLeft } from "../../../../protocol/estimate.ts";
import { operations } from "../../../../protocol/operation.ts";
import type { MailPreview } from "../../../app/desk-port.ts";
import { verdicts } from "../../../boundary/config-notice-shape.ts";
import {
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
  wordsOf,
} from "./schema.ts";

const key = { loopId: text, alarmClass: ref("AlarmClass"), part: orNull(text) };

const act = objectOf<PersonsAct>(
  { by: text, atMs: moment, comment: text },
  "What a named person did, and when.",
);

type Hold<Kind extends AlarmHold["kind"]> = Extract<AlarmHold, { readonly kind: Kind }>;
const hold = oneOf(
  objectOf<Hold<"out of service">>({ kind: word("out of service"), act: ref("PersonsAct") }),
  objectOf<Hold<"shelved">>({ kind: word("shelved"), act: ref("PersonsAct"), untilMs: moment }),
  objectOf<Hold<"suppressed">>({
    kind: word("suppressed"),
    rule: wordsOf([...operations, "planned loss of signal"]),
    atMs: moment,
    untilMs: moment,
  }),
);

const view = objectOf<AlarmView>({
  ...key,
  id: text,
  incidentId: text,
  version: whole,
  state: wordsOf(alarmStates),
  severity: ref("Severity"),
  verdict: ref("Verdict"),
  headline: text,
  evidence: listOf(objectOf<Evidence>({ side: wordsOf(["for", "against", "note"]), text })),
  openedMs: moment,
  onsetMs: orNull(moment),
  returnedMs: orNull(moment),
  leakKgPerH: orNull(number),
  leakSdKgPerH: orNull(number),
  lostL: orNull(number),
  timeLeft: orNull(ref("TimeLeft")),
  firstOut: orNull(text),
  acknowledgement: orNull(ref("PersonsAct")),
  hold: orNull(ref("AlarmHold")),
  blindSinceMs: orNull(moment),
  silenced: orNull(ref("PersonsAct")),
  assignee: orNull(text),
  comments: listOf(ref("PersonsAct")),
  calls: whole,
  previousId: orNull(text),
});

/** What is said of alarms. */
export const alarmSchemas: Readonly<Record<string, Schema>> = {
  Severity: wordsOf(severities),
  Verdict: wordsOf(verdicts),
  AlarmClass: wordsOf(alarmClasses),
  PersonsAct: act,
  TimeLeft: objectOf<TimeLeft>(
    { p05Ms: orNull(span), p50Ms: orNull(span), p95Ms: orNull(span) },
    "Quantiles; null where no finite answer exists.",
  ),
  AlarmHold: hold,
  AlarmView: view,
  HeldAlarm: objectOf<HeldAlarm>({
    ...key,
    version: whole,
    occurrenceId: orNull(text),
    holds: listOf(ref("AlarmHold")),
  }),
  AlarmCounts: objectOf<AlarmCounts>({
    unacknowledged: whole,
    acknowledged: whole,
    returned: whole,
    returnedUnacknowledged: whole,
    held: whole,
    worst: orNull(ref("Severity")),
  }),
  MailPreview: objectOf<MailPreview>({ subject: text, text, html: text }),
  ActResult: oneOf(
    objectOf<{ ok: true }>({ ok: word(true) }),
    objectOf<{ ok: false; reason: string }>({ ok: word(false), reason: text }),
  ),
  Problem: {
    type: "object",
    description: "Why a request was not answered: code for programs, message for people; error repeats it.",
    properties: { code: text, message: text, error: text },
    required: ["code", "message", "error"],
  },
};
