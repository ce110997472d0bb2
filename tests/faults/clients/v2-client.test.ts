import { HttpError, InfluxDB, Point, setLogger, type WriteApi } from "@influxdata/influxdb-client";
import { describe, expect, test } from "vitest";
import { influxdMissing, influxdPath } from "../../support/influxd.ts";
import { type ClientHouse, openClientHouse } from "../rig/client-house.ts";

/** The write API as its documentation shows it; it tries nothing again by itself, so that a test hears of each failure. */
const toWriteApi = (house: ClientHouse): WriteApi =>
  new InfluxDB({ url: house.url, token: "a-token==" }).getWriteApi("my org", "plant/autogen", "ns", {
    maxRetries: 0,
    batchSize: 5000,
    flushInterval: 0,
  });

/** It would print what a test makes it meet. */
setLogger({ error: () => undefined, warn: () => undefined });

const firstNs = 1_671_064_860_000_000_000n;

describe.skipIf(influxdPath === null)(`@influxdata/influxdb-client (${influxdMissing})`, () => {
  test("writes small and packed bodies with times in nanoseconds", async () => {
    const house = await openClientHouse();
    const api = toWriteApi(house);
    const points = Array.from({ length: 1000 }, (_, n) =>
      new Point("v2")
        .tag("loop", "rack 7")
        .floatField("value", n)
        .intField("count", n)
        .stringField("unsigned", 'say "u", and \\')
        .booleanField("on", true)
        .timestamp(String(firstNs + BigInt(n) * 1_000_000n)),
    );
    api.writePoints(points.slice(0, 1));
    await api.flush();
    api.writePoints(points);
    await api.close();
    const [row] = await house.rows("SELECT count(value), sum(count), last(value) FROM v2");
    expect(row?.slice(1)).toEqual([1000, 499_500, 999]);
    const [first] = await house.rows("SELECT first(value) FROM v2");
    expect(first).toEqual([Number(firstNs / 1_000_000n), 0]);
  });

  test("hears what was bad: a code, a message and the line", async () => {
    const house = await openClientHouse();
    const api = toWriteApi(house);
    api.writeRecords(["v2 value=1 1", "v2 value=one 2"]);
    const failure: unknown = await api.flush().then(
      () => null,
      (cause: unknown) => cause,
    );
    expect(failure).toBeInstanceOf(HttpError);
    expect(failure).toMatchObject({
      statusCode: 400,
      code: "invalid",
      json: { code: "invalid", message: expect.stringContaining("Line 2"), line: 2 },
    });
    await api.close();
  });
});
