import { join } from "node:path";
import type { Spool, SpoolBatch, SpoolStatus } from "../../app/ports.ts";
import { openFarDisk } from "./far-disk.ts";
import { createRecentBatches } from "./recent-batches.ts";
import { createNearDisk, type OpenDisk } from "./spool-disk.ts";
import { type NewBatch, openSpoolFile, type SpoolDone } from "./spool-file.ts";
import { createWaitingList } from "./waiting-list.ts";

/** How much the spool may take. */
export interface SpoolLimits {
  /** Telemetry that the store has and the checkpoints of detectors have not, bytes; left out: a quarter of a gigabyte. */
  readonly mostHeldBytes?: number;
  /** The same as a number of batches; left out: a million. */
  readonly mostHeld?: number;
  /** Telemetry that waits for the store, bytes. */
  readonly mostBytes: number;
  /** So much of the disk is left to others, bytes: the alarm journal needs room when telemetry has none. */
  readonly leastFreeBytes: number;
}

/** Two gigabytes are an hour of a million values a second, or years of a single loop at 1 Hz. */
export const defaultSpoolLimits: SpoolLimits = { mostBytes: 2_000_000_000, leastFreeBytes: 256_000_000 };

/** Writes that are made durable with one `fsync`, bytes: what comes meanwhile waits for the next one. */
const mostGroupBytes = 16_000_000;

/** Minutes of the fastest stream, or days of a usual one. Beyond it a start asks the store for what is missing here. */
const mostHeldBytes = 256_000_000;

/** Small writes count too: each is a row on disk and three numbers in memory. */
const mostHeldBatches = 1_000_000;

/** Forgotten in one commit at most, bytes, and a batch. */
const mostForgottenBytes = 8_000_000;

/** Where the spool is kept in a data directory. */
const fileName = "spool.sqlite";

/** A write on its way to the disk. */
interface Waiter {
  readonly batch: NewBatch;
  resolve(id: number): void;
  reject(error: unknown): void;
}

/** The spool of a data directory, its file in a thread of its own. Rejects with `SqliteError`. */
export async function openSpool(dir: string, limits: SpoolLimits): Promise<Spool> {
  return createSpool(await openFarDisk(join(dir, fileName)), limits);
}

/** The spool with its file in this thread: every `append` is on disk when it returns. Throws `SqliteError`. */
export function openNearSpool(path: string, limits: SpoolLimits = defaultSpoolLimits): Spool {
  const file = openSpoolFile(path);
  return createSpool(
    { disk: createNearDisk(file), batches: file.list(), marks: file.marks(), freeBytes: file.freeBytes() },
    limits,
  );
}

