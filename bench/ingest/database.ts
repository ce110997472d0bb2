import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { createEmbeddedInfluxd } from "../../server/adapters/influx/embedded-influxd.ts";
import { toInfluxdFiles } from "../../server/adapters/influx/influxd-config.ts";
import { findInfluxd } from "../../server/adapters/influx/influxd-program.ts";
import { createLog } from "../../server/adapters/log.ts";
import { cpuUs } from "./process-stats.ts";

/** A real influxd, used by both ways in turn. */
export interface BenchDatabase {
  readonly url: string;
  readonly pid: number;
  ask(statement: string, database?: string): Promise<number | null>;
  /** Resolves when it has finished what the measurement before left it to do. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

/** Compactions end within this; a database that never rests must not stop the bench. */
const longestWaitMs = 20_000;
const lookEveryMs = 500;

/** Below this share of one core it is at rest. */
const restingShare = 0.05;

/** Starts `influxd` with its data under `dataDir`. Throws when there is none on the PATH. */
export async function startDatabase(dataDir: string): Promise<BenchDatabase> {
  const search = await findInfluxd(process.env["PATH"]);
  if (search.kind !== "found") throw new Error("There is no influxd 1.x on this machine.");
  const log = createLog({ level: "warn", forPeople: true, write: (line) => process.stderr.write(line) });
  const influxd = await createEmbeddedInfluxd({ program: search.program, dataDir, log });
  const pid = Number(readFileSync(toInfluxdFiles(dataDir).pid, "utf8"));
  return {
    url: influxd.url,
    pid,
    async ask(statement, database = "") {
      const query = new URLSearchParams({ q: statement, db: database });
      const answer = await fetch(`${influxd.url}/query`, { method: "POST", body: query });
      const { results } = (await answer.json()) as {
        results: readonly { series?: readonly { values: readonly (readonly number[])[] }[] }[];
      };
      return results[0]?.series?.[0]?.values[0]?.[1] ?? null;
    },
    async quiet() {
      for (let waitedMs = 0; waitedMs < longestWaitMs; waitedMs += lookEveryMs) {
        const before = cpuUs(pid);
        await delay(lookEveryMs);
        if (cpuUs(pid) - before < restingShare * lookEveryMs * 1000) return;
      }
    },
    stop: () => influxd.stop(),
  };
}
