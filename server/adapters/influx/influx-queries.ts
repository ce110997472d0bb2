import { InfluxDB } from "influx";
import type { DurationMs } from "../../../protocol/time.ts";
import { StoreError } from "../../app/ports.ts";
import { withinLimit } from "./influx-failure.ts";
import type { InfluxEndpoint } from "./influx-http.ts";
import type { InfluxQl } from "./influxql.ts";

/** One table of an answer: columns by name, rows of values; times in epoch milliseconds. */
export interface InfluxTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Answer to one statement; `error` is InfluxDB's own sentence. */
export interface InfluxResult {
  readonly error: string | null;
  readonly tables: readonly InfluxTable[];
}

/** The client library with a time limit on every call. Rejects with `StoreError` only. */
export interface InfluxQueries {
  /** One result a statement, in order. Statements that fail do not take the others with them. */
  ask(statements: readonly InfluxQl[], limitMs?: DurationMs): Promise<readonly InfluxResult[]>;
  databaseNames(): Promise<readonly string[]>;
  createDatabase(): Promise<void>;
}

/** Statements in one request: an answer stays small enough to be read in a blink. */
const statementsPerRequest = 50;

/** The store has its own backoff and retries; the library's would keep a recovered server closed for seconds. */
const noBackoff = { getDelay: () => 0, next: () => noBackoff, reset: () => noBackoff };

/** Queries against one database. `limitMs` bounds each request. */
export function createInfluxQueries(
  endpoint: InfluxEndpoint,
  { database, limitMs }: { readonly database: string; readonly limitMs: DurationMs },
): InfluxQueries {
  const { base, agent, authorization, label } = endpoint;
  const isTls = base.protocol === "https:";
  const influx = new InfluxDB({
    host: base.hostname,
    // The library would take a missing port for port 0.
    port: Number(base.port || (isTls ? 443 : 80)),
    protocol: isTls ? "https" : "http",
    path: base.pathname === "/" ? "" : base.pathname,
    options: { agent, headers: authorization === null ? {} : { Authorization: authorization } },
    database,
    // Null, which its types do not know, keeps the library from sending root:root over our own header.
    username: null as unknown as string,
    pool: { backoff: noBackoff, maxRetries: 0, requestTimeout: limitMs },
  });

  const request = (statements: readonly InfluxQl[], limit: DurationMs): Promise<readonly InfluxResult[]> =>
    withinLimit({ label, limitMs: limit }, async (signal) => {
      const text = statements.map((statement) => statement.influxQl).join(";\n");
      const raw: unknown = await influx.queryRaw(text, { precision: "ms", method: "POST", database, signal });
      return fromRaw(raw, statements.length);
    });

  return {
    async ask(statements, limit = limitMs) {
      const results: InfluxResult[] = [];
      for (let from = 0; from < statements.length; from += statementsPerRequest) {
        const some = statements.slice(from, from + statementsPerRequest);
        const answers = await request(some, limit);
        // InfluxDB does not execute what stands behind a statement that failed: ask them one by one.
        const isCut = some.length > 1 && answers.some(({ error }) => error !== null);
        if (!isCut) results.push(...answers);
        else for (const one of some) results.push(...(await request([one], limit)));
      }
      return results;
    },
    databaseNames: () => withinLimit({ label, limitMs }, () => influx.getDatabaseNames()),
    createDatabase: () => withinLimit({ label, limitMs }, () => influx.createDatabase(database)),
  };
}

/** The result as tables; a failed statement becomes a `StoreError`. A missing database holds nothing. */
export function tablesOf(label: string, result: InfluxResult | undefined): readonly InfluxTable[] {
  if (result === undefined || result.error?.startsWith("database not found")) return [];
  if (result.error !== null) throw new StoreError(`InfluxDB at ${label}: ${result.error}.`, false);
  return result.tables;
}

function fromRaw(raw: unknown, statements: number): readonly InfluxResult[] {
  const results = listIn(raw, "results").map(fromResult);
  // A server that speaks the protocol only in part must not pass for one that holds nothing.
  if (results.length < statements && !results.some(({ error }) => error !== null))
    throw new StoreError("The server's answer to a query is not InfluxDB's.", false);
  return results;
}

function fromResult(result: unknown): InfluxResult {
  const error = memberOf(result, "error");
  const tables = listIn(result, "series").map((series) => ({
    columns: listIn(series, "columns").map(String),
    rows: listIn(series, "values").filter((row): row is unknown[] => Array.isArray(row)),
  }));
  return { error: typeof error === "string" ? error : null, tables };
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const list = memberOf(value, name);
  return Array.isArray(list) ? list : [];
}
