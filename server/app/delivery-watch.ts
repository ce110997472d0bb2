import { houseId } from "../../protocol/alarm.ts";
import type { NoticeView } from "../../protocol/notice.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { toKeyText } from "../domain/alarm/alarm-id.ts";
import type { Notice } from "../domain/notice/notice.ts";
import { toNoticeView } from "./notice-register.ts";

/** Notices that are named when many reach nobody. */
const mostNamed = 100;

/** What does not reach its reader. */
export interface Delivery {
  /** Given up within a day, or on their way for too long: oldest first, of very many the first 100. */
  readonly failing: readonly NoticeView[];
  /** How many these are altogether. */
  readonly count: number;
}

/** Which notices reach nobody. Those about undelivered notices do not count: an alarm must not keep itself alive. */
export interface DeliveryWatch {
  /** It has been on its way for too long. */
  late(notice: Notice): void;
  /** It failed once more. */
  failed(notice: Notice): void;
  /** It is settled: taken at last, or given up. */
  settled(notice: Notice): void;
  /** It was given up long enough ago. */
  forget(id: string): void;
  givenUpSince(sinceMs: EpochMs): number;
  /** After a start nobody knows how it is: the next answer says it, changed or not. */
  started(): void;
  isChanged(): boolean;
  /** What has changed since this was asked last; `null`: nothing. */
  changed(): Delivery | null;
}

const aboutDelivery = `${toKeyText({ loopId: houseId, alarmClass: "house", part: "delivery" })}.`;

/** All is well until something else is heard. */
export function createDeliveryWatch(): DeliveryWatch {
  const lateById = new Map<string, NoticeView>();
  const givenUpById = new Map<string, NoticeView>();
  let isChanged = false;

  return {
    late(notice) {
      if (notice.occurrenceId?.startsWith(aboutDelivery)) return;
      lateById.set(notice.id, toNoticeView(notice));
      isChanged = true;
    },
    failed(notice) {
      if (lateById.has(notice.id)) lateById.set(notice.id, toNoticeView(notice));
    },
    settled(notice) {
      if (lateById.delete(notice.id)) isChanged = true;
      if (notice.state.kind !== "given up" || notice.occurrenceId?.startsWith(aboutDelivery)) return;
      givenUpById.set(notice.id, toNoticeView(notice));
      isChanged = true;
    },
    forget(id) {
      if (givenUpById.delete(id)) isChanged = true;
    },
    givenUpSince(sinceMs) {
      let count = 0;
      for (const { state } of givenUpById.values())
        if (state.kind === "given up" && state.atMs >= sinceMs) count += 1;
      return count;
    },
    started() {
      isChanged = true;
    },
    isChanged: () => isChanged,
    changed() {
      if (!isChanged) return null;
      isChanged = false;
      const failing = [...givenUpById.values(), ...lateById.values()].slice(0, mostNamed);
      return { failing, count: givenUpById.size + lateById.size };
    },
  };
}
