import type { Notice } from "../domain/notice/notice.ts";
import type { Log, StateStore } from "./ports.ts";

/** The way that notices take when their own fails. */
export interface OtherWay {
  /** True when one message there can stand for both. */
  isShared(a: Notice, b: Notice): boolean;
  /** Notices as one that goes the other way, queued, with an id that follows from the first one's; `null`: there is none. */
  toNotice(originals: readonly Notice[]): Notice | null;
}

/** Copies of notices that go another way because the usual one did not deliver. */
export interface StandIns {
  /**
   * The copy of this notice, for those of `others` too that it can stand for; `null`: it has none, or one was made before,
   * in this life or an earlier one.
   */
  make(notice: Notice, others: readonly Notice[]): Notice | null;
  /** This notice was found after a start: what it stands for needs no other. */
  recall(notice: Notice): void;
  /** The original is settled: nobody will ask again. */
  forget(notice: Notice): void;
}

export function createStandIns(parts: {
  readonly state: Pick<StateStore, "notice">;
  readonly otherWay: OtherWay;
  readonly log: Log;
}): StandIns {
  const { state, otherWay, log } = parts;
  const made = new Set<string>();

  return {
    make(notice, others) {
      if (notice.insteadOf !== null || made.has(notice.id)) return null;
      try {
        const along = others.filter(
          (other) => other.id !== notice.id && !made.has(other.id) && otherWay.isShared(notice, other),
        );
        const all = [notice, ...along];
        for (const { id } of all) made.add(id);
        const copy = otherWay.toNotice(all);
        return copy === null || state.notice(copy.id) !== null ? null : copy;
      } catch (cause) {
        made.add(notice.id);
        log.error("A notice that was not delivered could not go another way.", { notice: notice.id, cause });
        return null;
      }
    },
    recall: ({ alsoInsteadOf = [] }) => {
      for (const id of alsoInsteadOf) made.add(id);
    },
    forget: ({ id }) => void made.delete(id),
  };
}
