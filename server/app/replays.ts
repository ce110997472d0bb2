import type { AlarmView } from "../../protocol/alarm.ts";
import { longestReplayMs, type ReplayView, type ReplayWish } from "../../protocol/replay.ts";
import { type DurationMs, type EpochMs, minutes, seconds } from "../../protocol/time.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { Clock, Log, StateStore, TelemetryStore } from "./ports.ts";
import type { JudgedReplay, ReplayPiece, ReplayTask } from "./replay-judge.ts";
import { readReplay } from "./replay-source.ts";

/** Judges one replay beside everything else. Rejects when its thread ends. */
export interface ReplayThread {
  /** Resolves when the piece was judged: no more than one is under way. */
  take(piece: ReplayPiece): Promise<void>;
  tell(): Promise<JudgedReplay>;
  /** Ends it, whatever it does; harmless when called twice. */
  stop(): void;
}

/** A replay that was begun, or a sentence that says why not. */
export type BegunReplay =
  | { readonly kind: "begun"; readonly view: ReplayView }
  | { readonly kind: "no such loop" | "invalid" | "busy"; readonly reason: string };

/** The replays that people have asked for. `person`: one at a time each; a new one ends the one before. */
export interface Replays {
  begin(wish: ReplayWish, person: string): BegunReplay;
  /** `null`: there is none of this name, or nobody asked after it for too long. */
  view(id: string, person: string): ReplayView | null;
  cancel(id: string, person: string): void;
  stop(): void;
}

/** Replays under way at once: one leaves a core of two to what is live. */
const mostRunning = 1;
/** Replays that are kept, with those under way; each is some megabytes. */
const mostKept = 8;
/** A page asks after its replay twice a second; one that does not is gone. */
const forgottenAfterMs: DurationMs = seconds(15);
/** Once it has its story, it does not ask again. */
const keptForMs: DurationMs = minutes(2);
const lookEveryMs: DurationMs = seconds(5);
/** Alarms of a loop among which those of the stretch are looked for, the newest first. */
const mostLookedAt = 1_000;

interface Kept {
  readonly id: string;
  readonly person: string;
  readonly thread: ReplayThread;
  view: ReplayView;
  askedMs: EpochMs;
}

/** What replays are made from. `newId` gives another unguessable word each time. */
export interface ReplayParts {
  readonly loops: readonly Loop[];
  readonly store: Pick<TelemetryStore, "texts" | "history">;
  readonly state: Pick<StateStore, "occurrences">;
  readonly openThread: (task: ReplayTask) => ReplayThread;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

export function createReplays(parts: ReplayParts): Replays {
  const { loops, store, state, clock, log } = parts;
  const keptById = new Map<string, Kept>();

  const drop = (kept: Kept): void => {
    kept.thread.stop();
    keptById.delete(kept.id);
  };

  const forget = (): void => {
    for (const kept of keptById.values()) {
      const patienceMs = kept.view.state === "running" ? forgottenAfterMs : keptForMs;
      if (clock.nowMs() - kept.askedMs > patienceMs) drop(kept);
    }
  };
  const stopLooking = clock.every(lookEveryMs, forget);

  const toldOf = ({ loopId, fromMs, toMs }: ReplayWish): readonly AlarmView[] =>
    state
      .occurrences({ loopId, limit: mostLookedAt })
      .filter(({ openedMs, returnedMs }) => openedMs < toMs && (returnedMs ?? toMs) >= fromMs);

  const run = async (kept: Kept, loop: Loop, wish: ReplayWish): Promise<void> => {
    const { id, thread } = kept;
    try {
      const told = toldOf(wish);
      for await (const { piece, share } of readReplay(loop, wish, { store, told })) {
        if (!keptById.has(id)) return;
        await thread.take(piece);
        kept.view = { id, state: "running", share };
      }
      kept.view = { id, state: "done", story: { ...(await thread.tell()), told } };
    } catch (cause) {
      if (!keptById.has(id)) return;
      log.warn("A replay could not be finished.", { loop: loop.id, cause });
      kept.view = { id, state: "failed", reason: "The replay could not be finished; the log says why." };
    } finally {
      thread.stop();
    }
  };

  const find = (id: string, person: string): Kept | null => {
    const kept = keptById.get(id);
    return kept?.person === person ? kept : null;
  };

  return {
    begin(wish, person) {
      const loop = loops.find(({ id }) => id === wish.loopId);
      if (loop === undefined) return { kind: "no such loop", reason: "There is no such loop." };
      const reason = findFault(wish);
      if (reason !== null) return { kind: "invalid", reason };
      for (const kept of keptById.values()) if (kept.person === person) drop(kept);
      const running = [...keptById.values()].filter(({ view }) => view.state === "running");
      if (running.length >= mostRunning || keptById.size >= mostKept)
        return { kind: "busy", reason: "Somebody else’s replay is being worked on; try again in a minute." };
      const id = parts.newId();
      const kept: Kept = {
        ...{ id, person, askedMs: clock.nowMs() },
        thread: parts.openThread({ ...wish, loop }),
        view: { id, state: "running", share: 0 },
      };
      keptById.set(id, kept);
      void run(kept, loop, wish);
      return { kind: "begun", view: kept.view };
    },
    view(id, person) {
      const kept = find(id, person);
      if (kept === null) return null;
      kept.askedMs = clock.nowMs();
      return kept.view;
    },
    cancel(id, person) {
      const kept = find(id, person);
      if (kept !== null) drop(kept);
    },
    stop() {
      stopLooking();
      for (const kept of keptById.values()) drop(kept);
    },
  };
}

function findFault({ fromMs, toMs }: ReplayWish): string | null {
  if (!(fromMs < toMs)) return "from must be before to.";
  if (toMs - fromMs > longestReplayMs) return "A replay is at most seven days long.";
  return null;
}
