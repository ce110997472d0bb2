import type { ConfigProblem } from "./config-problem.ts";

/** The environment as a process has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says; `null` where it says nothing. It wins over the file. */
export interface EnvironmentSettings {
  readonly host: string | null;
  readonly port: number | null;
  readonly dataDir: string | null;
  readonly influx: InfluxSettings;
  readonly smtpUrl: string | null;
}

/** InfluxDB's part of the environment; `url` without credentials, which move to `username` and `password`. */
export interface InfluxSettings {
  readonly url: string | null;
  readonly database: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly token: string | null;
}

/** Reads the environment. Problems name the variable, never its value: it may hold a password. */
export function parseEnvironment(env: Environment): {
  readonly settings: EnvironmentSettings;
  readonly problems: readonly ConfigProblem[];
} {
  const problems: ConfigProblem[] = [];
  const complain = (path: string, message: string): null => {
    problems.push({ path, message });
    return null;
  };
  const [portVariable, port] = firstOf(env, ["LOOPWATCH_PORT", "PORT"]);
  const influxUrl = firstOf(env, ["INFLUX_URL"])[1];
  const smtpUrl = firstOf(env, ["SMTP_URL"])[1];
  const influx = influxUrl === null ? null : parseInfluxUrl(influxUrl);
  if (influxUrl !== null && influx === null)
    complain("INFLUX_URL", "This is not the address of an InfluxDB; write it like http://127.0.0.1:8086.");
  const settings: EnvironmentSettings = {
    host: firstOf(env, ["LOOPWATCH_HOST", "HOST"])[1],
    port:
      port === null
        ? null
        : (parsePort(port) ?? complain(portVariable, "This must be a port number from 0 to 65535.")),
    dataDir: firstOf(env, ["LOOPWATCH_DATA"])[1],
    influx: {
      url: influx?.url ?? null,
      database: firstOf(env, ["INFLUX_DATABASE"])[1],
      username: firstOf(env, ["INFLUX_USERNAME"])[1] ?? influx?.username ?? null,
      password: firstOf(env, ["INFLUX_PASSWORD"])[1] ?? influx?.password ?? null,
      token: firstOf(env, ["INFLUX_TOKEN"])[1],
    },
    smtpUrl:
      smtpUrl === null || isUrl(smtpUrl, ["smtp:", "smtps:"])
        ? smtpUrl
        : complain(
            "SMTP_URL",
            "This is not the address of a mail server; write it like smtp://user:password@mail.example.org:587.",
          ),
  };
  return { settings, problems };
}

/** The first of the variables that is set to something, and its name (the last name when none is). */
function firstOf(env: Environment, variables: readonly string[]): readonly [string, string | null] {
  let name = "";
  for (const variable of variables) {
    name = variable;
    const value = env[variable]?.trim();
    if (value !== undefined && value !== "") return [variable, value];
  }
  return [name, null];
}

function parsePort(text: string): number | null {
  return /^[0-9]{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : null;
}

/** True for a URL with a host and one of the protocols (`http:` …). `localhost:8086` is none: its protocol is "localhost:". */
export function isUrl(text: string, protocols: readonly string[]): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return protocols.includes(url.protocol) && url.hostname !== "";
}

/** Takes an InfluxDB address apart: the address alone, without a trailing slash, and its credentials. `null`: not one. */
export function parseInfluxUrl(
  text: string,
): (Pick<InfluxSettings, "username" | "password"> & { readonly url: string }) | null {
  if (!isUrl(text, ["http:", "https:"])) return null;
  const url = new URL(text);
  const username = decode(url.username);
  const password = decode(url.password);
  if (username === null || password === null) return null;
  return {
    url: `${url.origin}${url.pathname}`.replace(/(?<!\/)\/+$/, ""),
    username: username === "" ? null : username,
    password: password === "" ? null : password,
  };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign: the caller calls the whole address malformed.
    return null;
  }
}
