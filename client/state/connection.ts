import type { Socket } from "socket.io-client";
import type { DurationMs } from "../../protocol/time.ts";
import {
  type ActResult,
  loginNeeded,
  type OperatorAct,
  type PageToServer,
  type ServerToPage,
} from "../../protocol/wire.ts";
import type { PageClock } from "./clock.ts";
import { hasMissed, type LineEvent, openLine, renewPauseMs, stepLine, toLink } from "./freshness.ts";
import { createLateness } from "./lateness.ts";
import { type Store, takeHello, takeOverview, withItem } from "./store.ts";
import type { Trends } from "./trends.ts";

/** What a person can do from this page; each answer is the server's, or a sentence that it did not come. */
export interface Acts {
  readonly act: (act: OperatorAct) => Promise<ActResult>;
  readonly startScenario: (scenarioId: string) => Promise<ActResult>;
  readonly setSpeed: (speed: number) => Promise<ActResult>;
}

/** The page's end of the wire. */
export interface Connection {
  readonly acts: Acts;
  /** Somebody has logged in: calls the server again. */
  readonly comeIn: () => void;
  /** The reader has logged out: what the page knows is shown to nobody any more. */
  readonly leave: () => void;
  readonly close: () => void;
}

/** An act that got no answer in this time has probably not been done. */
const answerWithinMs: DurationMs = 5000;
/** Half a second keeps the dead banner well inside its five seconds. */
const tickEveryMs: DurationMs = 500;

const unanswered: ActResult = {
  ok: false,
  reason: "The server did not answer in time. Look at the alarm before you try again: it may have been done.",
};

/** Listens to the server, fills the store and the rings, and watches that the server is still heard. */
export function createConnection(parts: {
  readonly socket: Socket<ServerToPage, PageToServer>;
  readonly store: Store;
  readonly trends: Trends;
  readonly clock: PageClock;
  /** Runs something when the next picture stands; left out: at once. */
  readonly afterPaint?: (run: () => void) => void;
}): Connection {
  const { socket, store, trends, clock } = parts;
  const lateness = createLateness(
    store.lateness,
    () => clock.nowMs() + store.serverAheadMs.peek(),
    parts.afterPaint ?? ((run) => run()),
  );
  let line = openLine(clock.nowMs());
  let seenSeq = 0;
  let renewedMs = Number.NEGATIVE_INFINITY;

  function hear(event: LineEvent): void {
    line = stepLine(line, event, clock.nowMs());
    look();
  }

  function look(): void {
    const link = toLink(line, clock.nowMs());
    const shown = store.link.peek();
    const same =
      link.kind === shown.kind &&
      (link.kind !== "dead" || shown.kind !== "dead" || link.sinceMs === shown.sinceMs) &&
      (link.kind !== "login" || shown.kind !== "login" || link.why === shown.why);
    if (!same) store.link.value = link;
  }

  /** Gets a fresh snapshot by calling again: the server sends one on every connection. */
  function renewWhenMissed(newestSeq: number): void {
    const nowMs = clock.nowMs();
    if (!hasMissed(seenSeq, newestSeq) || nowMs - renewedMs < renewPauseMs) return;
    renewedMs = nowMs;
    hear("renewing");
    socket.disconnect();
    socket.connect();
  }

  socket.on("hello", (hello) => {
    takeHello(store, hello, clock.nowMs());
    seenSeq = hello.seq;
    trends.takeLoops(hello.loops, hello.signals);
    hear("heard");
  });
  socket.on("connect_error", (error) => {
    // Socket.IO calls again by itself after every other error, and not after this one.
    if (error.message === loginNeeded) hear("shut");
  });
  socket.on("beat", (beat) => {
    store.serverAheadMs.value = beat.serverMs - clock.nowMs();
    hear("heard");
    renewWhenMissed(beat.seq);
  });
  socket.on("disconnect", (reason) => {
    hear("cut");
    // A server that stops in order says goodbye, and after a goodbye Socket.IO does not call again by itself.
    if (reason === "io server disconnect") socket.connect();
  });
  socket.on("frame", (frame) => {
    trends.takeFrame(frame);
    lateness.takeFrame(frame);
  });
  socket.on("estimate", (estimate) => store.gather.estimate.put(estimate.loopId, estimate));
  socket.on("signal", (signal) => {
    store.gather.signal.put(signal.loopId, signal);
    trends.takeSignal(signal);
  });
  socket.on("condition", (condition) => store.gather.condition.put(condition.loopId, condition));
  socket.on("alarm", ({ seq, alarm }) => {
    // Older than the snapshot, which knows more.
    if (seq <= seenSeq) return;
    const gap = hasMissed(seenSeq + 1, seq);
    store.alarms.take(alarm);
    if (gap) renewWhenMissed(seq);
    seenSeq = seq;
  });
  socket.on("overview", (changed) => takeOverview(store, changed));
  socket.on("notice", (notice) => {
    store.notices.value = withItem(store.notices.peek(), notice);
  });
  socket.on("mail", (mail) => {
    store.mails.value = withItem(store.mails.peek(), mail);
  });
  socket.on("scenario", (state) => {
    store.scenario.value = state ? { state, heardMs: clock.nowMs() } : null;
  });
  socket.on("health", (health) => {
    const wasDown = store.health.peek()?.store.ok === false;
    store.health.value = health;
    if (wasDown && health.store.ok) trends.renew();
  });

  const stopTicking = clock.every(tickEveryMs, () => {
    store.nowMs.value = clock.nowMs();
    trends.tick();
    lateness.tick();
    look();
  });

  async function answered(ask: () => Promise<ActResult>): Promise<ActResult> {
    if (!socket.connected) return { ok: false, reason: "There is no connection to the server." };
    try {
      return await ask();
    } catch {
      // The only way this fails is the time limit: the answer itself is a value.
      return unanswered;
    }
  }

  const limited = socket.timeout(answerWithinMs);
  return {
    acts: {
      act: (act) => answered(() => limited.emitWithAck("act", act)),
      startScenario: (scenarioId) => answered(() => limited.emitWithAck("startScenario", { scenarioId })),
      setSpeed: (speed) => answered(() => limited.emitWithAck("setSpeed", { speed })),
    },
    comeIn: () => void socket.connect(),
    leave: () => {
      hear("left");
      socket.disconnect();
    },
    close: () => {
      stopTicking();
      socket.disconnect();
    },
  };
}
