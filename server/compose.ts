import { randomBytes } from "node:crypto";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { createAckLinks } from "./adapters/ack-links.ts";
import { createCheckpointFiles } from "./adapters/checkpoints/checkpoint-files.ts";
import { createCronScheduler } from "./adapters/cron-scheduler.ts";
import { createHttp } from "./adapters/http/create-http.ts";
import { watchConnections } from "./adapters/http/intake-counts.ts";
import { createSocketFeed } from "./adapters/live/socket-feed.ts";
import { createMetrics } from "./adapters/metrics/create-metrics.ts";
import { createResvgRasterizer } from "./adapters/picture/resvg-rasterizer.ts";
import { defaultSpoolLimits, openSpool } from "./adapters/spool/create-spool.ts";
import { createDataLock } from "./adapters/sqlite/data-lock.ts";
import { createSqliteState } from "./adapters/sqlite/sqlite-state.ts";
import type { Desk } from "./app/desk-port.ts";
import { createDoorkeeper } from "./app/doorkeeper.ts";
import { createMonitor } from "./app/monitor.ts";
import type { Monitor } from "./app/monitor-parts.ts";
import type { Clock, Log } from "./app/ports.ts";
import type { Config } from "./boundary/config.ts";
import { createPeerReader } from "./boundary/peer.ts";
import { createEdge } from "./start/edge.ts";
import { listen } from "./start/listen.ts";
import { openAccess, stateFile } from "./start/open-access.ts";
import { openMail } from "./start/open-mail.ts";
import { openReplays } from "./start/open-replays.ts";
import { openStore } from "./start/open-store.ts";
import { stillStarting } from "./start/still-starting.ts";
import { createWebServer, openInnerDoor } from "./start/web-server.ts";

/** What does not stand in the configuration. */
export interface Surroundings {
  readonly version: string;
  /** Folder of the built page; `null` serves none. */
  readonly clientDir: string | null;
  /** Directories in which `influxd` is looked for, as in PATH. */
  readonly searchPath: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** A running Loopwatch. */
export interface Loopwatch {
  /** Address of the page, without a trailing slash. */
  readonly url: string;
  readonly storeName: string;
  readonly mailerName: string;
  readonly monitor: Monitor;
  /** Takes over another configuration, as far as that needs no restart. Throws `StartError` with nothing changed. */
  take(next: Config): Promise<void>;
  /** Writes into the audit what became of a reload: why it was refused, or `null`. */
  noteReload(problem: string | null): void;
  /** With it the built-in simulator sends, where a token is asked for. */
  readonly simulatorToken: string;
  /** Where the built-in simulator finds us: without TLS, whose names would not fit. */
  innerUrl(): Promise<string>;
  /** Ends everything that was started, in order; what waits stays on disk. */
  stop(): Promise<void>;
}

/** Wires adapters and application and starts them. Rejects with `StartError` or `DataDirError`; nothing is left running then. */
export async function createLoopwatch(config: Config, surroundings: Surroundings): Promise<Loopwatch> {
  const { clock, log, clientDir, version, searchPath } = surroundings;
  // What was opened, closed in the opposite order.
  const closers: (() => void | Promise<void>)[] = [];
  const opened = <T>(thing: T, close: (thing: T) => void | Promise<void>): T => {
    closers.push(() => close(thing));
    return thing;
  };
  let monitor: Monitor | null = null;
  const stop = async (): Promise<void> => {
    monitor?.stopSoon();
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
  };

  try {
    let handle: RequestListener = stillStarting;
    const { tls } = config;
    const server = createWebServer(tls, (request, response) => handle(request, response));
    const connections = watchConnections(server);
    const { dir } = opened(createDataLock(config.dataDir), (lock) => lock.release());
    const { publicUrl } = config;
    const front = { host: config.listen.host, publicUrl, trustedProxies: config.proxy.trusted };
    const { access, noteReload } = opened(openAccess(dir, front, { clock, log }), (open) => open.close());
    const port = await listen(server, config.listen.host, config.listen.port);
    opened(server, () => void server.close());
    const host = config.listen.host.includes(":") ? `[${config.listen.host}]` : config.listen.host;
    const url = `${tls === null ? "http" : "https"}://${host}:${port}`;
    const { store } = opened(await openStore(config.store, dir, { searchPath, log }), (open) => open.close());
    const limits = { ...defaultSpoolLimits, mostBytes: config.spoolBytes };
    const spool = opened(await openSpool(dir, limits), (open) => open.close());
    const state = opened(createSqliteState(join(dir, stateFile)), (open) => open.close());
    const { mailer, mailbox } = opened(await openMail(config.smtp, dir, { clock, log }), (open) =>
      open.close(),
    );

    // Closed after the feed: while pages and senders are let go, what they sent is still worked on.
    closers.push(() => monitor?.stop());
    // Pages ask the desk, its owner tells the pages: one of the two comes first, and no page can connect in between.
    const desk = (): Desk => monitor!.desk;
    const edge = createEdge(config, dir, { clock, log });
    const { longestShelfMs } = edge;
    // Drawn anew at each start and kept nowhere: with it the built-in simulator sends.
    const simulatorToken = randomBytes(32).toString("base64url");
    const door = {
      doorkeeper: createDoorkeeper(access, simulatorToken),
      readPeer: createPeerReader(config.proxy.trusted),
    };
    const feed = opened(
      createSocketFeed({
        ...{ ...door, server, clock, log, publicUrl, longestShelfMs },
        desk: { hello: () => desk().hello(), act: (act, actor) => desk().act(act, actor) },
      }),
      (open) => open.close(),
    );
    const pageUrl = publicUrl ?? url;
    const ackLinks = createAckLinks({ secret: state.secret("acknowledge link"), baseUrl: pageUrl });
    const metrics = opened(createMetrics(version), (open) => open.stop());
    monitor = createMonitor({
      ...{ version, clock, log, store, spool, state, mailer, mailbox, feed, pageUrl, ackLinks },
      checkpoints: createCheckpointFiles(join(dir, "detectors")),
      loops: config.loops,
      series: config.series,
      notices: config,
      retentionDays: config.retentionDays,
      rollupDays: config.rollupDays,
      hooks: edge.hooks,
      rasterizer: await createResvgRasterizer(log),
      scheduler: createCronScheduler(log),
      brokers: edge.brokers,
      meter: metrics.meter,
    });
    const { health, ingest, vitals, readiness } = monitor;
    metrics.watch({
      vitals,
      door: () => ({ connections: connections(), pages: feed.pages(), leftOutFrames: feed.leftOutFrames() }),
    });
    await monitor.recall();
    opened(edge, (open) => open.stop());
    await edge.open(ingest, () => health().store.ok);
    monitor.begin();
    const replays = opened(openReplays({ loops: monitor.loops, store, state, clock, log }), (open) =>
      open.stop(),
    );
    handle = createHttp({
      ...door,
      replays,
      ...{ ingest, store, mailbox, log, clock, clientDir, publicUrl, longestShelfMs, connections },
      desk: monitor.desk,
      ...{ unmapped: monitor.unmapped, history: monitor.history },
      links: ackLinks,
      loops: monitor.loops,
      onVisitor: feed.visitorArrived,
      operations: { readiness, metrics: metrics.render },
    });
    return {
      ...{ url, storeName: store.name, mailerName: mailer.name, monitor, stop, simulatorToken, noteReload },
      take: (next) => edge.take(next, (changed) => monitor!.take(changed)),
      async innerUrl() {
        if (tls === null) return url;
        return opened(await openInnerDoor(server), (inner) => inner.close()).url;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
