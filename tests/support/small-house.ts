import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Express } from "express";
import { onTestFinished } from "vitest";
import type { KeptMail } from "../../protocol/notice.ts";
import { hours } from "../../protocol/time.ts";
import { createAckLinks } from "../../server/adapters/ack-links.ts";
import { createHttp, type HttpParts } from "../../server/adapters/http/create-http.ts";
import { openNearSpool } from "../../server/adapters/spool/create-spool.ts";
import { createSqliteStore } from "../../server/adapters/sqlite/sqlite-store.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";
import { createChannelIndex } from "../../server/app/channel-index.ts";
import type { AckLinks } from "../../server/app/desk-port.ts";
import { createIngest } from "../../server/app/ingest.ts";
import type { Mailbox, TelemetryStore } from "../../server/app/ports.ts";
import { createSeriesScope } from "../../server/app/series-scope.ts";
import { createStoreWriter } from "../../server/app/store-writer.ts";
import { parseConfig } from "../../server/boundary/config.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { openDoor } from "./fake-access.ts";
import { createMemoryLog, type MemoryLog } from "./memory-log.ts";
import { tempDirForTest } from "./temp-dir.ts";
import { createTestDesk, type TestDesk } from "./test-desk.ts";

/** The ground floor of a server: telemetry goes to disk and into a real store; nobody decides anything. */
export interface SmallHouse {
  readonly url: string;
  readonly server: Server;
  readonly app: Express;
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

/** Links of a test's server; the secret is no secret. */
export const testLinks: AckLinks = createAckLinks({
  secret: new Uint8Array(32).fill(7),
  baseUrl: "http://loopwatch.example.org",
});

/** Longest that the test's server lets an alarm be shelved. */
export const longestShelfMs = hours(24);

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
    judgedBy: (reader) => ({
      refuse: () => null,
      scope: createSeriesScope(reader, createChannelIndex(loops)),
      onBatch: () => undefined,
    }),
    spool,
    clock,
    log,
    onSpooled,
  });
  let visitors = 0;
  const app = createHttp({
    ...openDoor(),
    ingest,
    desk: {
      ...desk,
      ask: (part) => {
        const { waiting, oldestMs } = spool.status();
        if (part === "health") desk.say({ health: { ...desk.hello().health, spool: { waiting, oldestMs } } });
        return desk.ask(part);
      },
    },
    store,
    loops,
    mailbox: noMails,
    links: testLinks,
    longestShelfMs: () => longestShelfMs,
    clock,
    log,
    clientDir: null,
    publicUrl: null,
    history: (_loopId, question) => store.history(question),
    unmapped: () => ({ series: [], leftOut: 0 }),
    onVisitor: () => visitors++,
    ...change,
  });
  const server = createServer(app);
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
  return {
    url,
    server,
    app,
    loops,
    desk,
    store,
    log,
    visitors: () => visitors,
    drained: () => writer.drained(),
  };
}

const noMails: Mailbox = { list: () => [], read: async () => null, onMail: () => undefined };

/** A mailbox with these mails in it. */
export function mailboxOf(mails: readonly KeptMail[]): Mailbox {
  return {
    list: () => mails.map(({ text: _text, html: _html, attachments: _attachments, ...summary }) => summary),
    read: async (id) => mails.find((mail) => mail.id === id) ?? null,
    onMail: () => undefined,
  };
}
