import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { hours, minutes, seconds } from "../../protocol/time.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";
import { createLoopwatch } from "../../server/compose.ts";
import { createSimulation } from "../../simulator/story/simulation.ts";
import { configOf } from "../boundary/config-cases.ts";
import { linesUntil, scenarioNamed } from "../support/example.ts";
import { influxdMissing, influxdPath, startInfluxdForTest } from "../support/influxd.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { createTempDir } from "../support/temp-dir.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

interface Panel {
  readonly title: string;
  readonly datasource: { readonly uid: string };
  readonly targets: readonly { readonly query: string; readonly datasource: { readonly uid: string } }[];
}
const dashboard: {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly query: string }[] };
} = JSON.parse(read("deploy/grafana/dashboards/loopwatch.json"));
const queries = dashboard.panels.flatMap(({ title, targets }) =>
  targets.map(({ query }) => ({ title, query })),
);

test("every panel asks the source that is provisioned", () => {
  const uid = /uid: (\S+)/.exec(read("deploy/grafana/provisioning/datasources/loopwatch.yaml"))?.[1];
  const asked = dashboard.panels.flatMap(({ datasource, targets }) => [
    datasource.uid,
    ...targets.map((target) => target.datasource.uid),
  ]);
  expect(new Set(asked)).toEqual(new Set([uid]));
});

describe.skipIf(influxdPath === null)(
  `after a leak, the dashboard on a real InfluxDB (${influxdMissing})`,
  () => {
    let ask: (query: string) => Promise<readonly { readonly values: readonly unknown[] }[]>;
    const nowMs = Date.now();

    beforeAll(async () => {
      const dir = createTempDir();
      const influxd = await startInfluxdForTest(join(dir, "influxdb"));
      const text = `${read("loopwatch.example.yaml")}`
        .replace("kind: auto", "kind: influx")
        .replace("port: 8420", "port: 0");
      const config = configOf(text, { INFLUX_URL: influxd.url, LOOPWATCH_DATA: join(dir, "data") });
      const server = await createLoopwatch(config, {
        ...{ version: "test", clientDir: null, searchPath: undefined },
        ...{ clock: createSystemClock(), log: createMemoryLog() },
      });
      const scenario = scenarioNamed("S01");
      const preludeMs = hours(3);
      const startMs = nowMs - preludeMs - minutes(6);
      const simulation = createSimulation({
        ...{ loopId: "ms-22", seed: 1, scenario, startMs, preludeMs, eventDelayMs: seconds(20) },
      });
      for (let atMs = startMs; atMs < nowMs; ) {
        atMs = Math.min(nowMs, atMs + minutes(15));
        const body = linesUntil(simulation, atMs);
        const answer = await fetch(`${server.url}/write?precision=ms`, { method: "POST", body });
        expect(answer.status).toBe(204);
      }
      expect(server.monitor.desk.ask("counts").unacknowledged).toBeGreaterThan(0);
      // Stopped, everything is decided and handed on; what still waits for the store goes in while it stops.
      await server.monitor.stored();
      ask = async (query) => {
        const url = `${influxd.url}/query?db=loopwatch&epoch=ms&q=${encodeURIComponent(query)}`;
        const answer = (await (await fetch(url)).json()) as {
          readonly results: readonly {
            readonly error?: string;
            readonly series?: readonly { readonly values: readonly unknown[] }[];
          }[];
        };
        expect(answer.results[0]?.error).toBeUndefined();
        return answer.results[0]?.series ?? [];
      };
      return async () => {
        await server.stop();
        await influxd.stop();
      };
    });

    /** As Grafana fills in its own words. */
    const filled = (query: string): string =>
      query
        .replaceAll("$timeFilter", `time >= ${nowMs - hours(4)}ms AND time <= ${nowMs + minutes(1)}ms`)
        .replaceAll("$__interval", "1m")
        .replaceAll("$loop", ".*");

    test.each(queries)("$title has rows: $query", async ({ query }) => {
      const series = await ask(filled(query));
      expect(series.flatMap(({ values }) => values).length).toBeGreaterThan(0);
    });

    test("a loop that is not there has none", async () => {
      for (const { query } of queries)
        expect(await ask(filled(query.replaceAll("$loop", "none")))).toEqual([]);
    });

    test("its choice of loops lists the loop", async () => {
      const [loops] = await ask(dashboard.templating.list[0]?.query ?? "");
      expect(loops?.values).toContainEqual(["loop", "ms-22"]);
    });
  },
);
