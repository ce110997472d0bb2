import { minutes, seconds } from "../../protocol/time.ts";
import { isSettled } from "../domain/notice/decide-delivery.ts";
import type { Notice } from "../domain/notice/notice.ts";
import type { Cancel, Clock, Log, StateStore } from "./ports.ts";

/** Failed attempts are recorded together: after a crash they would be made again at once anyway. */
const gatherMs = seconds(1);

/** Pause before notices are offered again to a state store that refused them (a full disk, mostly). */
const saveAgainMs = minutes(1);

/** Records how far notices got. */
export interface NoticeSaver {
  /**
   * In one transaction, on disk when this returns if any is settled or new, else soon. Never throws; what the store refuses
   * is kept and tried again, together with the next change.
   */
  save(notices: readonly Notice[]): void;
  /** Notices whose newest state the store has refused. */
  unsaved(): number;
  /** Tries what is left once more and stops trying. */
  stop(): void;
}

/** A mail that was taken stays taken when recording fails; the worst that can follow is that it is sent twice. */
export function createNoticeSaver(parts: {
  readonly state: Pick<StateStore, "commit">;
  readonly clock: Clock;
  readonly log: Log;
}): NoticeSaver {
  const { state, clock, log } = parts;
  const unsavedById = new Map<string, Notice>();
  let cancelTimer: Cancel | null = null;
  let refused = false;
  let stopped = false;

  const commitAfter = (ms: number): void => {
    if (stopped) return;
    cancelTimer?.();
    cancelTimer = clock.after(ms, commit);
  };

  const commit = (): void => {
    cancelTimer?.();
    cancelTimer = null;
    if (unsavedById.size === 0) return;
    try {
      state.commit({ notices: [...unsavedById.values()] });
      unsavedById.clear();
      refused = false;
    } catch (cause) {
      refused = true;
      log.error("How far notices got could not be recorded; it is tried again.", {
        notices: unsavedById.size,
        cause,
      });
      commitAfter(saveAgainMs);
    }
  };

  return {
    save(notices) {
      for (const notice of notices) unsavedById.set(notice.id, notice);
      const isUrgent = notices.some((notice) => isSettled(notice) || notice.state.kind === "queued");
      if (isUrgent || stopped) commit();
      else if (cancelTimer === null) commitAfter(gatherMs);
    },
    unsaved: () => (refused ? unsavedById.size : 0),
    stop() {
      stopped = true;
      commit();
    },
  };
}
