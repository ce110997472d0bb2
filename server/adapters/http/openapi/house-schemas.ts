import type { KeptMail, KeptMailSummary, NoticeState, NoticeView } from "../../../../protocol/notice.ts";
import type { BrokerHealth, Health } from "../../../../protocol/wire.ts";
import type { IntakeCounts } from "../intake-counts.ts";
import {
  flag,
  listOf,
  moment,
  objectOf,
  oneOf,
  optional,
  orNull,
  type Schema,
  text,
  whole,
  word,
  wordsOf,
} from "./schema.ts";

type State<Kind extends NoticeState["kind"]> = Extract<NoticeState, { readonly kind: Kind }>;
const noticeState = oneOf(
  objectOf<State<"queued">>({ kind: word("queued") }),
  objectOf<State<"sending">>({ kind: word("sending"), attempt: whole, lastError: orNull(text) }),
  objectOf<State<"accepted">>({ kind: word("accepted"), atMs: moment, attempts: whole, response: text }),
  objectOf<State<"retrying">>({
    kind: word("retrying"),
    attempts: whole,
    nextAttemptMs: moment,
    lastError: text,
  }),
  objectOf<State<"given up">>({ kind: word("given up"), atMs: moment, attempts: whole, lastError: text }),
);

const notice = objectOf<NoticeView>({
  id: text,
  incidentId: orNull(text),
  occurrenceId: orNull(text),
  channel: wordsOf(["mail", "webhook"]),
  to: text,
  person: orNull(text),
  subject: text,
  reason: text,
  createdMs: moment,
  state: noticeState,
  insteadOf: orNull(text),
});

const mailParts = { id: text, receivedMs: moment, from: text, to: listOf(text), subject: text };

const broker = objectOf<BrokerHealth>({
  url: text,
  connected: flag,
  received: whole,
  refused: whole,
  empty: whole,
  waiting: whole,
  problem: text,
  lastRefusal: text,
});

const health = objectOf<Health & { readonly intake: IntakeCounts }>({
  store: objectOf<Health["store"]>({ name: text, ok: flag, detail: text }),
  spool: objectOf<Health["spool"]>({ waiting: whole, oldestMs: orNull(moment) }),
  mail: objectOf<Health["mail"]>({ name: text, ok: flag, detail: text, waiting: whole }),
  unmappedSeries: optional(whole),
  unused: optional(
    objectOf<NonNullable<Health["unused"]>>({ unjudgedSamples: whole, unknownOperations: whole }),
  ),
  brokers: optional(listOf(broker)),
  configuration: optional(text),
  intake: objectOf<IntakeCounts>({
    connections: objectOf<IntakeCounts["connections"]>({ open: whole, silent: whole }),
    bodies: objectOf<IntakeCounts["bodies"]>({
      pending: whole,
      pendingBytes: whole,
      stalled: whole,
      gone: whole,
      tooMany: whole,
    }),
  }),
});

/** What is said of notices, kept mails and the server itself. */
export const houseSchemas: Readonly<Record<string, Schema>> = {
  NoticeView: notice,
  KeptMailSummary: objectOf<KeptMailSummary>(mailParts),
  KeptMail: objectOf<KeptMail>({
    ...mailParts,
    text,
    html: orNull(text),
    attachments: listOf(objectOf<KeptMail["attachments"][number]>({ name: text, type: text, bytes: whole })),
  }),
  Health: health,
  OpenApi: { type: "object", description: "This document." },
};
