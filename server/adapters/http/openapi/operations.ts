import type { z } from "zod";
import {
  alarmQueryShape,
  incidentQueryShape,
  ledgerQueryShape,
  mailQueryShape,
  noticeQueryShape,
  spanQueryShape,
} from "../../../boundary/alarm-query.ts";
import { countQueryShape, historyQueryShape, seriesQueryShape } from "../../../boundary/command.ts";
import { listOf, ref, type Schema } from "./schema.ts";

/** A question of the API: what it is about, what may be asked, what is answered. */
export interface Question {
  readonly path: string;
  readonly summary: string;
  readonly answer: Schema;
  readonly query?: z.ZodObject;
  /** What the id in the path is one of; such a question may be answered 404. */
  readonly idOf?: string;
  /** Another form of the answer, beside JSON. */
  readonly orAs?: string;
}

export const questions: readonly Question[] = [
  { path: "/loops", summary: "The loops that are watched.", answer: listOf(ref("LoopView")) },
  {
    path: "/loops/{id}",
    summary: "A loop with its signal and estimate.",
    answer: ref("LoopNow"),
    idOf: "a loop",
  },
  {
    path: "/loops/{id}/history",
    summary:
      "Columns of a loop's channels and, last, its inventory; each bucket keeps its minimum and maximum.",
    answer: ref("History"),
    query: historyQueryShape,
    idOf: "a loop",
  },
  {
    path: "/series",
    summary: "Which series feed which channel, and telemetry that belongs to no loop.",
    answer: ref("SeriesList"),
    query: seriesQueryShape,
  },
  {
    path: "/alarms",
    summary:
      "Without a query the alarms that stand; with one, also those that are over, newest change first.",
    answer: listOf(ref("AlarmView")),
    query: alarmQueryShape,
  },
  {
    path: "/alarms/{id}",
    summary: "An alarm, standing or over.",
    answer: ref("AlarmView"),
    idOf: "an alarm",
  },
  {
    path: "/alarms/{id}/mail",
    summary: "The mail about an alarm as it would be written now.",
    answer: ref("MailPreview"),
    query: mailQueryShape,
    idOf: "an alarm",
    orAs: "text/html",
  },
  { path: "/counts", summary: "How many alarms stand.", answer: ref("AlarmCounts") },
  { path: "/held", summary: "Alarms that call nobody by design.", answer: listOf(ref("HeldAlarm")) },
  {
    path: "/incidents",
    summary: "Incidents, newest first.",
    answer: listOf(ref("IncidentView")),
    query: incidentQueryShape,
  },
  { path: "/incidents/{id}", summary: "An incident.", answer: ref("IncidentView"), idOf: "an incident" },
  {
    path: "/ledger",
    summary: "Leaks over months, newest first.",
    answer: listOf(ref("LedgerLeak")),
    query: ledgerQueryShape,
  },
  {
    path: "/figures",
    summary:
      "The alarm system's figures after ISA-18.2 and EEMUA 191; of the last day unless from and to say more.",
    answer: ref("AlarmFigures"),
    query: spanQueryShape,
  },
  { path: "/proofs", summary: "When detection was last proven.", answer: listOf(ref("LoopProof")) },
  {
    path: "/notices",
    summary: "Notices and how far each has come.",
    answer: listOf(ref("NoticeView")),
    query: noticeQueryShape,
  },
  {
    path: "/outbox",
    summary: "The same as /notices.",
    answer: listOf(ref("NoticeView")),
    query: noticeQueryShape,
  },
  {
    path: "/mailbox",
    summary: "Mails that the built-in mail server keeps.",
    answer: listOf(ref("KeptMailSummary")),
  },
  {
    path: "/mailbox/{id}",
    summary: "A kept mail.",
    answer: ref("KeptMail"),
    query: mailQueryShape,
    idOf: "a mail",
    orAs: "text/html",
  },
  { path: "/health", summary: "How the server and the parts around it are doing.", answer: ref("Health") },
  {
    path: "/count",
    summary: "How many points of a measurement the store has.",
    answer: ref("Count"),
    query: countQueryShape,
  },
  { path: "/openapi.json", summary: "This document.", answer: ref("OpenApi") },
];

/** Acts on one alarm, each with an address of its own. */
export const actSummaries: Readonly<Record<string, string>> = {
  acknowledge: "A named person has seen the alarm.",
  silence: "Stops the horn until the next call; no acknowledgement.",
  reset: "Ends a latched alarm.",
  comment: "Adds a comment.",
  assign: "Says who takes care of it.",
  shelve: "Calls nobody for so long; evaluated and recorded as ever.",
};
