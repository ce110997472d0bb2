import type { Notice } from "../domain/notice/notice.ts";
import type { Log, StateStore } from "./ports.ts";

/** Copies of notices that go another way because the usual one did not deliver. */
export interface StandIns {
  /** The copy of this notice; `null`: it has none, or one was made before, in this life or an earlier one. */
  make(notice: Notice): Notice | null;
  /** The original is settled: nobody will ask again. */
  forget(notice: Notice): void;
}

/** `toFallback`: the notice as it goes the other way, queued, with an id that follows from the original's. */
export function createStandIns(parts: {
  readonly state: Pick<StateStore, "notice">;
  readonly toFallback: (notice: Notice) => Notice | null;
  readonly log: Log;
}): StandIns {
  const { state, toFallback, log } = parts;
  const made = new Set<string>();

  return {
    make(notice) {
      if (notice.insteadOf !== null || made.has(notice.id)) return null;
      made.add(notice.id);
      try {
        const copy = toFallback(notice);
        return copy === null || state.notice(copy.id) !== null ? null : copy;
      } catch (cause) {
        log.error("A notice that was not delivered could not go another way.", { notice: notice.id, cause });
        return null;
      }
    },
    forget: ({ id }) => void made.delete(id),
  };
}
