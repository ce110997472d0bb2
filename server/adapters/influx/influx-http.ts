import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { StoreError } from "../../app/ports.ts";

/** Where InfluxDB is and how to speak to it. Secrets never get into messages: `label` is for people. */
export interface InfluxEndpoint {
  /** Base address without user, query and trailing slash; may have a path. */
  readonly base: URL;
  /** `http://host:port/path`. */
  readonly label: string;
  /** Value of the Authorization header; `null`: none is sent. */
  readonly authorization: string | null;
  readonly agent: HttpAgent | HttpsAgent;
}

/** An answer that has arrived whole. */
export interface InfluxAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Connections kept open for writes: one in use, one for a ping beside it. */
const keptSockets = 2;

/** More of an error body than this is not worth reading. */
const longestBody = 64 * 1024;

/** Reads the address; user and password in it count unless they are given apart. Throws `StoreError`. */
export function createInfluxEndpoint(access: {
  readonly url: string;
  readonly username?: string | null;
  readonly password?: string | null;
  readonly token?: string | null;
}): InfluxEndpoint {
  if (!URL.canParse(access.url)) throw notAnAddress();
  const given = new URL(access.url);
  if (given.protocol !== "http:" && given.protocol !== "https:") throw notAnAddress();
  const path = given.pathname.replace(/(?<!\/)\/+$/, "");
  const base = new URL(`${given.protocol}//${given.host}${path}`);
  const options = { keepAlive: true, maxSockets: keptSockets };
  return {
    base,
    label: `${given.protocol}//${given.host}${path}`,
    authorization: toAuthorization(access, given),
    agent: base.protocol === "https:" ? new HttpsAgent(options) : new HttpAgent(options),
  };
}

// The text itself stays out of the sentence: it may hold a password.
const notAnAddress = (): StoreError =>
  new StoreError(
    "INFLUX_URL is not an address such as http://127.0.0.1:8086. Correct it, or unset it.",
    false,
  );

function toAuthorization(
  access: {
    readonly username?: string | null;
    readonly password?: string | null;
    readonly token?: string | null;
  },
  url: URL,
): string | null {
  if (access.token) return `Token ${access.token}`;
  const username = access.username || decodeURIComponent(url.username);
  if (username === "") return null;
  const password = access.password ?? decodeURIComponent(url.password);
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/**
 * One request, its whole answer within the caller's signal. Rejects with what Node says; `withinLimit` turns
 * that into the port's words.
 */
export function ask(
  endpoint: InfluxEndpoint,
  question: {
    readonly method: "GET" | "POST";
    /** With its query, e.g. `/write?db=x`. */
    readonly path: string;
    readonly body?: Buffer;
    readonly signal: AbortSignal;
  },
): Promise<InfluxAnswer> {
  const { base, agent, authorization } = endpoint;
  const { method, path, body, signal } = question;
  const request = base.protocol === "https:" ? httpsRequest : httpRequest;
  const headers: Record<string, string | number> = { "content-length": body?.length ?? 0 };
  if (authorization !== null) headers["authorization"] = authorization;
  if (body !== undefined) headers["content-type"] = "text/plain; charset=utf-8";
  const prefix = base.pathname === "/" ? "" : base.pathname;
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        protocol: base.protocol,
        hostname: base.hostname.replace(/^\[|\]$/g, ""),
        port: base.port,
        path: prefix + path,
        method,
        headers,
        agent,
        signal,
        // InfluxDB repeats its error, and with it bytes of the bad line, in a header: read strictly, the whole answer
        // would count as broken and the write would be sent again for ever.
        insecureHTTPParser: true,
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (part: string) => {
          if (text.length < longestBody) text += part;
        });
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}
