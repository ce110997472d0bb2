import type { NoticeChannel, NoticeView } from "../../protocol/notice.ts";
import { type DurationMs, days, type EpochMs, minutes, seconds } from "../../protocol/time.ts";
import type { Health } from "../../protocol/wire.ts";
import type { OtherNotices } from "../domain/notice/current-message.ts";
import { decideDelivery, isSettled } from "../domain/notice/decide-delivery.ts";
import type { Notice, NoticeMessage } from "../domain/notice/notice.ts";
import { createAgenda } from "./agenda.ts";
import { type Carriers, carry } from "./carriers.ts";
import { createDeliveryWatch, type Delivery } from "./delivery-watch.ts";
import { createNoticeLanes, type NoticeLanes } from "./notice-lanes.ts";
import { createNoticeRegister } from "./notice-register.ts";
import { createNoticeSaver } from "./notice-saver.ts";
import { toOutboxText } from "./outbox-words.ts";
import type { Clock, Log, StateStore } from "./ports.ts";
import { createStandIns, type OtherWay } from "./stand-ins.ts";
import type { NoticeTally } from "./vitals.ts";

/** An urgent notice that nobody took by then goes the other way as well. */
const standInAfterMs: DurationMs = minutes(2);

/** A notice that nobody took by then counts as failing. */
const lateAfterMs: DurationMs = minutes(5);

/** How long a notice that was given up counts as failing. */
const givenUpShownMs: DurationMs = days(1);

/** What a start finds waiting gets this long before anything is said or done about its age: the way out may be fine. */
const graceMs: DurationMs = seconds(30);

/** After a success all that failed is tried again, this often at most: a recipient who refuses for now stays in peace. */
const wakeEveryMs: DurationMs = minutes(1);

/** Changes of what fails are told together. */
const tellAfterMs: DurationMs = seconds(1);

/** What the outbox works with. `onNotice` and `onDelivery` must not throw. */
export interface OutboxParts extends Carriers {
  readonly state: Pick<StateStore, "commit" | "notice">;
  readonly clock: Clock;
  readonly log: Log;
  /** Hears every change of every notice. */
  readonly onNotice: (notice: NoticeView) => void;
  readonly otherWay: OtherWay;
  /** What it brings when it is sent now, which may be long after it was written. */
  readonly toCurrent: (notice: Notice, others: OtherNotices) => NoticeMessage;
  /** Hears which notices reach nobody: once after a start, and then whenever that changes. */
  readonly onDelivery: (delivery: Delivery) => void;
}

/**
 * Notices that were decided on, until somebody took them. No call waits for a mail server or a webhook, none throws. A
 * crash between sending and recording sends once more, with the same id: at least once, never not at all.
 */
export interface Outbox {
  /** Takes notices that the caller has already committed. One whose id is known is not taken again. */
  add(notices: readonly Notice[]): void;
  /** Takes up after a start what the state store has; what had failed is tried at once. */
  recover(notices: readonly Notice[]): void;
  /** Tries everything that has failed now, whatever its pause says: the mail server may be back. */
  wake(): void;
  /** Newest first: the newest that wait, and the newest that are settled. */
  list(): readonly NoticeView[];
  /**
   * Notices that reached nobody, newest first: all that wait after a failed attempt, and all that were given up since
   * `sinceMs`; of those given up more than a day ago, the ones that are still listed.
   */
  undelivered(sinceMs: EpochMs): readonly NoticeView[];
  health(): Health["mail"];
  counts(): NoticeTally;
  /** Starts nothing more; resolves when nothing is on its way. Closing the carriers cuts short what is. */
  stop(): Promise<void>;
}

/** What falls due. A notice stands for itself only while it is still the version that was put down. */
type Due =
  | { readonly kind: "go"; readonly notice: Notice }
  | { readonly kind: "stand in" | "late" | "forget"; readonly id: string }
  | { readonly kind: "tell" };

