import type { Channel, Loop } from "../domain/loop/loop.ts";
import type { AccessSettings } from "./config-access.ts";
import {
  type Environment,
  type EnvironmentSettings,
  isUrl,
  parseEnvironment,
  parseInfluxUrl,
} from "./config-env.ts";
import { rawLoops, toIds, toLoops } from "./config-loops.ts";
import { toBrokers } from "./config-mqtt.ts";
import { type NoticeSettings, type NoticeSurroundings, toNoticeSettings } from "./config-notice.ts";
import { nobodyToTell } from "./config-notice-shape.ts";
import type { ReadText } from "./config-planned-los.ts";
import type { Complain, ConfigProblem } from "./config-problem.ts";
import { findUntoldLeak } from "./config-routes.ts";
import { checkShape, toProblem } from "./config-sentence.ts";
import { toWatchedSeries } from "./config-series.ts";
import { type FileShape, fileShape } from "./config-shape.ts";
import { complainOfSound, toSoundPart } from "./config-sound.ts";
import type { BrokerConfig } from "./mqtt-subscription.ts";
import { parseYaml } from "./yaml-source.ts";

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
  /** The same for rollups of a minute, alarms and operations. */
  readonly rollupDays: number | null;
  /** Most telemetry that may wait on disk for the store. */
  readonly spoolBytes: number;
  /** Address that mails link to, without a trailing slash; `null`: the address we listen on. */
  readonly publicUrl: string | null;
  /** Brokers from which telemetry is taken, beside what is written to us. */
  readonly mqtt: readonly BrokerConfig[];
  readonly loops: readonly Loop[];
  /** Series that belong to no loop and carry plain limits. */
  readonly series: readonly Channel[];
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
  if ("problems" in yaml) return { ok: false, problems: [...environment.problems, ...yaml.problems] };
  const { source } = yaml;
  const problems: ConfigProblem[] = [...environment.problems];
  const complain: Complain = (path, message) => problems.push(toProblem(path, message, source));
  if (source.value === null)
    complain([], "The file is empty; loopwatch.example.yaml shows what belongs in it.");
  const file = source.value === null ? null : checkShape(fileShape, source.value, [], source);
  if (file !== null && "problems" in file) problems.push(...file.problems);
  const { loops, guidanceByLoop } = toLoops(rawLoops(source.value), source, problems, readText);
  const sound = file !== null && "problems" in file ? toSoundPart(fileShape, source.value) : null;
  const whole = file !== null && "value" in file ? file.value : (sound?.value ?? null);
  if (whole === null) return { ok: false, problems: inOrder(problems) };
  const around = {
    ...{ env, loops, guidanceByLoop },
    settings: environment.settings,
    loopIds: [...toIds(rawLoops(source.value)), ...whole.series.map(({ id }) => id)],
    complain: sound === null ? complain : complainOfSound(sound, source.value, complain),
    complainOfVariable: (path: string, message: string): void => {
      // A part that was left out may be the one that a variable is for.
      if (sound === null || ["mqtt", "webhooks"].every((part) => !sound.isTouched([part])))
        problems.push({ path, message });
    },
  };
  const config = toConfig(whole, around);
  return problems.length > 0 ? { ok: false, problems: inOrder(problems) } : { ok: true, config };
}

/** Variables first, then the file from its beginning to its end. */
const inOrder = (problems: readonly ConfigProblem[]): readonly ConfigProblem[] =>
  problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));

/** What is known beside the file's own sections. */
interface Around extends Omit<NoticeSurroundings, "smtpUrl"> {
  readonly settings: EnvironmentSettings;
  readonly loops: readonly Loop[];
}

/** The file with its defaults and the environment; what does not fit together is complained about. */
function toConfig(file: FileShape, around: Around): Config {
  const { settings, complain } = around;
  const listen = toListen(file, settings);
  const store = toStore(file, settings, complain);
  const mqtt = toBrokers(file.mqtt, around.env, around);
  const notices = toNoticeSettings(file, { ...around, smtpUrl: settings.smtpUrl });
  const publicUrl = file.publicUrl?.replace(/(?<!\/)\/+$/, "") ?? null;
  if (publicUrl !== null && !isUrl(publicUrl, ["http:", "https:"]))
    complain(["publicUrl"], "This is not an address like https://loopwatch.example.org.");
  return {
    listen,
    tls: file.tls,
    proxy: file.proxy,
    dataDir: settings.dataDir ?? file.dataDir,
    store,
    ...notices,
    retentionDays: file.retentionDays,
    rollupDays: file.rollupDays,
    spoolBytes: file.spoolMb * 1_000_000,
    publicUrl,
    mqtt,
    loops: around.loops,
    series: toWatchedSeries(file.series, around.loops, complain),
  };
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
