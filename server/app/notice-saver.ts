import { minutes } from "../../protocol/time.ts";
import type { Notice } from "../domain/notice/notice.ts";
import type { Cancel, Clock, Log, StateStore } from "./ports.ts";

/** Pause before notices are offered again to a state store that refused them (a full disk, mostly). */
const saveAgainMs = minutes(1);

/** Records how far notices got. */
export interface NoticeSaver {
  /** Never throws; what the store refuses is kept and tried again, together with the next change. */
  save(notice: Notice): void;
  /** Notices whose newest state is not on disk. */
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
  let cancelTimer: Cancel = () => undefined;
  let stopped = false;

  const commit = (): void => {
    cancelTimer();
    if (unsavedById.size === 0) return;
    try {
      state.commit({ journal: [], notices: [...unsavedById.values()] });
      unsavedById.clear();
    } catch (cause) {
      log.error("How far mails got could not be recorded; it is tried again.", {
        notices: unsavedById.size,
        cause,
      });
      if (!stopped) cancelTimer = clock.after(saveAgainMs, commit);
    }
  };

  return {
    save(notice) {
      unsavedById.set(notice.id, notice);
      commit();
    },
    unsaved: () => unsavedById.size,
    stop() {
      stopped = true;
      commit();
    },
  };
}
