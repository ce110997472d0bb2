import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { createAckLinks } from "./adapters/ack-links.ts";
import { createCheckpointFiles } from "./adapters/checkpoints/checkpoint-files.ts";
import { createCronScheduler } from "./adapters/cron-scheduler.ts";
import { startHeartbeat } from "./adapters/heartbeat.ts";
import { createHttp } from "./adapters/http/create-http.ts";
import { watchConnections } from "./adapters/http/intake-counts.ts";
import { createSocketFeed } from "./adapters/live/socket-feed.ts";
import type { MqttSource } from "./adapters/mqtt/mqtt-source.ts";
import { createResvgRasterizer } from "./adapters/picture/resvg-rasterizer.ts";
import { defaultSpoolLimits, openSpool } from "./adapters/spool/create-spool.ts";
import { createDataLock } from "./adapters/sqlite/data-lock.ts";
import { createSqliteState } from "./adapters/sqlite/sqlite-state.ts";
import { createHookSender } from "./adapters/webhook/http-hook-sender.ts";
import type { Desk } from "./app/desk-port.ts";
import { createMonitor } from "./app/monitor.ts";
import type { Monitor } from "./app/monitor-parts.ts";
import type { Cancel, Clock, Log } from "./app/ports.ts";
import type { Config } from "./boundary/config.ts";
import { listen } from "./start/listen.ts";
import { openMail } from "./start/open-mail.ts";
import { openMqtt } from "./start/open-mqtt.ts";
import { openStore } from "./start/open-store.ts";

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
  /** Ends everything that was started, in order; what waits stays on disk. */
  stop(): Promise<void>;
}

/**
 * How long the head of a request and a whole request may take, and how often that is looked at, milliseconds; who says
 * nothing or drips longer is cut off.
 */
const patience = { headersTimeout: 20_000, requestTimeout: 120_000, connectionsCheckingInterval: 5_000 };

const stillStarting: RequestListener = (_request, response) => {
  response.writeHead(503, { "content-type": "text/plain", "retry-after": "1" });
  response.end("Loopwatch is starting.\n");
};

/** Wires adapters and application and starts them. Rejects with `StartError` or `DataDirError`; nothing is left running then. */
export async function createLoopwatch(config: Config, surroundings: Surroundings): Promise<Loopwatch> {
  const { clock, log, clientDir, version, searchPath } = surroundings;
  // What was opened, closed in the opposite order.
  const closers: (() => void | Promise<void>)[] = [];
  const opened = <T>(thing: T, close: (thing: T) => void | Promise<void>): T => {
    closers.push(() => close(thing));
    return thing;
  };
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
  };

  try {
    let handle: RequestListener = stillStarting;
    const server = createServer(patience, (request, response) => handle(request, response));
    const connections = watchConnections(server);
    const { dir } = opened(createDataLock(config.dataDir), (lock) => lock.release());
    const port = await listen(server, config.listen.host, config.listen.port);
    opened(server, () => void server.close());
    const host = config.listen.host.includes(":") ? `[${config.listen.host}]` : config.listen.host;
    const url = `http://${host}:${port}`;
    const { store } = opened(await openStore(config.store, dir, { searchPath, log }), (open) => open.close());
    const limits = { ...defaultSpoolLimits, mostBytes: config.spoolBytes };
    const spool = opened(await openSpool(dir, limits), (open) => open.close());
    const state = opened(createSqliteState(join(dir, "state.sqlite")), (open) => open.close());
    const { mailer, mailbox } = opened(await openMail(config.smtp, dir, { clock, log }), (open) =>
      open.close(),
    );

    // Closed after the feed: while pages and senders are let go, what they sent is still worked on.
    let monitor: Monitor | null = null;
    closers.push(() => monitor?.stop());
    // Pages ask the desk, its owner tells the pages: one of the two comes first, and no page can connect in between.
    const desk = (): Desk => monitor!.desk;
    const { publicUrl } = config;
    let { longestShelfMs } = config.alarms;
    let hooks = createHookSender(config.webhooks, clock);
    const feed = opened(
      createSocketFeed({
        ...{ server, clock, log, publicUrl },
        get longestShelfMs() {
          return longestShelfMs;
        },
        desk: { hello: () => desk().hello(), act: (act) => desk().act(act) },
      }),
      (open) => open.close(),
    );
    const pageUrl = publicUrl ?? url;
    const ackLinks = createAckLinks({ secret: state.secret("acknowledge link"), baseUrl: pageUrl });
    let mqtt: MqttSource | null = null;
    monitor = createMonitor({
      ...{ version, clock, log, store, spool, state, mailer, mailbox, feed, pageUrl, ackLinks },
      checkpoints: createCheckpointFiles(join(dir, "detectors")),
      loops: config.loops,
      notices: config,
      retentionDays: config.retentionDays,
      hooks: { send: (message) => hooks.send(message) },
      rasterizer: await createResvgRasterizer(log),
      scheduler: createCronScheduler(log),
      brokers: () => mqtt?.health() ?? null,
    });
    const { health, ingest } = monitor;
    await monitor.recall();
    const openBrokers = (next: Config): MqttSource | null => openMqtt(next.mqtt, dir, { ingest, clock, log });
    mqtt = openBrokers(config);
    closers.push(() => mqtt?.stop());
    monitor.begin();
    const beat = ({ timetable: { heartbeat } }: Config): Cancel =>
      heartbeat === null
        ? () => undefined
        : // A mail that does not arrive is an alarm of the house; that beats from here stop is for who must look at the machine.
          startHeartbeat({ ...heartbeat, isWell: () => health().store.ok, clock, log });
    let stopBeating = beat(config);
    closers.push(() => stopBeating());
    const { desk: answers } = monitor;
    const { loops } = monitor;
    const toHandle = (): RequestListener =>
      createHttp({
        ...{ ingest, store, mailbox, log, clock, clientDir, publicUrl, longestShelfMs, connections, loops },
        desk: answers,
        links: ackLinks,
        onVisitor: feed.visitorArrived,
      });
    handle = toHandle();
    let taken = config;
    const isChanged = (next: Config, toPart: (of: Config) => unknown): boolean =>
      JSON.stringify(toPart(next)) !== JSON.stringify(toPart(taken));
    const take = async (next: Config): Promise<void> => {
      if (isChanged(next, ({ mqtt: brokers }) => brokers)) {
        // Whatever the old connections brought is acknowledged before the new ones begin; QoS 1 comes again.
        const opening = openBrokers(next);
        await mqtt?.stop();
        mqtt = opening;
      }
      hooks = createHookSender(next.webhooks, clock);
      ({ longestShelfMs } = next.alarms);
      const taking = monitor!.take({ loops: next.loops, notices: next });
      if (isChanged(next, ({ alarms }) => alarms)) handle = toHandle();
      if (isChanged(next, ({ timetable }) => timetable.heartbeat)) {
        stopBeating();
        stopBeating = beat(next);
      }
      taken = next;
      await taking;
    };
    return { url, storeName: store.name, mailerName: mailer.name, monitor, take, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
