import type { LoopId } from "../../protocol/ids.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { AccessSettings } from "./config-access.ts";
import {
  type Environment,
  type EnvironmentSettings,
  isUrl,
  parseEnvironment,
  parseInfluxUrl,
} from "./config-env.ts";
import { checkTogether, toLoop } from "./config-loop.ts";
import { toBrokers } from "./config-mqtt.ts";
import { type NoticeSettings, toNoticeSettings } from "./config-notice.ts";
import { type GuidanceTextsShape, nobodyToTell } from "./config-notice-shape.ts";
import type { ReadText } from "./config-planned-los.ts";
import type { Complain, ConfigProblem, FilePath } from "./config-problem.ts";
import { findUntoldLeak } from "./config-routes.ts";
import { checkShape, toProblem } from "./config-sentence.ts";
import { type FileShape, fileShape, loopShape } from "./config-shape.ts";
import type { BrokerConfig } from "./mqtt-subscription.ts";
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
export interface Config extends NoticeSettings, AccessSettings {
  readonly listen: { readonly host: string; readonly port: number };
  readonly dataDir: string;
  readonly store: StoreConfig;
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
export function findUntold({ notice, loops }: Config): ConfigProblem | null {
  if (notice.people.length === 0) return { path: "mail.to", message: nobodyToTell };
  const untold = findUntoldLeak(
    notice.routes,
    loops.map(({ id }) => id),
  );
  if (untold === null) return null;
  const message = `Nobody would be told of a leak of loop ${untold.loopId} (severity ${untold.severity}); a last route with nothing but tell takes what the others leave.`;
  return { path: "routes", message };
}

/** No file of another name is read. */
const readNothing: ReadText = () => null;

const defaultDatabase = "loopwatch";

/**
 * Reads the configuration file's text and the environment. Never throws; all problems are found in one go. `readText`
 * reads the files that the configuration names for us to read (`plannedLosFile`).
 */
export function parseConfig(text: string, env: Environment, readText: ReadText = readNothing): ParsedConfig {
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
  const { loops, guidanceByLoop } = toLoops(rawLoops(source.value), source, problems, readText);
  if (file === null || !("value" in file)) return { ok: false, problems };
  const listen = toListen(file.value, environment.settings);
  const store = toStore(file.value, environment.settings, complain);
  const complainOfVariable = (path: string, message: string): void => void problems.push({ path, message });
  const mqtt = toBrokers(file.value.mqtt, env, { complain, complainOfVariable });
  const notices = toNoticeSettings(file.value, {
    env,
    smtpUrl: environment.settings.smtpUrl,
    loopIds: toLoopIds(rawLoops(source.value)),
    guidanceByLoop,
    complain,
    complainOfVariable,
  });
  const publicUrl = file.value.publicUrl?.replace(/(?<!\/)\/+$/, "") ?? null;
  if (publicUrl !== null && !isUrl(publicUrl, ["http:", "https:"]))
    complain(["publicUrl"], "This is not an address like https://loopwatch.example.org.");
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    config: {
      listen,
      tls: file.value.tls,
      proxy: file.value.proxy,
      dataDir: environment.settings.dataDir ?? file.value.dataDir,
      store,
      ...notices,
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

/** Ids also of loops that are wrong elsewhere: a route that names one is right. */
const toLoopIds = (raw: readonly unknown[]): readonly LoopId[] =>
  raw.flatMap((loop) =>
    typeof loop === "object" && loop !== null && "id" in loop && typeof loop.id === "string" ? [loop.id] : [],
  );

/** The loops, and what their owners say to do. */
interface CheckedLoops {
  readonly loops: readonly Loop[];
  readonly guidanceByLoop: ReadonlyMap<LoopId, GuidanceTextsShape>;
}

function toLoops(
  raw: readonly unknown[],
  source: YamlSource,
  problems: ConfigProblem[],
  readText: ReadText,
): CheckedLoops {
  const complain: Complain = (path, message) => problems.push(toProblem(path, message, source));
  const loops: Loop[] = [];
  const places: FilePath[] = [];
  const guidanceByLoop = new Map<LoopId, GuidanceTextsShape>();
  raw.forEach((value, i) => {
    const at = ["loops", i];
    const checked = checkShape(loopShape, value, at, source);
    if ("problems" in checked) {
      problems.push(...checked.problems);
      return;
    }
    const loop = toLoop(checked.value, at, complain, readText);
    loops.push(loop);
    places.push(at);
    if (checked.value.guidance !== undefined) guidanceByLoop.set(loop.id, checked.value.guidance);
  });
  checkTogether(loops, places, complain);
  return { loops, guidanceByLoop };
}

function toListen(file: FileShape, env: EnvironmentSettings): Config["listen"] {
  return { host: env.host ?? file.listen.host, port: env.port ?? file.listen.port };
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
