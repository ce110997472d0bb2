import type { NoticeState, NoticeView } from "../../protocol/notice.ts";
import { createOutbox, type Outbox } from "../../server/app/outbox.ts";
import type { Mailer, StateStore } from "../../server/app/ports.ts";
import type { Notice } from "../../server/domain/notice/notice.ts";
import { exampleMail } from "../domain/notice/examples.ts";
import { createFakeClock, type FakeClock, fakeStartMs } from "../support/fake-clock.ts";
import { createMemoryLog, type MemoryLog } from "../support/memory-log.ts";
import { createMemoryMailer, type MemoryMailer } from "../support/memory-mailer.ts";

/** The newest committed version of each notice, as the state store has it. */
export interface Ledger {
  readonly commit: StateStore["commit"];
  readonly stateOf: (id: string) => NoticeState | undefined;
  /** Commits throw while the disk is full. */
  full: boolean;
}

/** What an outbox works with, in memory, and what it told. */
export interface OutboxRig {
  readonly clock: FakeClock;
  readonly mailer: MemoryMailer;
  readonly ledger: Ledger;
  readonly log: MemoryLog;
  readonly heard: readonly NoticeView[];
  /** A new outbox on the same clock and ledger, as after a restart. */
  open(mailer?: Mailer): Outbox;
}

/** Everything empty and working. */
export function createOutboxRig(): OutboxRig {
  const clock = createFakeClock();
  const memoryMailer = createMemoryMailer();
  const ledger = createLedger();
  const log = createMemoryLog();
  const heard: NoticeView[] = [];
  const onNotice = (notice: NoticeView): void => void heard.push(notice);
  return {
    clock,
    mailer: memoryMailer,
    ledger,
    log,
    heard,
    open: (mailer = memoryMailer) => createOutbox({ state: ledger, mailer, clock, log, onNotice }),
  };
}

function createLedger(): Ledger {
  const noticeById = new Map<string, Notice>();
  const ledger: Ledger = {
    full: false,
    commit({ notices }) {
      if (ledger.full) throw new Error("disk full");
      for (const notice of notices) noticeById.set(notice.id, notice);
    },
    stateOf: (id) => noticeById.get(id)?.state,
  };
  return ledger;
}

/** A notice that waits from the start of the fake clock on. */
export const notice = (id: string, changes: Partial<Notice> = {}): Notice => ({
  id,
  occurrenceId: "ms-22.leak.3",
  reason: "first",
  createdMs: fakeStartMs,
  mail: { ...exampleMail, messageId: `<${id}@example.org>` },
  state: { kind: "pending", attempts: 0, nextAttemptMs: fakeStartMs, lastError: null },
  ...changes,
});

/** What the page is shown of a notice. */
export const stateOf = (outbox: Outbox, id: string): NoticeState | undefined =>
  outbox.list().find((view) => view.id === id)?.state;
