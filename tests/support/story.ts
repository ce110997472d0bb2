import { rmSync } from "node:fs";
import { join } from "node:path";
import type { KeptMail } from "../../protocol/notice.ts";
import { type DurationMs, minutes, seconds } from "../../protocol/time.ts";
import type { ActResult } from "../../protocol/wire.ts";
import { createKeptMailbox, type KeptMailbox } from "../../server/adapters/mail/kept-mailbox.ts";
import { createSmtpMailer } from "../../server/adapters/mail/smtp-mailer.ts";
import { openNearSpool } from "../../server/adapters/spool/create-spool.ts";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { createSqliteStore } from "../../server/adapters/sqlite/sqlite-store.ts";
import { createMonitor } from "../../server/app/monitor.ts";
import type { Monitor } from "../../server/app/monitor-parts.ts";
import type { PlantTruth } from "../../simulator/plant/plant-api.ts";
import { withHole } from "../../simulator/story/scenario-events.ts";
import { createSimulation } from "../../simulator/story/simulation.ts";
import { exampleConfig, exampleLoop, linesUntil, scenarioNamed } from "./example.ts";
import { createFakeClock } from "./fake-clock.ts";
import { toLocalActor } from "./local-actor.ts";
import { createMemoryLog } from "./memory-log.ts";
import { createPageMemory, type PageMemory } from "./page-memory.ts";
import { createTempDir } from "./temp-dir.ts";

/** Plant, server and mailbox on one clock: source time and wall clock run together at real speed. */
export interface Story {
  readonly plant: {
    leaks(holeMm: number): void;
    plays(scenarioId: string): void;
    /** A sensor shows the same value from now on. */
    freezes(field: string): void;
    /** The link is cut: the plant goes on, nothing arrives. */
    falls(what: "silent"): void;
    speaks(): void;
    readonly truth: PlantTruth;
  };
  after(span: DurationMs): Promise<void>;
  readonly page: PageMemory;
  readonly mailbox: { subjects(): readonly string[]; newest(): Promise<KeptMail> };
  acknowledges(by: string, loopId: string): ActResult;
  /** The server stops and a new one starts on the same disk; what was learnt is recalled from the store. */
  restarts(): Promise<void>;
  readonly monitor: Monitor;
  ends(): Promise<void>;
}

const loopId = "ms-22";

/** Length of one request, source time: small when something may happen, larger while the loop only learns. */
const stepMs = seconds(10);

/** Begins with a calibrated, healthy loop: the prelude has been taken in. Real SQLite, real SMTP, real `.eml` files. */
export async function beginStory(options: { readonly seed?: number } = {}): Promise<Story> {
  const dir = createTempDir();
  const clock = createFakeClock();
  const log = createMemoryLog();
  const loop = exampleLoop(loopId);
  const mailbox: KeptMailbox = await createKeptMailbox({ folder: join(dir, "mail"), clock, log });
  const simulation = createSimulation({
    loopId,
    seed: options.seed ?? 1,
    startMs: clock.nowMs() - loop.learningMs - minutes(1),
    scenario: scenarioNamed("healthy"),
    preludeMs: loop.learningMs,
  });
  const { page, feed } = createPageMemory();
  let speaking = true;
  let frozen: { readonly field: string; value: string | null } | null = null;
  const stuckAs = (lines: string): string => {
    const stuck = frozen;
    if (stuck === null) return lines;
    return lines.replaceAll(new RegExp(`${stuck.field}=([0-9.]+)`, "g"), (_all, value: string) => {
      stuck.value ??= value;
      return `${stuck.field}=${stuck.value}`;
    });
  };
  let running = open();

  function open() {
    const mailer = createSmtpMailer({ url: mailbox.smtpUrl, from: "loopwatch@example.org" });
    const store = createSqliteStore(join(dir, "telemetry.sqlite"));
    const spool = openNearSpool(join(dir, "spool.sqlite"));
    const state = createSqliteState(join(dir, "state.sqlite"));
    const monitor = createMonitor({
      version: "test",
      loops: [loop],
      notices: exampleConfig(),
      pageUrl: "http://127.0.0.1:8420",
      retentionDays: 400,
      rollupDays: null,
      ...{ clock, log, store, spool, state, mailer, mailbox, feed, ackLinks: null },
      hooks: { send: async ({ hook }) => ({ response: `${hook} took it` }) },
      // What a picture shows has tests of its own.
      rasterizer: { toPng: async () => null },
      scheduler: { start: () => undefined, stop: async () => undefined },
    });
    return { store, spool, state, monitor };
  }

  const send = async (untilMs: number): Promise<void> => {
    const lines = stuckAs(linesUntil(simulation, untilMs));
    if (lines === "" || !speaking) return;
    const answer = await running.monitor.ingest.accept(Buffer.from(lines), "ms");
    if (answer.kind !== "accepted") throw new Error("The server did not take the telemetry.");
  };

  /** Mails travel over real sockets: waits until none is on its way. */
  const delivered = async (): Promise<void> => {
    while (running.monitor.health().mail.waiting > 0) await clock.advance(0);
  };

  const after = async (span: DurationMs): Promise<void> => {
    const untilMs = clock.nowMs() + span;
    while (clock.nowMs() < untilMs) {
      await clock.advance(Math.min(stepMs, untilMs - clock.nowMs()));
      await send(clock.nowMs());
    }
    await delivered();
    await running.monitor.stored();
  };

  await send(clock.nowMs());
  await after(stepMs);

  return {
    plant: {
      leaks: (holeMm) => simulation.arm(withHole(scenarioNamed("puncture"), holeMm), clock.nowMs()),
      plays: (scenarioId) => simulation.arm(scenarioNamed(scenarioId), clock.nowMs()),
      freezes: (field) => {
        frozen = { field, value: null };
      },
      falls: () => {
        speaking = false;
      },
      speaks: () => {
        speaking = true;
      },
      get truth() {
        return simulation.truth;
      },
    },
    after,
    page,
    mailbox: {
      subjects: () => mailbox.list().map(({ subject }) => subject),
      async newest() {
        const id = mailbox.list()[0]?.id ?? "";
        const mail = await mailbox.read(id);
        if (mail === null) throw new Error("The mailbox is empty.");
        return mail;
      },
    },
    acknowledges: (by, id) => {
      const alarm = page.alarm(id);
      return running.monitor.desk.act(
        {
          kind: "acknowledge",
          occurrenceId: alarm.id,
          version: alarm.version,
          by,
          comment: "",
        },
        toLocalActor(by, "127.0.0.1"),
      );
    },
    async restarts() {
      await close();
      running = open();
      await running.monitor.recall();
    },
    get monitor() {
      return running.monitor;
    },
    async ends() {
      await close();
      await mailbox.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };

  async function close(): Promise<void> {
    await running.monitor.stop();
    running.state.close();
    await running.spool.close();
    await running.store.close();
  }
}
