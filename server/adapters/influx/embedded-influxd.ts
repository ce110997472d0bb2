import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { DurationMs } from "../../../protocol/time.ts";
import type { Log } from "../../app/ports.ts";
import { withinLimit } from "./influx-failure.ts";
import { ask, createInfluxEndpoint } from "./influx-http.ts";
import { findFreePorts, type InfluxdFiles, renderInfluxdConfig, toInfluxdFiles } from "./influxd-config.ts";
import { stopLeftover } from "./influxd-leftover.ts";
import { type InfluxdProcess, readLogTail, startInfluxd } from "./influxd-process.ts";
import type { InfluxdProgram } from "./influxd-program.ts";

/** The embedded InfluxDB could not be started; the message says why and where its log is. */
export class InfluxdError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "InfluxdError";
  }
}

/** An InfluxDB of our own: its address stays the same for as long as we run, even when it has to be restarted. */
export interface EmbeddedInfluxd {
  readonly url: string;
  readonly version: string;
  /** Ends it; resolves when the process is gone. Harmless when called twice. */
  stop(): Promise<void>;
}

/** Opening a large store takes its time; an empty one answers within a second. */
const startLimitMs: DurationMs = 60_000;
const pollMs: DurationMs = 50;
const pingLimitMs: DurationMs = 1000;

/** Another program may take a port between our finding it free and InfluxDB's using it. */
const startAttempts = 5;

/** Waits before a restart: soon at first; a store that cannot run must not keep the machine busy. */
const restartMs: readonly DurationMs[] = [500, 1000, 2000, 5000, 15_000];

/** After this long without trouble the next restart is a first one again. */
const healthyMs: DurationMs = 60_000;

/**
 * Starts InfluxDB on free loopback ports with its data under `<dataDir>/influxdb`, and resolves when it answers.
 * One that a killed Loopwatch left behind on the same data is ended first. When it dies later, it is started
 * again, and `onExit` hears a sentence each time. Rejects with `InfluxdError`.
 */
export async function createEmbeddedInfluxd(options: {
  readonly program: InfluxdProgram;
  readonly dataDir: string;
  readonly log: Log;
  readonly onExit?: (sentence: string) => void;
}): Promise<EmbeddedInfluxd> {
  const { program, log } = options;
  const files = toInfluxdFiles(resolve(options.dataDir));
  const { url, first } = await prepareAndStart(program, files, log);
  let running = first;
  let isStopping = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;

  const restartAfter = (how: string): void => {
    const waitMs = restartMs[Math.min(failures, restartMs.length - 1)] ?? 0;
    failures++;
    const sentence = `InfluxDB ended (${how}) and is started again in ${waitMs} ms. Its log is ${files.log}.`;
    log.warn(sentence);
    options.onExit?.(sentence);
    timer = setTimeout(restart, waitMs);
  };
  const restart = (): void => {
    try {
      running = startInfluxd(program.path, files);
    } catch (error) {
      // A full disk or too many processes: as good as an early end.
      restartAfter(error instanceof Error ? error.message : String(error));
      return;
    }
    watch(running);
  };
  const watch = (watched: InfluxdProcess): void => {
    const startedMs = performance.now();
    watched.onEnd((how) => {
      if (isStopping) return;
      if (performance.now() - startedMs > healthyMs) failures = 0;
      restartAfter(how);
    });
  };
  watch(running);

  return {
    url,
    version: program.version,
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await running.stop();
    },
  };
}

async function prepareAndStart(program: InfluxdProgram, files: InfluxdFiles, log: Log): Promise<Started> {
  try {
    mkdirSync(files.dir, { recursive: true });
    if (await stopLeftover(files.pid, files.config))
      log.info("Stopped an InfluxDB that an earlier Loopwatch had left behind.");
    return await startOnFreePorts(program, files);
  } catch (error) {
    if (error instanceof InfluxdError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new InfluxdError(`${program.path} could not be started: ${detail}.`, error);
  }
}

interface Started {
  readonly url: string;
  readonly first: InfluxdProcess;
}

async function startOnFreePorts(program: InfluxdProgram, files: InfluxdFiles): Promise<Started> {
  for (let attempt = 1; ; attempt++) {
    const ports = await findFreePorts();
    writeFileSync(files.config, renderInfluxdConfig(files.dir, ports));
    const url = `http://127.0.0.1:${ports.http}`;
    const first = startInfluxd(program.path, files);
    if (await answers(url, first)) return { url, first };
    const how = first.ended();
    await first.stop();
    const tail = readLogTail(files);
    if (how !== null && tail.includes("address already in use") && attempt < startAttempts) continue;
    const what = how === null ? `did not answer within ${startLimitMs / 1000} s` : `ended at once (${how})`;
    throw new InfluxdError(`${program.path} ${what}. Its log is ${files.log}: ${tail}`);
  }
}

/** True when it answers; false when it has ended or time is up. */
async function answers(url: string, process: InfluxdProcess): Promise<boolean> {
  const endpoint = createInfluxEndpoint({ url });
  try {
    for (const endMs = performance.now() + startLimitMs; performance.now() < endMs; await delay(pollMs)) {
      if (process.ended() !== null) return false;
      const status = await withinLimit({ label: url, limitMs: pingLimitMs }, (signal) =>
        ask(endpoint, { method: "GET", path: "/ping", signal }),
      ).then(
        (answer) => answer.status,
        // Not up yet: the loop asks again.
        () => 0,
      );
      // Had the port been taken, another program would have answered and ours would be ending now.
      if (status === 204) {
        await delay(pollMs);
        return process.ended() === null;
      }
    }
    return false;
  } finally {
    endpoint.agent.destroy();
  }
}
