import { FieldType, InfluxDB } from "influx";
import { describe, expect, test } from "vitest";
import { influxdMissing, influxdPath } from "../../support/influxd.ts";
import { openClientHouse } from "../rig/client-house.ts";

const firstMs = 1_671_064_860_000;

describe.skipIf(influxdPath === null)(`the npm client influx (${influxdMissing})`, () => {
  test("finds or creates its database as its documentation shows, and writes points", async () => {
    const house = await openClientHouse();
    const client = new InfluxDB({
      host: house.host,
      port: house.port,
      database: "plant",
      username: "me",
      password: "secret",
      schema: [
        {
          measurement: "npm",
          fields: {
            value: FieldType.FLOAT,
            count: FieldType.INTEGER,
            on: FieldType.BOOLEAN,
            text: FieldType.STRING,
          },
          tags: ["loop"],
        },
      ],
    });
    expect(await client.ping(5000)).toMatchObject([{ online: true }]);
    const names = await client.getDatabaseNames();
    if (!names.includes("plant")) await client.createDatabase("plant");
    await client.writePoints(
      Array.from({ length: 500 }, (_, n) => ({
        measurement: "npm",
        tags: { loop: "rack 7, left" },
        fields: { value: n + 0.5, count: n, on: n % 2 === 0, text: `say "${n}"` },
        timestamp: new Date(firstMs + n * 1000),
      })),
    );
    const rows = await house.rows('SELECT value, count, "on", text, "loop" FROM npm');
    expect(rows).toHaveLength(500);
    expect(rows[3]).toEqual([firstMs + 3000, 3.5, 3, false, 'say "3"', "rack 7, left"]);
  });

  test("hears about a point that is refused", async () => {
    const house = await openClientHouse();
    const client = new InfluxDB({ host: house.host, port: house.port, database: "plant" });
    const writing = client.writePoints([{ measurement: "npm", fields: { value: Number.NaN } }]);
    await expect(writing).rejects.toThrow("not a finite number");
  });
});
