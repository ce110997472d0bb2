import { setImmediate as turn } from "node:timers/promises";
import type { LoadSender } from "../../../simulator/load/load-batch.ts";
import type { LoadClock } from "../../../simulator/load/load-clock.ts";

/** A clock that moves only by being waited for, and by what a test adds. */
export interface WaitedClock extends LoadClock {
  pass(ms: number): void;
  /** What was waited, in order. */
  readonly waits: readonly number[];
}

/** Starts on a recognisable date. */
export function createWaitedClock(): WaitedClock {
  let nowMs = Date.UTC(2023, 0, 1);
  const waits: number[] = [];
  return {
    waits,
    nowMs: () => nowMs,
    pass(ms) {
      nowMs += ms;
    },
    async wait(ms) {
      waits.push(ms);
      nowMs += ms;
      await turn();
    },
  };
}

/** A sender that keeps what it gets. */
export interface KeptLoad extends LoadSender {
  text(): string;
}

/** `onSend` runs at each batch; while `isFull` says so there is no room. */
export function createKeptLoad(
  options: {
    readonly onSend?: () => void;
    readonly isFull?: () => boolean;
    readonly whenRoom?: () => Promise<void>;
  } = {},
): KeptLoad {
  const chunks: string[] = [];
  let points = 0;
  return {
    text: () => chunks.join(""),
    hasRoom: () => !(options.isFull?.() ?? false),
    whenRoom: options.whenRoom ?? (() => Promise.resolve()),
    send(batch) {
      chunks.push(Buffer.from(batch.bytes).toString("latin1"));
      points += batch.points;
      options.onSend?.();
    },
    counters: () => ({ sent: points, acknowledged: points, retried: 0, rejected: 0, queued: 0 }),
    whenIdle: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
