import type { DurationMs, EpochMs } from "../../../protocol/time.ts";
import {
  mostTexts,
  type Precision,
  StoreError,
  type TelemetryStore,
  type TextPoint,
} from "../../app/ports.ts";
import { createBucketGrid } from "../bucket-grid.ts";
import { countPoints } from "./influx-count.ts";
import { fromAnswer, InfluxStatusError, withinLimit } from "./influx-failure.ts";
import { ask, createInfluxEndpoint } from "./influx-http.ts";
import { createInfluxQueries, type InfluxTable, tablesOf } from "./influx-queries.ts";
import { createInfluxWrites, isDatabaseMissing } from "./influx-writes.ts";
import { historyStatement, identifier, influxQl, newestStatement, valuesStatement } from "./influxql.ts";

/** How to reach InfluxDB. User and password may also stand in the URL; a token goes before both. */
export interface InfluxAccess {
  readonly url: string;
  readonly database: string;
  readonly username?: string | null;
  readonly password?: string | null;
  readonly token?: string | null;
  /** Longest wait for one request, milliseconds. */
  readonly limitMs?: DurationMs;
}

/** A write of a megabyte or a day of history takes well under a second; slower than this is as good as down. */
const defaultLimitMs: DurationMs = 10_000;

/** Deleting rewrites files: it may take this many times longer than any other call. */
const dropPatience = 12;

/**
 * Telemetry in InfluxDB 1.x, or behind the 1.x endpoints of a later one. Throws `StoreError` at once for an
 * address that is none; whether a server answers there is what `ping` finds out.
 */
export function createInfluxStore(access: InfluxAccess): TelemetryStore {
  const limitMs = access.limitMs ?? defaultLimitMs;
  const { database } = access;
  const endpoint = createInfluxEndpoint(access);
  const { label } = endpoint;
  const queries = createInfluxQueries(endpoint, { database, limitMs });
  const writes = createInfluxWrites(endpoint, { database, limitMs });
  let version = "";
  let isPrepared = false;

  /** Creates the database where it is missing. Rejects when the server is down or refuses user and password. */
  const prepare = async (): Promise<void> => {
    if (isPrepared) return;
    try {
      const names = await queries.databaseNames();
      if (!names.includes(database)) await queries.createDatabase();
    } catch (error) {
      const isWrongUser = error instanceof InfluxStatusError && error.status === 401;
      if (!(error instanceof StoreError) || error.retryable || isWrongUser) throw error;
      // Not permitted, or not known to a later version: the write that follows says whether it matters.
    }
    isPrepared = true;
  };

  const writePrepared = async (lines: Buffer, precision: Precision): Promise<string | null> => {
    await prepare();
    return writes.write(lines, precision);
  };

  return {
    get name() {
      return `InfluxDB${version === "" ? "" : ` ${version}`} at ${label}`;
    },
    async write(lines, precision) {
      try {
        return { refused: await writePrepared(lines, precision) };
      } catch (error) {
        if (!isDatabaseMissing(error)) throw error;
      }
      // Emptied while we were running, or nobody may create it.
      isPrepared = false;
      try {
        return { refused: await writePrepared(lines, precision) };
      } catch (error) {
        if (!isDatabaseMissing(error)) throw error;
        throw new StoreError(
          `InfluxDB at ${label} has no database ${JSON.stringify(database)} and does not let Loopwatch create it. Create it, or change INFLUX_DATABASE.`,
          false,
          error,
        );
      }
    },
    async history({ series, fromMs, toMs, bucketMs, withSums = false }) {
      const grid = createBucketGrid(series.length, { fromMs, toMs, bucketMs, withSums });
      const span = { fromMs: Math.round(fromMs), toMs: Math.round(toMs), bucketMs: Math.round(bucketMs) };
      const results = await queries.ask(series.map((ref) => historyStatement(ref, span, withSums)));
      results.forEach((result, index) => {
        // Text has no minimum: the series stays empty, like one that is not there.
        if (result.error?.startsWith("unsupported")) return;
        for (const [atMs, min, max, sum, count] of rowsOf(tablesOf(label, result))) {
          if (typeof atMs === "number" && typeof min === "number" && typeof max === "number")
            grid.add(index, grid.indexAt(atMs), { min, max, sum, count });
        }
      });
      return grid.columns;
    },
    async newestMs(series) {
      let newest: EpochMs | null = null;
      for (const result of await queries.ask(series.map(newestStatement))) {
        for (const [atMs] of rowsOf(tablesOf(label, result)))
          if (typeof atMs === "number" && (newest === null || atMs > newest)) newest = atMs;
      }
      return newest;
    },
    async texts(series, fromMs) {
      const [result] = await queries.ask([valuesStatement(series, Math.round(fromMs), mostTexts)]);
      const texts: TextPoint[] = [];
      for (const [atMs, text] of rowsOf(tablesOf(label, result)))
        if (typeof atMs === "number" && typeof text === "string") texts.push({ atMs, text });
      return texts.reverse();
    },
    count: (measurement) => countPoints(label, queries, measurement),
    async dropBefore(ms, keep = []) {
      const old = influxQl`time < ${Math.round(ms)}ms`;
      const [present] = keep.length === 0 ? [] : await queries.ask([influxQl`SHOW MEASUREMENTS`]);
      const names = rowsOf(tablesOf(label, present)).map(([name]) => String(name));
      const statements =
        keep.length === 0
          ? [influxQl`DELETE WHERE ${old}`]
          : names
              .filter((name) => !keep.includes(name))
              .map((name) => influxQl`DELETE FROM ${identifier(name)} WHERE ${old}`);
      // One by one: each has the whole time for itself.
      for (const statement of statements) {
        const [result] = await queries.ask([statement], limitMs * dropPatience);
        tablesOf(label, result);
      }
    },
    async ping() {
      const answer = await withinLimit({ label, limitMs }, (signal) =>
        ask(endpoint, { method: "GET", path: "/ping", signal }),
      );
      if (answer.status < 200 || answer.status >= 300) throw fromAnswer(label, answer);
      const told = answer.headers["x-influxdb-version"];
      if (typeof told === "string") version = told.replace(/^v/, "").replace(/~.*$/, "");
      // InfluxDB 1.x answers a ping to anyone: only a question finds out that the password is wrong.
      await prepare();
    },
    async close() {
      endpoint.agent.destroy();
    },
  };
}

const rowsOf = (tables: readonly InfluxTable[]): readonly (readonly unknown[])[] =>
  tables.flatMap(({ rows }) => rows);
