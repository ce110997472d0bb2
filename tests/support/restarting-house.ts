import { cpSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createCheckpointFiles } from "../../server/adapters/checkpoints/checkpoint-files.ts";
import { openNearSpool } from "../../server/adapters/spool/create-spool.ts";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { createSqliteStore } from "../../server/adapters/sqlite/sqlite-store.ts";
import { createMonitor } from "../../server/app/monitor.ts";
import type { Monitor } from "../../server/app/monitor-parts.ts";
import { type JournalFact, type Spool, StoreError, type TelemetryStore } from "../../server/app/ports.ts";
import { type Config, parseConfig } from "../../server/boundary/config.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import { createMemoryFeed } from "./memory-feed.ts";
import { createMemoryLog, type MemoryLog } from "./memory-log.ts";
import { createMemoryHooks, createMemoryMailer, type MemoryMailer } from "./memory-mailer.ts";
import { tempDirForTest } from "./temp-dir.ts";

/** One life of a server on a disk of its own: spool, journal, store and checkpoints are real. */
export interface Life {
  readonly dir: string;
  readonly clock: FakeClock;
  readonly log: MemoryLog;
  readonly monitor: Monitor;
  readonly mailer: MemoryMailer;
  readonly spool: Spool;
  /** What the journal has of alarms and operations that telemetry brought, in order; without what the wall clock says. */
  facts(): readonly Told[];
  /** As `kill -9` leaves it: a copy of the disk at this moment. */
  killed(): string;
  /** An orderly stop; the disk can be opened again. */
  stopped(): Promise<string>;
}

/** A fact without its number and the time of its writing. */
export type Told =
  | Pick<Extract<JournalFact, { kind: "alarm" }>, "key" | "event">
  | { readonly operation: Extract<JournalFact, { kind: "operation" }>["declared"] };

/** A disk, what is open on it ends with the test. */
export interface Birth {
  readonly loops: readonly Loop[];
  readonly dir?: string;
  readonly startMs?: number;
  readonly storeDown?: boolean;
}

const toFile = (to: string): string => `mail: { to: [${to}] }
loops:
  - id: bench
    coolant: water
    chargeL: 100
    referencePressureKpa: 300
    accumulator: { volumeL: 10, gasL: 6 }
    channels:
      - { id: pressure, role: pressure, source: { field: p } }
`;

/** Who is told of everything: one person. */
export function noticesFor(to: string): Config {
  const parsed = parseConfig(toFile(to), {});
  if (!parsed.ok) throw new Error("The test's own configuration is wrong.");
  return parsed.config;
}

/** Everything that a store can be asked fails, at once. */
function toDeadStore(store: TelemetryStore): TelemetryStore {
  const fail = () => Promise.reject(new StoreError("the store is down", true));
  return { ...store, name: "a dead store", write: fail, history: fail, newestMs: fail, texts: fail };
}

const ofTheWall: ReadonlySet<string> = new Set(["sensing", "house", "blinded", "heard"]);

export async function bear({
  loops,
  dir = tempDirForTest(),
  startMs,
  storeDown = false,
}: Birth): Promise<Life> {
  const clock = createFakeClock(startMs);
  const log = createMemoryLog();
  const mailer = createMemoryMailer();
  const sqlite = createSqliteStore(join(dir, "telemetry.sqlite"));
  const store = storeDown ? toDeadStore(sqlite) : sqlite;
  const spool = openNearSpool(join(dir, "spool.sqlite"));
  const state = createSqliteState(join(dir, "state.sqlite"));
  const monitor = createMonitor({
    version: "test",
    ...{ loops, clock, log, store, spool, state, mailer, mailbox: null, feed: createMemoryFeed() },
    checkpoints: createCheckpointFiles(join(dir, "detectors")),
    notices: noticesFor("anna@example.org"),
    pageUrl: null,
    retentionDays: null,
    rollupDays: null,
    ackLinks: null,
    hooks: createMemoryHooks(),
    rasterizer: { toPng: async () => null },
    scheduler: { start: () => undefined, stop: async () => undefined },
  });
  const waking = monitor.recall();
  let isAwake = false;
  void waking.then(() => {
    isAwake = true;
  });
  while (!isAwake) await clock.advance(1);

  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    state.close();
    await spool.close();
    await sqlite.close();
  };
  onTestFinished(close);

  return {
    ...{ dir, clock, log, monitor, mailer, spool },
    facts: () =>
      [...state.journal()].flatMap((entry): Told[] => {
        if (entry.kind === "operation") return [{ operation: entry.declared }];
        if (entry.kind !== "alarm" || ofTheWall.has(entry.key.alarmClass)) return [];
        if (ofTheWall.has(entry.event.kind)) return [];
        return [{ key: entry.key, event: entry.event }];
      }),
    killed() {
      const copy = tempDirForTest();
      cpSync(dir, copy, { recursive: true });
      return copy;
    },
    async stopped() {
      const stopping = monitor.stop();
      let isStopped = false;
      void stopping.then(() => {
        isStopped = true;
      });
      while (!isStopped) await clock.advance(0);
      await close();
      return dir;
    },
  };
}
