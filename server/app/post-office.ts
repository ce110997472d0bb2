import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { toCurrentMessage } from "../domain/notice/current-message.ts";
import { findOtherWay, saySame, toFallbackNotice } from "../domain/notice/fallback-notice.ts";
import { toMailHost } from "../domain/notice/message-id.ts";
import type { AlarmState } from "./alarm-state.ts";
import type { Delivery } from "./delivery-watch.ts";
import { type LetterParts, toLetterSources } from "./letters.ts";
import type { MonitorParts } from "./monitor-parts.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { createPlotter } from "./plotter.ts";
import type { Plotter } from "./ports.ts";

/** What leaves the house: the outbox, and what letters are written from. */
export interface PostOffice {
  readonly outbox: Outbox;
  readonly plotter: Plotter;
  readonly letters: LetterParts;
}

/** `sourceMs`: newest source time of a loop. `onDelivery` hears which notices reach nobody. */
export function openPostOffice(
  parts: MonitorParts,
  told: {
    readonly alarms: () => AlarmState;
    readonly sourceMs: (loopId: LoopId) => EpochMs | null;
    /** Newest estimate of a loop. */
    readonly estimate: (loopId: LoopId) => LoopEstimate | null;
    readonly onDelivery: (delivery: Delivery) => void;
  },
): PostOffice {
  const { loops, notices, clock, log, store, state, mailer, hooks, rasterizer, feed } = parts;
  const policy = notices.notice;
  const plotter = createPlotter({ loops, store, rasterizer, clock, log });
  const letters: LetterParts = {
    ...{ loops, policy, clock },
    hookShape: (hook) => notices.webhooks.find(({ id }) => id === hook)?.shape ?? "loopwatch",
    host: toMailHost(notices.smtp.from),
    pageUrl: parts.pageUrl,
    ackLinks: parts.ackLinks,
    sourceMs: told.sourceMs,
    estimate: told.estimate,
  };
  const toSources = () => toLetterSources(letters, told.alarms());
  return {
    plotter,
    letters,
    outbox: createOutbox({
      ...{ state, mailer, hooks, plotter, clock, log },
      otherWay: {
        isShared: (a, b) => saySame(a, b) && findOtherWay(a, toSources()) === findOtherWay(b, toSources()),
        toNotice: (originals) => toFallbackNotice(originals, toSources(), clock.nowMs()),
      },
      toCurrent: (notice, others) => toCurrentMessage(notice, toSources(), others, clock.nowMs()),
      onNotice(notice) {
        feed.notice(notice);
        const { channel, state: now } = notice;
        if (now.kind === "accepted") parts.meter?.settled(channel, "delivered");
        if (now.kind === "given up") parts.meter?.settled(channel, "given up");
      },
      onDelivery: told.onDelivery,
    }),
  };
}
