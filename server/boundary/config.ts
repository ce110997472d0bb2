import type { Loop } from "../domain/loop/loop.ts";
import {
  type Environment,
  type EnvironmentSettings,
  isUrl,
  parseEnvironment,
  parseInfluxUrl,
} from "./config-env.ts";
import { checkTogether, toLoop } from "./config-loop.ts";
import { toBrokers } from "./config-mqtt.ts";
import type { ConfigProblem } from "./config-problem.ts";
import { checkShape, type FilePath, toProblem } from "./config-sentence.ts";
import { type FileShape, fileShape, loopShape, nobodyToTell, usualSender } from "./config-shape.ts";
import type { BrokerConfig } from "./mqtt-subscription.ts";
import { isLoopback } from "./origin.ts";
import { parseYaml, type YamlSource } from "./yaml-source.ts";

/** Where telemetry is kept. `auto`: an `influxd` found on the machine, else SQLite. */
export type StoreConfig =
  | { readonly kind: "auto" }
  | { readonly kind: "sqlite" }
  | {
      readonly kind: "influx";
      /** Without credentials and without a trailing slash. */
      readonly url: string;
      readonly database: string;
      readonly username: string | null;
      readonly password: string | null;
      readonly token: string | null;
    };

/** The whole configuration: the file with its defaults, and the environment, which wins. Holds secrets: never print it. */
export interface Config {
  readonly listen: { readonly host: string; readonly port: number };
  readonly dataDir: string;
  readonly store: StoreConfig;
  /**
   * `smtpUrl: null`: the built-in mail server keeps the mails. `to` is empty where the file has no `mail`: good for a
   * backtest, and not for a server (`findUntold`).
   */
  readonly mail: { readonly from: string; readonly to: readonly string[]; readonly smtpUrl: string | null };
  /** Telemetry older than this is deleted; `null` keeps everything. */
  readonly retentionDays: number | null;
  /** Most telemetry that may wait on disk for the store. */
  readonly spoolBytes: number;
  /** Address that mails link to, without a trailing slash; `null`: the address we listen on. */
  readonly publicUrl: string | null;
  /** Brokers from which telemetry is taken, beside what is written to us. */
  readonly mqtt: readonly BrokerConfig[];
  readonly loops: readonly Loop[];
}

/** A configuration, or every problem found. */
export type ParsedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Why a server cannot start with a good configuration: nobody would hear of an alarm; `null`: it can. */
export const findUntold = ({ mail }: Config): ConfigProblem | null =>
  mail.to.length === 0 ? { path: "mail.to", message: nobodyToTell } : null;

type Complain = (path: FilePath, message: string) => void;

const defaultDatabase = "loopwatch";

/** Reads the configuration file's text and the environment. Never throws; all problems are found in one go. */
export function parseConfig(text: string, env: Environment): ParsedConfig {
  const environment = parseEnvironment(env);
  const yaml = parseYaml(text);
  if ("problems" in yaml) return { ok: false, problems: [...yaml.problems, ...environment.problems] };
  const { source } = yaml;
  const problems: ConfigProblem[] = [...environment.problems];
  const complain: Complain = (path, message) => problems.push(toProblem(path, message, source));
  if (source.value === null)
    complain([], "The file is empty; loopwatch.example.yaml shows what belongs in it.");
  const file = source.value === null ? null : checkShape(fileShape, source.value, [], source);
  if (file !== null && "problems" in file) problems.push(...file.problems);
  const loops = toLoops(rawLoops(source.value), source, problems);
  if (file === null || !("value" in file)) return { ok: false, problems };
  const listen = toListen(file.value, environment.settings, problems, complain);
  const store = toStore(file.value, environment.settings, complain);
  const complainOfVariable = (path: string, message: string): void => void problems.push({ path, message });
  const mqtt = toBrokers(file.value.mqtt, env, { complain, complainOfVariable });
  const publicUrl = file.value.publicUrl?.replace(/\/+$/, "") ?? null;
  if (publicUrl !== null && !isUrl(publicUrl, ["http:", "https:"]))
    complain(["publicUrl"], "This is not an address like https://loopwatch.example.org.");
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    config: {
      listen,
      dataDir: environment.settings.dataDir ?? file.value.dataDir,
      store,
      mail: {
        from: file.value.mail?.from ?? usualSender,
        to: file.value.mail?.to ?? [],
        smtpUrl: environment.settings.smtpUrl,
      },
      retentionDays: file.value.retentionDays,
      spoolBytes: file.value.spoolMb * 1_000_000,
      publicUrl,
      mqtt,
      loops,
    },
  };
}

/** The list of loops even when another part of the file is wrong, so that one run shows all there is to mend. */
function rawLoops(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null || !("loops" in value)) return [];
  return Array.isArray(value.loops) ? value.loops : [];
}

function toLoops(raw: readonly unknown[], source: YamlSource, problems: ConfigProblem[]): readonly Loop[] {
  const complain: Complain = (path, message) => problems.push(toProblem(path, message, source));
  const loops: Loop[] = [];
  const places: FilePath[] = [];
  raw.forEach((value, i) => {
    const at = ["loops", i];
    const checked = checkShape(loopShape, value, at, source);
    if ("problems" in checked) {
      problems.push(...checked.problems);
      return;
    }
    loops.push(toLoop(checked.value, at, complain));
    places.push(at);
  });
  checkTogether(loops, places, complain);
  return loops;
}

function toListen(
  file: FileShape,
  env: EnvironmentSettings,
  problems: ConfigProblem[],
  complain: Complain,
): Config["listen"] {
  const host = env.host?.value ?? file.listen.host;
  if (!isLoopback(host)) {
    const message =
      "Only this machine may reach Loopwatch (127.0.0.1, ::1 or localhost): it has no login yet, and anybody who reaches it could acknowledge alarms.";
    if (env.host === null) complain(["listen", "host"], message);
    else problems.push({ path: env.host.variable, message });
  }
  return { host, port: env.port ?? file.listen.port };
}

function toStore(file: FileShape, env: EnvironmentSettings, complain: Complain): StoreConfig {
  const { influx } = env;
  if (file.store.kind !== "influx" && influx.url === null) return { kind: file.store.kind };
  const written = file.store.url === undefined ? null : parseInfluxUrl(file.store.url);
  if (file.store.url !== undefined && written === null)
    complain(
      ["store", "url"],
      "This is not the address of an InfluxDB; write it like http://127.0.0.1:8086.",
    );
  if (written !== null && written.password !== null)
    complain(["store", "url"], "Secrets do not belong in this file; set INFLUX_PASSWORD in the environment.");
  if (file.store.url === undefined && influx.url === null)
    complain(["store", "url"], "Say where InfluxDB is, here or in INFLUX_URL.");
  return {
    kind: "influx",
    url: influx.url ?? written?.url ?? "",
    database: influx.database ?? file.store.database ?? defaultDatabase,
    username: influx.username ?? file.store.username ?? written?.username ?? null,
    password: influx.password,
    token: influx.token,
  };
}
