import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { AlarmView } from "../../protocol/alarm.ts";
import type { KeptMail } from "../../protocol/notice.ts";
import type { AcknowledgeAct, ActResult, Hello } from "../../protocol/wire.ts";
import { createHttp, type HttpParts } from "../../server/adapters/http/create-http.ts";
import { openNearSpool } from "../../server/adapters/spool/create-spool.ts";
import { createSqliteStore } from "../../server/adapters/sqlite/sqlite-store.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";
import { createIngest } from "../../server/app/ingest.ts";
import { toLoopView } from "../../server/app/monitor.ts";
import type { Desk, Mailbox, TelemetryStore } from "../../server/app/ports.ts";
import { createStoreWriter } from "../../server/app/store-writer.ts";
import { parseConfig } from "../../server/boundary/config.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { createMemoryLog, type MemoryLog } from "./memory-log.ts";
import { tempDirForTest } from "./temp-dir.ts";

/** A desk with what a test laid on it. */
export interface TestDesk extends Desk {
  say(change: Partial<Omit<Hello, "scenario">>): void;
  readonly acts: readonly AcknowledgeAct[];
  answers(result: ActResult): void;
}

/** The ground floor of a server: telemetry goes to disk and into a real store; nobody decides anything. */
export interface SmallHouse {
  readonly url: string;
  readonly server: Server;
  readonly loops: readonly Loop[];
  readonly desk: TestDesk;
  readonly store: TelemetryStore;
  readonly log: MemoryLog;
  visitors(): number;
  /** Resolves when all that was accepted is in the store. */
  drained(): Promise<void>;
}

const loopsFile = `mail: { to: [a@example.org] }
loops:
  - id: loop-1
    coolant: water
    chargeL: 100
    referencePressureKpa: 300
    accumulator: { volumeL: 10, gasL: 6 }
    channels:
      - { id: pressure, role: pressure, source: { field: p } }
      - { id: temp, role: temperature, source: { field: t } }
`;

/** One loop, `loop-1`, with a pressure (field `p`) and a temperature (`t`) of measurement `coolant_loop`. */
export function testLoops(): readonly Loop[] {
  const parsed = parseConfig(loopsFile, {});
  if (!parsed.ok) throw new Error("The test's own configuration is wrong.");
  return parsed.config.loops;
}

/** A desk of a server that has just started. */
export function createTestDesk(loops: readonly Loop[]): TestDesk {
  const acts: AcknowledgeAct[] = [];
  let result: ActResult = { ok: true };
  let hello: Omit<Hello, "scenario"> = {
    wireVersion: 1,
    version: "test",
    serverMs: 0,
    seq: 0,
    loops: loops.map(toLoopView),
    signals: loops.map(({ id }) => ({ loopId: id, lastSampleMs: null, lastArrivalMs: null, silent: false })),
    estimates: [],
    alarms: [],
    notices: [],
    mails: [],
    mailboxKept: true,
    health: {
      store: { name: "SQLite", ok: true, detail: "" },
      spool: { waiting: 0, oldestMs: null },
      mail: { name: "built-in mailbox", ok: true, detail: "", waiting: 0 },
    },
  };
  return {
    acts,
    hello: () => hello,
    acknowledge(act) {
      acts.push(act);
      return result;
    },
    say(change) {
      hello = { ...hello, ...change };
    },
    answers(next) {
      result = next;
    },
  };
}

/** Starts on a free port; ends with the test. `change` replaces parts, such as the page's folder. */
export async function openSmallHouse(change: Partial<HttpParts> = {}): Promise<SmallHouse> {
  const dir = tempDirForTest();
  const loops = testLoops();
  const log = createMemoryLog();
  const clock = createSystemClock();
  const store = createSqliteStore(join(dir, "telemetry.sqlite"));
  const spool = openNearSpool(join(dir, "spool.sqlite"));
  const desk = createTestDesk(loops);
  const writer = createStoreWriter({ spool, store, clock, log, onHealth: () => undefined });
  const onSpooled = (): void => writer.wake();
  const ingest = createIngest({
    judgedBy: () => ({ refuse: () => null, onBatch: () => undefined }),
    spool,
    clock,
    log,
    onSpooled,
  });
  let visitors = 0;
  const server = createServer(
    createHttp({
      ingest,
      desk: {
        ...desk,
        hello: () => ({ ...desk.hello(), health: { ...desk.hello().health, spool: spool.status() } }),
      },
      store,
      loops,
      mailbox: noMails,
      log,
      clientDir: null,
      publicUrl: null,
      onVisitor: () => visitors++,
      ...change,
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await writer.stop();
    await spool.close();
    await store.close();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return { url, server, loops, desk, store, log, visitors: () => visitors, drained: () => writer.drained() };
}

const noMails: Mailbox = { list: () => [], read: async () => null, onMail: () => undefined };

/** A mailbox with these mails in it. */
export function mailboxOf(mails: readonly KeptMail[]): Mailbox {
  return {
    list: () => mails.map(({ text: _text, html: _html, ...summary }) => summary),
    read: async (id) => mails.find((mail) => mail.id === id) ?? null,
    onMail: () => undefined,
  };
}

/** An alarm as a test needs one. */
export const leakAlarm: AlarmView = {
  id: "loop-1.leak.1",
  version: 1,
  loopId: "loop-1",
  alarmClass: "leak",
  state: "unacknowledged",
  severity: "warning",
  verdict: "leak",
  headline: "Coolant is being lost",
  evidence: [],
  openedMs: 1,
  onsetMs: null,
  returnedMs: null,
  leakKgPerH: 22.8,
  leakSdKgPerH: 1,
  lostL: 2,
  timeLeft: null,
  acknowledgement: null,
  previousId: null,
};
