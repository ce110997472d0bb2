import type { DurationMs } from "../../protocol/time.ts";
import { deafMeter, type Meter } from "./meter.ts";
import {
  type Cancel,
  type Clock,
  type Log,
  type Spool,
  type SpoolBatch,
  StoreError,
  type TelemetryStore,
} from "./ports.ts";

/** How the way into the store is; `detail` is a sentence, empty while all is well. */
export interface StoreWriterHealth {
  readonly ok: boolean;
  readonly detail: string;
  /** Writes of which the store refused a part for good, since the start. */
  readonly refused: number;
}

/** Carries accepted writes from the spool into the store. */
export interface StoreWriter {
  /** Something was appended to the spool. Returns at once; harmless at any time. */
  wake(): void;
  /** Resolves when nothing waits any more, or the writer was stopped. */
  drained(): Promise<void>;
  /** Finishes the write in flight and starts no other; what waits stays in the spool. */
  stop(): Promise<void>;
  health(): StoreWriterHealth;
}

/** One write into the store: measured, InfluxDB's cost a value falls up to about this size and no further. */
const batchBytes = 4_000_000;

/** Waits between attempts while the store is down: soon at first, then often enough for a person who watches. */
const backoffMs: readonly DurationMs[] = [500, 1000, 2000, 4000, 8000, 15_000];

const newline = 10;

/** Memory that is kept from write to write; a larger body comes once in a while. */
const mostKeptBytes = batchBytes + 1_000_000;

/**
 * Starts with what is already in the spool. Nothing leaves the spool before the store has it or has refused it
 * for good; a batch whose fate is unknown is sent again, which the store's idempotence makes harmless. Failures
 * are logged, counted and reported through `onHealth` (on change only); no call throws or rejects.
 */
export function createStoreWriter(parts: {
  readonly spool: Spool;
  readonly store: TelemetryStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly onHealth: (health: StoreWriterHealth) => void;
  /** Left out where nobody counts. */
  readonly meter?: Meter;
}): StoreWriter {
  const { spool, store, clock, log, meter = deafMeter } = parts;
  const joinLines = createJoiner();
  let health: StoreWriterHealth = { ok: true, detail: "", refused: 0 };
  let running: Promise<void> | null = null;
  let cancelRetry: Cancel | null = null;
  let failures = 0;
  let isStopped = false;
  let isWoken = false;
  let isEmpty = false;
  const waitingForEmpty: (() => void)[] = [];

  const report = (next: StoreWriterHealth): void => {
    const isNews = next.ok !== health.ok || next.detail !== health.detail || next.refused !== health.refused;
    health = next;
    if (isNews) parts.onHealth(health);
  };

  const write: TelemetryStore["write"] = async (lines, precision) => {
    const ended = meter.write();
    try {
      const written = await store.write(lines, precision);
      ended(written.refused === null ? "taken" : "partly refused");
      return written;
    } catch (error) {
      ended("failed");
      throw error;
    }
  };

  const writeNext = async (): Promise<boolean> => {
    const batches = leadingRun(await spool.peek(batchBytes));
    const [first] = batches;
    const last = batches.at(-1);
    if (first === undefined || last === undefined) return false;
    const { refused } = await write(joinLines(batches), first.precision);
    spool.confirm(last.id);
    if (failures > 0) log.info("The telemetry store takes data again.", { store: store.name });
    failures = 0;
    if (refused !== null) log.warn("The telemetry store refused a part of a write.", { detail: refused });
    report({ ok: true, detail: "", refused: health.refused + (refused === null ? 0 : 1) });
    return true;
  };

  const retryLater = (error: unknown): void => {
    const last = backoffMs.length - 1;
    // A failure that will not pass by itself (a wrong password) keeps the data too, and asks rarely.
    const isPassing = !(error instanceof StoreError) || error.retryable;
    const waitMs = backoffMs[isPassing ? Math.min(failures, last) : last] ?? 0;
    failures++;
    const detail = error instanceof Error ? error.message : String(error);
    if (detail !== health.detail)
      log.warn("The telemetry store does not take data; it waits on disk.", { detail });
    report({ ok: false, detail, refused: health.refused });
    if (isStopped) return;
    cancelRetry = clock.after(waitMs, () => {
      cancelRetry = null;
      wake();
    });
  };

  const run = async (): Promise<void> => {
    try {
      do {
        isWoken = false;
        while (!isStopped && (await writeNext()));
        // A write that came between the last look into the spool and here would otherwise lie there unseen.
      } while (isWoken && !isStopped);
      isEmpty = !isStopped;
    } catch (error) {
      retryLater(error);
    } finally {
      running = null;
    }
    if (isEmpty || isStopped) tellEmpty();
  };

  const tellEmpty = (): void => {
    for (const tell of waitingForEmpty.splice(0)) tell();
  };

  const wake = (): void => {
    isWoken = true;
    isEmpty = false;
    if (isStopped || running !== null || cancelRetry !== null) return;
    running = run();
  };

  wake();
  return {
    wake,
    drained: () =>
      isStopped || (isEmpty && running === null)
        ? Promise.resolve()
        : new Promise((resolve) => waitingForEmpty.push(resolve)),
    async stop() {
      isStopped = true;
      cancelRetry?.();
      cancelRetry = null;
      await running;
      tellEmpty();
    },
    health: () => health,
  };
}

/** The first batches that share a precision: one body has one. */
function leadingRun(batches: readonly SpoolBatch[]): readonly SpoolBatch[] {
  const other = batches.findIndex(({ precision }) => precision !== batches[0]?.precision);
  return other < 0 ? batches : batches.slice(0, other);
}

/**
 * Puts bodies behind each other, each ended by a line feed. The memory is used again for the next write: some megabytes
 * a write, many times a second, would keep the garbage collector busy.
 */
function createJoiner(): (batches: readonly SpoolBatch[]) => Buffer {
  let memory = Buffer.alloc(0);
  return (batches) => {
    const [only] = batches;
    if (batches.length === 1 && only?.lines.at(-1) === newline) return only.lines;
    const most = batches.reduce((sum, { lines }) => sum + lines.length + 1, 0);
    if (memory.length < most || memory.length > Math.max(most, mostKeptBytes))
      memory = Buffer.allocUnsafeSlow(most * 4 < mostKeptBytes ? most : Math.max(most, mostKeptBytes));
    let at = 0;
    for (const { lines } of batches) {
      at += lines.copy(memory, at);
      if (lines.at(-1) !== newline) memory[at++] = newline;
    }
    return memory.subarray(0, at);
  };
}