/** Each recipient in a lane of its own (`notice-lanes.ts`), with growing pauses after failures (`decide-delivery.ts`). */
export function createOutbox(parts: OutboxParts): Outbox {
  const { state, mailer, clock, log, onNotice } = parts;
  const register = createNoticeRegister();
  const saver = createNoticeSaver({ state, clock, log });
  const standIns = createStandIns(parts);
  const watch = createDeliveryWatch();
  const lanes: Record<NoticeChannel, NoticeLanes> = {
    mail: createNoticeLanes(),
    webhook: createNoticeLanes(),
  };
  const sending = new Map<string, Promise<void>>();
  /** Failed before, and not in a lane. */
  const pausing = new Map<string, Notice>();
  const wokenMs: Record<NoticeChannel, EpochMs> = { mail: -wakeEveryMs, webhook: -wakeEveryMs };
  const others: OtherNotices = {
    find: (id) => register.waiting(id) ?? state.notice(id),
    waiting: register.allWaiting,
  };
  let stopped = false;
  let tellsSoon = false;

  const pump = (): void => {
    if (stopped) return;
    for (let due = agenda.takeDue(); due !== null; due = agenda.takeDue()) fallDue(due);
    send("mail");
    send("webhook");
    agenda.sleep();
  };
  const agenda = createAgenda<Due>(clock, pump);

  // Through a timer and not at once: even the composing of a mail shall not hold up the caller's alarm.
  const pumpSoon = (): void => {
    if (!stopped) agenda.soon();
  };

  const tellSoon = (afterMs: DurationMs): void => {
    if (tellsSoon || !watch.isChanged()) return;
    tellsSoon = true;
    agenda.after(afterMs, { kind: "tell" });
  };

  /** It may go from now on, and it is seen to that it does. */
  const release = (notice: Notice, leastWaitMs: DurationMs): void => {
    const { id, urgent, message, createdMs } = notice;
    const ageMs = Math.max(0, clock.nowMs() - createdMs);
    lanes[message.kind].put(notice);
    if (urgent) agenda.after(Math.max(standInAfterMs - ageMs, leastWaitMs), { kind: "stand in", id });
    agenda.after(Math.max(lateAfterMs - ageMs, leastWaitMs), { kind: "late", id });
  };

  const pause = (notice: Notice, untilMs: EpochMs): void => {
    pausing.set(notice.id, notice);
    agenda.after(untilMs - clock.nowMs(), { kind: "go", notice });
    watch.failed(notice);
  };

  /** Takes a new notice that is on disk, or that the disk has just refused: people must hear of it all the same. */
  const admit = (notice: Notice): void => {
    register.put(notice);
    release(notice, 0);
    onNotice(register.view(notice));
  };

  const recallSettled = (notice: Notice): void => {
    if (notice.state.kind !== "given up") return;
    const leftMs = givenUpShownMs - (clock.nowMs() - notice.state.atMs);
    if (leftMs > 0) close(notice, Math.min(leftMs, givenUpShownMs));
  };

  const close = (notice: Notice, shownMs: DurationMs): void => {
    watch.settled(notice);
    standIns.forget(notice);
    if (notice.state.kind === "given up") agenda.after(shownMs, { kind: "forget", id: notice.id });
    tellSoon(tellAfterMs);
  };

  const conclude = (notice: Notice): void => {
    const copy = notice.state.kind === "given up" ? standIns.make(notice, overdue()) : null;
    register.put(notice);
    saver.save(copy === null ? [notice] : [notice, copy]);
    onNotice(register.view(notice));
    if (notice.state.kind === "retrying") pause(notice, notice.state.nextAttemptMs);
    else close(notice, givenUpShownMs);
    if (copy !== null) admit(copy);
    if (notice.state.kind === "accepted") wakeChannel(notice.message.kind);
  };

  /** A server that takes one again may take all: what waits goes at once, and not each when its pause is over. */
  const wakeChannel = (channel: NoticeChannel): void => {
    const nowMs = clock.nowMs();
    if (Math.abs(nowMs - wokenMs[channel]) < wakeEveryMs) return;
    const waiting = [...pausing.values()].filter(({ message }) => message.kind === channel);
    if (waiting.length > 0) wokenMs[channel] = nowMs;
    waiting.forEach(go);
  };

  /** Urgent ones that nobody took for so long that they go the other way. */
  const overdue = (): readonly Notice[] =>
    [...register.allWaiting()].filter(
      ({ urgent, createdMs }) => urgent && clock.nowMs() - createdMs >= standInAfterMs,
    );

  const deliver = async (notice: Notice): Promise<void> => {
    const outcome = await carry(notice, () => parts.toCurrent(notice, others), parts, log);
    // What was cut off by our own stop has not failed; it waits for the next start as it is.
    if (stopped && outcome.kind === "failed") {
      register.put(notice);
      return;
    }
    const next = { ...notice, state: decideDelivery(notice, outcome, clock.nowMs()) };
    const detail = { notice: notice.id, to: register.view(notice).to, state: next.state.kind };
    if (outcome.kind === "taken") log.info("A notice was taken.", { ...detail, response: outcome.response });
    else log.warn("A notice was not taken.", { ...detail, error: outcome.message });
    conclude(next);
  };

  const send = (channel: NoticeChannel): void => {
    const lane = lanes[channel];
    for (let next = lane.next(); next !== null; next = lane.next()) {
      const notice = next;
      register.sending(notice);
      onNotice(register.view(notice));
      const run = deliver(notice)
        .catch((cause: unknown) =>
          log.error("A notice's outcome could not be handled.", { notice: notice.id, cause }),
        )
        .finally(() => {
          sending.delete(notice.id);
          lane.done(notice);
          pump();
        });
      sending.set(notice.id, run);
    }
  };

  const go = (notice: Notice): void => {
    if (pausing.get(notice.id) !== notice) return;
    pausing.delete(notice.id);
    lanes[notice.message.kind].put(notice);
  };

  const fallDue = (due: Due): void => {
    switch (due.kind) {
      case "go":
        go(due.notice);
        break;
      case "stand in":
        standIn(due.id);
        break;
      case "late": {
        const notice = register.waiting(due.id);
        if (notice !== null) watch.late(notice);
        break;
      }
      case "forget":
        watch.forget(due.id);
        break;
      case "tell":
        tell();
        return;
    }
    tellSoon(tellAfterMs);
  };

  const standIn = (id: string): void => {
    const notice = register.waiting(id);
    const copy = notice === null ? null : standIns.make(notice, overdue());
    if (copy === null) return;
    saver.save([copy]);
    admit(copy);
  };

  const tell = (): void => {
    tellsSoon = false;
    const changed = watch.changed();
    if (changed !== null) parts.onDelivery(changed);
  };

  return {
    add(notices) {
      for (const notice of notices) if (!register.has(notice.id)) admit(notice);
      pumpSoon();
    },
    recover(notices) {
      watch.started();
      tellSoon(graceMs);
      for (const notice of notices) {
        register.put(notice);
        standIns.recall(notice);
        if (isSettled(notice)) recallSettled(notice);
        else release(notice, graceMs);
      }
      pumpSoon();
    },
    wake() {
      for (const notice of pausing.values()) go(notice);
      pumpSoon();
    },
    list: () => register.list(),
    undelivered(sinceMs) {
      const all = [...register.undelivered(sinceMs), ...watch.givenUpSince(sinceMs)];
      const viewById = new Map(all.map((view) => [view.id, view]));
      return [...viewById.values()].sort((a, b) => b.createdMs - a.createdMs);
    },
    health() {
      const failed = register.failed();
      const givenUp = watch.givenUpSince(clock.nowMs() - givenUpShownMs).length;
      const unsaved = saver.unsaved();
      return {
        name: mailer.name,
        ok: failed + givenUp + unsaved === 0,
        detail: toOutboxText({ failed, givenUp, unsaved, lastError: register.lastError() }),
        waiting: register.onTheirWay(),
      };
    },
    counts: register.counts,
    async stop() {
      stopped = true;
      agenda.stop();
      await Promise.all(sending.values());
      saver.stop();
    },
  };
}
