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

/** Which notices reach nobody. Those about undelivered notices are not told: an alarm must not keep itself alive. */
export interface DeliveryWatch {
  /** It has been on its way for too long. */
  late(notice: Notice): void;
  /** It failed once more. */
  failed(notice: Notice): void;
  /** It is settled: taken at last, or given up. */
  settled(notice: Notice): void;
  /** It was given up long enough ago. */
  forget(id: string): void;
  /** Those that are not forgotten, also those about undelivered notices. */
  givenUpSince(sinceMs: EpochMs): readonly NoticeView[];
  /** After a start nobody knows how it is: the next answer says it, changed or not. */
  started(): void;
  isChanged(): boolean;
  /** What has changed since this was asked last; `null`: nothing. */
  changed(): Delivery | null;
}

const aboutDelivery = `${toKeyText({ loopId: houseId, alarmClass: "house", part: "delivery" })}.`;

const isAboutDelivery = ({ occurrenceId }: Pick<NoticeView, "occurrenceId">): boolean =>
  occurrenceId?.startsWith(aboutDelivery) ?? false;

/** All is well until something else is heard. */
export function createDeliveryWatch(): DeliveryWatch {
  const lateById = new Map<string, NoticeView>();
  const givenUpById = new Map<string, NoticeView>();
  let isChanged = false;

  return {
    late(notice) {
      if (isAboutDelivery(notice)) return;
      lateById.set(notice.id, toNoticeView(notice));
      isChanged = true;
    },
    failed(notice) {
      if (lateById.has(notice.id)) lateById.set(notice.id, toNoticeView(notice));
    },
    settled(notice) {
      if (lateById.delete(notice.id)) isChanged = true;
      if (notice.state.kind !== "given up") return;
      givenUpById.set(notice.id, toNoticeView(notice));
      if (!isAboutDelivery(notice)) isChanged = true;
    },
    forget(id) {
      const view = givenUpById.get(id);
      if (view !== undefined && !isAboutDelivery(view)) isChanged = true;
      givenUpById.delete(id);
    },
    givenUpSince: (sinceMs) =>
      [...givenUpById.values()].filter(({ state }) => state.kind === "given up" && state.atMs >= sinceMs),
    started() {
      isChanged = true;
    },
    isChanged: () => isChanged,
    changed() {
      if (!isChanged) return null;
      isChanged = false;
      const givenUp = [...givenUpById.values()].filter((view) => !isAboutDelivery(view));
      const failing = [...givenUp, ...lateById.values()];
      return { failing: failing.slice(0, mostNamed), count: failing.length };
    },
  };
}
