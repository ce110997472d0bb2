import type { Notice } from "../domain/notice/notice.ts";
import { createHeap, type Heap } from "./heap.ts";

/** Notices on their way at once by one carrier: enough that slow recipients leave room for others. */
const mostAtOnce = 4;

/**
 * Notices that may go now, by recipient: one at a time to each, so that one who is slow or refuses holds up nobody else;
 * urgent ones first, recipients in turn. Every call takes O(log n).
 */
export interface NoticeLanes {
  put(notice: Notice): void;
  /** The next one, which is on its way from now on; `null`: none may go. */
  next(): Notice | null;
  /** It is no longer on its way. */
  done(notice: Notice): void;
}

interface Lane {
  readonly recipient: string;
  readonly waiting: Heap<Notice>;
  isBusy: boolean;
}

/** The mailbox or webhook that a notice goes to. */
const toRecipient = ({ message }: Notice): string =>
  message.kind === "mail" ? message.mail.to.toLowerCase() : message.hook.hook;

const goesBefore = (a: Notice, b: Notice): boolean =>
  a.urgent === b.urgent ? a.createdMs < b.createdMs : a.urgent;

/** The lanes of one carrier. */
export function createNoticeLanes(): NoticeLanes {
  const laneByRecipient = new Map<string, Lane>();
  /** Lanes that have something to send and are not busy, by what is first in them; in the order of their turns. */
  const urgent = new Set<Lane>();
  const calm = new Set<Lane>();
  let busy = 0;

  const laneOf = (notice: Notice): Lane => {
    const recipient = toRecipient(notice);
    const lane = laneByRecipient.get(recipient) ?? {
      recipient,
      waiting: createHeap<Notice>(goesBefore),
      isBusy: false,
    };
    laneByRecipient.set(recipient, lane);
    return lane;
  };

  const queueUp = (lane: Lane): void => {
    const first = lane.waiting.first();
    if (lane.isBusy || first === null) return;
    if (first.urgent) {
      calm.delete(lane);
      urgent.add(lane);
    } else calm.add(lane);
  };

  return {
    put(notice) {
      const lane = laneOf(notice);
      lane.waiting.put(notice);
      queueUp(lane);
    },
    next() {
      if (busy >= mostAtOnce) return null;
      const [lane] = urgent.size > 0 ? urgent : calm;
      const notice = lane?.waiting.takeFirst() ?? null;
      if (lane === undefined || notice === null) return null;
      urgent.delete(lane);
      calm.delete(lane);
      lane.isBusy = true;
      busy += 1;
      return notice;
    },
    done(notice) {
      const lane = laneOf(notice);
      lane.isBusy = false;
      busy -= 1;
      if (lane.waiting.size === 0) laneByRecipient.delete(lane.recipient);
      else queueUp(lane);
    },
  };
}
