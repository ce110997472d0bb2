import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { DurationMs } from "../../../protocol/time.ts";
import type { InfluxdFiles } from "./influxd-config.ts";

/** One running influxd. */
export interface InfluxdProcess {
  /** How it ended, in words; `null` while it runs. */
  ended(): string | null;
  /** Calls back once, when it ends (also when that was asked for). */
  onEnd(run: (how: string) => void): void;
  /** Asks it to end, then makes it; resolves when it is gone. */
  stop(): Promise<void>;
}

/** InfluxDB ends within this when asked; then it is ended by force, which its write-ahead log makes harmless. */
const stopLimitMs: DurationMs = 3000;

/** A log file larger than this is moved aside at the next start, bytes. */
const longestLog = 10_000_000;

/** Starts the program with the configuration at `files.config`. */
export function startInfluxd(program: string, files: InfluxdFiles): InfluxdProcess {
  const log = openLog(files.log);
  const child = spawn(program, ["run", "-config", files.config], {
    // A process group of its own: a terminal's Ctrl-C is for us, and we end it after the last write.
    detached: true,
    stdio: ["ignore", log, log],
    env: environmentForInfluxd(process.env),
    cwd: files.dir,
  });
  closeSync(log);
  if (child.pid !== undefined) writeFileSync(files.pid, `${child.pid}\n`);

  let how: string | null = null;
  const listeners: ((how: string) => void)[] = [];
  const killWithUs = (): void => void child.kill("SIGTERM");
  const end = (words: string): void => {
    if (how !== null) return;
    how = words;
    process.removeListener("exit", killWithUs);
    rmSync(files.pid, { force: true });
    for (const tell of listeners.splice(0)) tell(words);
  };
  process.once("exit", killWithUs);
  child.once("error", (error) => end(error.message));
  child.once("exit", (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));

  const onEnd = (run: (how: string) => void): void => {
    if (how === null) listeners.push(run);
    else run(how);
  };
  return {
    ended: () => how,
    onEnd,
    async stop() {
      if (how !== null) return;
      const gone = new Promise<void>((resolve) => onEnd(() => resolve()));
      child.kill("SIGTERM");
      const patience = new AbortController();
      const force = delay(stopLimitMs, undefined, { signal: patience.signal }).then(
        () => void child.kill("SIGKILL"),
        // It ended in time.
        () => undefined,
      );
      await gone;
      patience.abort();
      await force;
    },
  };
}

/** The last lines of its log: where InfluxDB says why it did not start. */
export function readLogTail(files: InfluxdFiles, lines = 3): string {
  return readFileSync(files.log, "utf8").trimEnd().split("\n").slice(-lines).join(" ");
}

function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > longestLog) renameSync(path, `${path}.old`);
  return openSync(path, "a");
}

/** INFLUXDB_… variables would overrule the configuration file. */
const environmentForInfluxd = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("INFLUXDB_")));
