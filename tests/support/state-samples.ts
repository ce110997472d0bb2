import type { AlarmView } from "../../protocol/alarm.ts";
import type { JournalEntry } from "../../server/app/ports.ts";
import type { Mail, Notice } from "../../server/domain/notice/notice.ts";

/** 2022-12-15T00:00:00Z. */
const startMs = 1_671_062_400_000;

/** A journal entry that is like no other; written `seq` milliseconds after the start. */
export const toEntry = (seq: number): Extract<JournalEntry, { readonly kind: "alarm" }> => ({
  seq,
  writtenMs: startMs + seq,
  kind: "alarm",
  key: { loopId: "ms-22", alarmClass: seq % 2 === 0 ? "sensor" : "leak", part: null },
  event: {
    kind: "returned",
    atMs: startMs - seq,
    reason: `Reason ${seq}: "it's over", 0.8 mm – Ø.`,
    latches: false,
  },
});

/** When `toEntry(seq)` was written. */
export const writtenMsOf = (seq: number): number => startMs + seq;

/** A mail to an operator. */
export const sampleMail: Mail = {
  to: "operator@example.org",
  subject: "WARNING ms-22: leak 22.8 kg/h +/- 4, 9 h left (6-14)",
  text: "Line one\nLine two – Ø",
  html: "<p>Line one</p>",
  messageId: "<sample@example.org>",
  inReplyTo: null,
  references: [],
  headers: { "X-Loopwatch-Loop": "ms-22" },
  urgent: true,
  attachments: [{ name: "loopwatch.json", type: "application/json", text: '{"version":1}' }],
  plot: null,
};

/** An urgent notice by mail that waits to be sent; its Message-ID follows from its id. */
export function toNotice(id: string, changes: Partial<Notice> & { readonly to?: string } = {}): Notice {
  const { to = sampleMail.to, ...rest } = changes;
  const urgent = changes.urgent ?? true;
  return {
    id,
    incidentId: "incident.ms-22.leak.1671062400",
    occurrenceId: "ms-22.leak.1671062400",
    personId: "ada",
    person: "Ada Lovelace",
    subject: sampleMail.subject,
    reason: "first",
    urgent,
    createdMs: startMs,
    message: { kind: "mail", mail: { ...sampleMail, to, urgent, messageId: `<${id}@example.org>` } },
    insteadOf: null,
    state: { kind: "queued" },
    ...rest,
  };
}

/** A notice to a webhook. */
export const toHookNotice = (id: string, hook: string, changes: Partial<Notice> = {}): Notice =>
  toNotice(id, { message: { kind: "webhook", hook: { hook, id, body: `{"id":"${id}"}` } }, ...changes });

/** A leak as it stands. */
export const toView = (id: string, changes: Partial<AlarmView> = {}): AlarmView => ({
  id,
  incidentId: `incident.${id}`,
  loopId: "ms-22",
  alarmClass: "leak",
  part: null,
  version: 1,
  state: "unacknowledged",
  severity: "warning",
  verdict: "leak",
  headline: "Coolant is leaving the loop",
  evidence: [{ side: "for", text: "Both pressure sensors fall together." }],
  openedMs: startMs,
  onsetMs: startMs - 72_000,
  returnedMs: null,
  leakKgPerH: 22.8,
  leakSdKgPerH: 1.24,
  lostL: 1.41,
  timeLeft: { p05Ms: 480_000, p50Ms: 540_000, p95Ms: 660_000 },
  firstOut: "accumulator",
  acknowledgement: null,
  hold: null,
  blindSinceMs: null,
  silenced: null,
  assignee: null,
  comments: [],
  calls: 1,
  previousId: null,
  ...changes,
});
