import type { NoticeState, NoticeView } from "../../protocol/notice.ts";
import type { Delivery } from "../../server/app/delivery-watch.ts";
import { createOutbox, type Outbox, type OutboxParts } from "../../server/app/outbox.ts";
import type { StateStore } from "../../server/app/ports.ts";
import type { OtherWay } from "../../server/app/stand-ins.ts";
import { isSettled } from "../../server/domain/notice/decide-delivery.ts";
import type { Notice } from "../../server/domain/notice/notice.ts";
import { createFakeClock, type FakeClock } from "../support/fake-clock.ts";
import { createMemoryLog, type MemoryLog } from "../support/memory-log.ts";
import {
  createMemoryHooks,
  createMemoryMailer,
  type MemoryHooks,
  type MemoryMailer,
} from "../support/memory-mailer.ts";
import { toHookNotice } from "../support/state-samples.ts";

/** The newest committed version of each notice, as the state store has it. */
export interface Ledger extends Pick<StateStore, "commit" | "notice"> {
  readonly stateOf: (id: string) => NoticeState | undefined;
  /** Number of commits that were taken. */
  commits: number;
  /** Commits throw while the disk is full. */
  full: boolean;
}

/** What an outbox works with, in memory, and what it told. */
export interface OutboxRig {
  readonly clock: FakeClock;
  readonly mailer: MemoryMailer;
  readonly hooks: MemoryHooks;
  readonly ledger: Ledger;
  readonly log: MemoryLog;
  readonly heard: readonly NoticeView[];
  readonly deliveries: readonly Delivery[];
  /** A new outbox on the same clock and ledger, as after a restart. */
  open(changes?: Partial<OutboxParts>): Outbox;
}

/** Everything empty and working; nobody has another way. */
export function createOutboxRig(): OutboxRig {
  const rig = {
    clock: createFakeClock(),
    mailer: createMemoryMailer(),
    hooks: createMemoryHooks(),
    ledger: createLedger(),
    log: createMemoryLog(),
    heard: [] as NoticeView[],
    deliveries: [] as Delivery[],
  };
  return {
    ...rig,
    open: (changes = {}) =>
      createOutbox({
        state: rig.ledger,
        mailer: rig.mailer,
        hooks: rig.hooks,
        plotter: { draw: () => Promise.resolve(null) },
        clock: rig.clock,
        log: rig.log,
        onNotice: (notice) => void rig.heard.push(notice),
        otherWay: { isShared: () => false, toNotice: () => null },
        toCurrent: ({ message }) => message,
        onDelivery: (delivery) => void rig.deliveries.push(delivery),
        ...changes,
      }),
  };
}

function createLedger(): Ledger {
  const noticeById = new Map<string, Notice>();
  const ledger: Ledger = {
    commits: 0,
    full: false,
    commit({ notices = [] }) {
      if (ledger.full) throw new Error("disk full");
      ledger.commits += 1;
      for (const notice of notices) {
        const before = noticeById.get(notice.id);
        if (before === undefined || !isSettled(before) || isSettled(notice))
          noticeById.set(notice.id, notice);
      }
    },
    notice: (id) => noticeById.get(id) ?? null,
    stateOf: (id) => noticeById.get(id)?.state,
  };
  return ledger;
}

/** The other way of every mail: a webhook called `pager`, for each its own. */
export const toPager = (clock: FakeClock): OtherWay => ({
  isShared: () => false,
  toNotice: ([original, ...others]) =>
    toHookNotice(`${original!.id}.fallback`, "pager", {
      insteadOf: original!.id,
      ...(others.length === 0 ? {} : { alsoInsteadOf: others.map(({ id }) => id) }),
      urgent: original!.urgent,
      createdMs: clock.nowMs(),
    }),
});

/** What the page is shown of a notice. */
export const stateOf = (outbox: Outbox, id: string): NoticeState | undefined =>
  outbox.list().find((view) => view.id === id)?.state;
