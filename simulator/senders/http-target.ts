import type { Precision } from "./line-protocol.ts";

/** A write endpoint of InfluxDB's kind: Loopwatch itself, InfluxDB, Telegraf, or anything else that takes line protocol. */
export interface HttpTarget {
  readonly kind: "http";
  /** Scheme, host and port: where a Loopwatch also has its page and its calls. */
  readonly origin: string;
  /** Full address of the endpoint with its parameters, without credentials. */
  readonly writeUrl: string;
  /** Value of the `Authorization` header; `null` without credentials. */
  readonly authorization: string | null;
  readonly precision: Precision;
  /** False when the address names an endpoint: then the other side need not be a Loopwatch. */
  readonly isLoopwatch: boolean;
}

/** An address that was understood, or a sentence that says why not. */
export type Understood<T> =
  | { readonly kind: "understood"; readonly value: T }
  | { readonly kind: "wrong"; readonly reason: string };

/** Where telemetry goes when the address does not say: Loopwatch takes any name, InfluxDB needs one. */
const usualDatabase = "loopwatch";

/** InfluxDB's names for precisions that keep milliseconds; coarser ones would merge readings. */
const precisionByName: ReadonlyMap<string, Precision> = new Map([
  ["ms", "ms"],
  ["u", "us"],
  ["us", "us"],
  ["n", "ns"],
  ["ns", "ns"],
]);

/**
 * Reads an address such as `http://127.0.0.1:8420`, `http://host:8086/write?db=plant` or
 * `https://host/api/v2/write?org=o&bucket=b`. What is left out is filled in: path `/write`, database `loopwatch`,
 * precision `ms`. A token goes before a user and password in the address.
 */
export function parseHttpTarget(text: string, token: string | null): Understood<HttpTarget> {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    return wrong("Write an address such as http://127.0.0.1:8420.");
  }
  const url = new URL(text);
  const isLoopwatch = url.pathname === "/" && url.search === "";
  if (!url.pathname.endsWith("/write")) url.pathname = `${url.pathname.replace(/(?<!\/)\/+$/, "")}/write`;
  const { searchParams: parameters } = url;
  const isV2 = url.pathname.endsWith("/api/v2/write");
  if (isV2 && !parameters.has("bucket")) parameters.set("bucket", usualDatabase);
  if (!isV2 && !parameters.has("db")) parameters.set("db", usualDatabase);
  if (!parameters.has("precision")) parameters.set("precision", "ms");
  const precision = precisionByName.get(parameters.get("precision") ?? "");
  if (precision === undefined) {
    return wrong("Telemetry is stamped in milliseconds: leave the precision out, or write ms, us or ns.");
  }
  // InfluxDB 1.x takes "us" for a word it does not know and reads nanoseconds; 2.x does not know "u".
  parameters.set("precision", isV2 || precision === "ms" ? precision : precision.slice(0, 1));
  const credentials = readCredentials(url);
  if (credentials === null) return wrong("The user or password in the address is not percent-encoded.");
  const authorization = token !== null ? `Token ${token}` : credentials === "" ? null : toBasic(credentials);
  url.username = "";
  url.password = "";
  url.hash = "";
  const value = { kind: "http", origin: url.origin, writeUrl: url.href } as const;
  return { kind: "understood", value: { ...value, authorization, precision, isLoopwatch } };
}

/** `user:password` of an address, empty when it has none, `null` when it cannot be decoded. */
function readCredentials({ username, password }: URL): string | null {
  if (username === "" && password === "") return "";
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

const toBasic = (credentials: string): string =>
  `Basic ${Buffer.from(credentials, "utf8").toString("base64")}`;

const wrong = (reason: string) => ({ kind: "wrong", reason }) as const;
