import type { JournalEntry } from "../../server/app/ports.ts";
import type { Notice } from "../../server/domain/notice/notice.ts";

/** A journal entry that is like no other. */
export const toEntry = (seq: number): JournalEntry => ({
  seq,
  loopId: "ms-22",
  alarmClass: seq % 2 === 0 ? "sensor" : "leak",
  writtenMs: 1_671_062_400_000 + seq,
  event: {
    kind: "returned",
    atMs: 1_671_062_400_000 - seq,
    reason: `Reason ${seq}: "it's over", 0.8 mm – Ø.`,
  },
});

/** A notice that waits to be sent. */
export const toNotice = (id: string, createdMs: number, attempts = 0): Notice => ({
  id,
  occurrenceId: null,
  reason: "first",
  createdMs,
  mail: {
    to: "operator@example.org",
    subject: "Leak in ms-22",
    text: "Line one\nLine two",
    html: "<p>Line one</p>",
    messageId: `<${id}@loopwatch>`,
    inReplyTo: null,
    headers: { "X-Loop": "ms-22" },
    urgent: true,
  },
  state: { kind: "pending", attempts, nextAttemptMs: createdMs, lastError: null },
});
