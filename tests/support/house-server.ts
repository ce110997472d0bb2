import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type DurationMs, type EpochMs, minutes, seconds } from "../../protocol/time.ts";
import { createAckLinks } from "../../server/adapters/ack-links.ts";
import { createHttp } from "../../server/adapters/http/create-http.ts";
import { createSmtpMailer } from "../../server/adapters/mail/smtp-mailer.ts";
import { createResvgRasterizer } from "../../server/adapters/picture/resvg-rasterizer.ts";
import { openNearSpool } from "../../server/adapters/spool/create-spool.ts";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { createSqliteStore } from "../../server/adapters/sqlite/sqlite-store.ts";
import { createHookSender } from "../../server/adapters/webhook/http-hook-sender.ts";
import { createMonitor } from "../../server/app/monitor.ts";
import type { Monitor } from "../../server/app/monitor-parts.ts";
import { openReplays } from "../../server/start/open-replays.ts";
import { openDoor } from "./fake-access.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import { type HouseSettings, toHouseConfig } from "./house-config.ts";
import { createHousePage, type HousePage } from "./house-page.ts";
import { hear, startHttpPeer } from "./http-peer.ts";
import { createMemoryLog } from "./memory-log.ts";
import { tempDirForTest } from "./temp-dir.ts";

/** The whole server on a clock that the test moves; disk, mail, webhook and API are real. */
export interface House {
  readonly clock: FakeClock;
  readonly monitor: Monitor;
  readonly page: HousePage;
  /** Bodies that the pager got, oldest first. */
  readonly paged: readonly string[];
  readonly statePath: string;
  readonly url: string;
  /** Telemetry arrives now; throws when it is not accepted. */
  sends(lines: string): Promise<void>;
  /** Time passes; unless told otherwise, waits at each moment until no mail is under way. */
  after(span: DurationMs, options?: { readonly whileMailsHang?: boolean }): Promise<void>;
  /** Resolves when no notice is queued or under way. */
  mailed(): Promise<void>;
  /** Answer of the API, read as JSON. */
  get(path: string): Promise<unknown>;
  /** Before the test ends: another house can be opened on its disk. */
  stops(): Promise<void>;
}

/** Longest step of the clock between two looks at the mails. */
const stepMs = seconds(10);

/** Where and when it is opened: left out, on an empty disk at the fake clock's usual beginning. */
export interface HousePlace {
  readonly dir?: string;
  readonly startMs?: EpochMs;
}

/** Ends with the test at the latest. */
export async function openHouse(
  settings: Omit<HouseSettings, "hookUrl">,
  place: HousePlace = {},
): Promise<House> {
  const dir = place.dir ?? tempDirForTest();
  const clock = createFakeClock(place.startMs);
  const log = createMemoryLog();
  const paged: string[] = [];
  const hookUrl = await startHttpPeer(async (request, response) => {
    paged.push((await hear(request)).body);
    response.end("paged");
  });
  const config = toHouseConfig({ ...settings, hookUrl });
  const { loops, series, smtp } = config;
  const page = createHousePage();
  const statePath = join(dir, "state.sqlite");
  const mailer = createSmtpMailer({ ...smtp, url: settings.smtpUrl });
  const store = createSqliteStore(join(dir, "telemetry.sqlite"));
  const spool = openNearSpool(join(dir, "spool.sqlite"));
  const state = createSqliteState(statePath);
  const secret = state.secret("acknowledge link");
  const links = createAckLinks({ secret, baseUrl: "http://loopwatch.example.org" });
  const monitor = createMonitor({
    version: "test",
    ...{ loops, series, clock, log, store, spool, state, mailer, mailbox: null, feed: page.feed },
    notices: config,
    pageUrl: "http://loopwatch.example.org",
    retentionDays: null,
    rollupDays: null,
    ackLinks: links,
    hooks: createHookSender(config.webhooks, clock),
    rasterizer: await createResvgRasterizer(log),
    // The cron of the real one runs on the machine's clock.
    scheduler: createClockScheduler(clock),
  });
  await monitor.recall();
  monitor.begin();
  const replays = openReplays({ loops, store, state, clock, log });
  const server = createServer(
    createHttp({
      ...openDoor(),
      replays,
      ...{ store, mailbox: null, log, clock, links, loops, clientDir: null, publicUrl: null },
      ...{ ingest: monitor.ingest, desk: monitor.desk, longestShelfMs: () => config.alarms.longestShelfMs },
      ...{ unmapped: monitor.unmapped, history: monitor.history },
      onVisitor: () => undefined,
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    replays.stop();
    await monitor.stop();
    state.close();
    await spool.close();
    await store.close();
  };
  let closing: Promise<void> | null = null;
  const stops = (): Promise<void> => {
    closing ??= close();
    return closing;
  };
  onTestFinished(stops);

  const isUnderWay = (): boolean =>
    [...page.notices.values()].some(({ state: { kind } }) => kind === "queued" || kind === "sending");
  const mailed = async (): Promise<void> => {
    await clock.advance(0);
    while (isUnderWay()) await clock.advance(0);
  };

  return {
    ...{ clock, monitor, page, paged, statePath, mailed, stops },
    url: `http://127.0.0.1:${port}`,
    async sends(lines) {
      const answer = await monitor.ingest.accept(Buffer.from(lines), "ms");
      if (answer.kind !== "accepted") throw new Error("The server did not take the telemetry.");
    },
    async after(span, { whileMailsHang = false } = {}) {
      const untilMs = clock.nowMs() + span;
      while (clock.nowMs() < untilMs) {
        await clock.advance(Math.min(stepMs, untilMs - clock.nowMs()));
        if (!whileMailsHang) await mailed();
      }
    },
    mailed,
    async get(path) {
      let isAnswered = false;
      const asking = fetch(`http://127.0.0.1:${port}${path}`).finally(() => {
        isAnswered = true;
      });
      // What the house does in turns takes them from its clock, which stands still by itself.
      while (!isAnswered) await clock.advance(0);
      const answer = await asking;
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
  };
}

/** Looks once a minute of the given clock, as the real one does beside its exact times. */
function createClockScheduler(clock: FakeClock) {
  let cancel: () => void = () => undefined;
  return {
    start(_at: readonly string[], _zone: string, look: () => void): void {
      cancel = clock.every(minutes(1), look);
    },
    async stop(): Promise<void> {
      cancel();
    },
  };
}