/** Commits in groups: a write that comes alone goes at once, those that come during a commit share the next one. */
function createSpool(open: OpenDisk, limits: SpoolLimits): Spool {
  const { disk } = open;
  const { marks } = open;
  const list = createWaitingList(open.batches.filter(({ id }) => id > marks.sentId));
  /** In the store, and on disk until the detectors' checkpoints have what is in them. */
  const held = createWaitingList(open.batches.filter(({ id }) => id <= marks.sentId));
  const mostHeld = limits.mostHeldBytes ?? mostHeldBytes;
  let { lastId } = marks;
  const recent = createRecentBatches(lastId);
  const waiters: Waiter[] = [];
  let waitingBytes = 0;
  let { freeBytes } = open;
  let confirmedId = marks.sentId;
  let markedId = marks.sentId;
  /** Everything up to here is in a checkpoint, and was forgotten. Without a keeper of checkpoints nothing is held. */
  let releasedId: number | null = null;
  let forgottenId = (open.batches[0]?.id ?? lastId + 1) - 1;
  let isBusy = false;
  let isAsking = false;
  let working: Promise<void> = Promise.resolve();
  let trouble: unknown = null;

  const keep = (batch: SpoolBatch): void => {
    list.add({ id: batch.id, bytes: batch.lines.length, receivedMs: batch.receivedMs });
    recent.add(batch, lastId);
    lastId = batch.id;
  };

  const nextGroup = (): Waiter[] => {
    let bytes = 0;
    const end = waiters.findIndex(({ batch }, i) => {
      bytes += batch.lines.length;
      return i > 0 && bytes > mostGroupBytes;
    });
    return waiters.splice(0, end < 0 ? waiters.length : end);
  };

  const commit = async (): Promise<void> => {
    const group = nextGroup();
    const batches = group.map(({ batch }) => batch);
    const settling = toSettle();
    try {
      const done = await disk.commit(batches, settling);
      freeBytes = done.freeBytes;
      settled(settling);
      for (const [i, { batch, resolve }] of group.entries()) {
        const id = done.ids[i]!;
        keep({ id, ...batch });
        resolve(id);
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      for (const { lines } of batches) waitingBytes -= lines.length;
    }
  };

  const isTight = (): boolean => freeBytes - waitingBytes < limits.leastFreeBytes;

  /** A disk that is nearly full is needed for what nobody else has. */
  const forgettable = (): number => {
    if (releasedId === null || isTight()) return confirmedId;
    const over = held.bytes - mostHeld;
    const beyond = Math.max(
      over > 0 ? held.reach(over) : 0,
      held.tooMany(limits.mostHeld ?? mostHeldBatches),
    );
    return Math.min(confirmedId, Math.max(releasedId, beyond));
  };

  /** In pieces: senders wait for the commit that forgets. */
  const toSettle = (): SpoolDone => {
    const to = forgettable();
    // Nothing to forget is the usual answer of a commit, and costs no walk.
    if (to <= forgottenId) return { forgetTo: 0, sentTo: confirmedId };
    const forgetTo = Math.min(to, held.reach(mostForgottenBytes));
    return { forgetTo: forgetTo > forgottenId ? forgetTo : 0, sentTo: confirmedId };
  };

  const settled = ({ forgetTo, sentTo }: SpoolDone): void => {
    markedId = Math.max(markedId, sentTo);
    forgottenId = Math.max(forgottenId, forgetTo);
    held.removeTo(forgottenId);
  };

  const settle = async (): Promise<void> => {
    const settling = toSettle();
    try {
      await disk.settle(settling);
      settled(settling);
    } catch (error) {
      // Told to whoever reads next; the next commit tries again.
      trouble = error;
    }
  };

  const isToSettle = (): boolean => confirmedId > markedId || toSettle().forgetTo > 0;

  const work = (): Promise<void> => {
    if (!isBusy) working = workOff();
    return working;
  };

  const workOff = async (): Promise<void> => {
    isBusy = true;
    try {
      while (waiters.length > 0) await commit();
      while (waiters.length === 0 && trouble === null && isToSettle()) await settle();
    } finally {
      isBusy = false;
    }
    if (waiters.length > 0) await work();
  };

  /** While nothing is written nothing tells how full the disk is. */
  const askForSpace = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    try {
      freeBytes = await disk.freeBytes();
    } catch (error) {
      trouble = error;
    } finally {
      isAsking = false;
    }
  };

  return {
    append(batch) {
      waitingBytes += batch.lines.length;
      const done = new Promise<number>((resolve, reject) => waiters.push({ batch, resolve, reject }));
      void work();
      return done;
    },
    async peek(maxBytes, after = 0) {
      if (trouble !== null) {
        const told = trouble;
        trouble = null;
        throw told;
      }
      const from = Math.max(after, confirmedId);
      const found = recent.read(from, maxBytes);
      if (found.length > 0 || list.count === 0 || from >= lastId) return found;
      return disk.read(from, maxBytes);
    },
    confirm(id) {
      confirmedId = Math.max(confirmedId, Math.min(id, lastId));
      list.removeTo(id, held.add);
      recent.removeTo(id);
      void work();
    },
    release(id) {
      releasedId = Math.max(releasedId ?? 0, id);
      void work();
    },
    held: () => ({ file: marks.file, bytes: held.bytes, forgottenId, confirmedId, lastId }),
    recall: (after, maxBytes) => disk.read(after, maxBytes),
    status(): SpoolStatus {
      const tight = isTight();
      if (tight) void askForSpace();
      const isFull = tight || list.bytes + waitingBytes >= limits.mostBytes;
      return { waiting: list.count, oldestMs: list.oldestMs, bytes: list.bytes, isFull };
    },
    async close() {
      // What was handed over last is written too: behind it come the words of the recorder at the stop.
      await working;
      await disk.close();
    },
  };
}
