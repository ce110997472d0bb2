import type { LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { toMailHost } from "../domain/notice/message-id.ts";
import type { Notice } from "../domain/notice/notice.ts";
import { toStandIn } from "../domain/notice/stand-in.ts";
import type { Delivery } from "./delivery-watch.ts";
import type { LetterParts } from "./letters.ts";
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
    readonly sourceMs: (loopId: LoopId) => EpochMs | null;
    readonly onDelivery: (delivery: Delivery) => void;
  },
): PostOffice {
  const { loops, notices, clock, log, store, state, mailer, hooks, rasterizer, feed } = parts;
  const policy = notices.notice;
  const shapeOf = (hook: string) => notices.webhooks.find(({ id }) => id === hook)?.shape ?? "loopwatch";
  const plotter = createPlotter({ loops, store, rasterizer, clock, log });
  const toFallback = (notice: Notice): Notice | null => {
    const hook = policy.people.find(({ id }) => id === notice.personId)?.fallback ?? null;
    return hook === null ? null : toStandIn(notice, hook, { shape: shapeOf(hook), nowMs: clock.nowMs() });
  };
  return {
    plotter,
    outbox: createOutbox({
      ...{ state, mailer, hooks, plotter, clock, log, toFallback },
      onNotice: feed.notice,
      onDelivery: told.onDelivery,
    }),
    letters: {
      ...{ loops, policy, clock, hookShape: shapeOf },
      host: toMailHost(notices.smtp.from),
      pageUrl: parts.pageUrl,
      ackLinks: parts.ackLinks,
      sourceMs: told.sourceMs,
    },
  };
}
