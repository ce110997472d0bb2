import { describe, expect, test } from "vitest";
import {
  historyStatement,
  identifier,
  influxQl,
  newestStatement,
} from "../../server/adapters/influx/influxql.ts";

describe("InfluxQL", () => {
  test.each<[string, string, string]>([
    ["a plain text", "ms-22", "'ms-22'"],
    ["a text with both quotes", `it's "x"`, `'it\\'s "x"'`],
    ["a text that ends in a backslash", "a\\", "'a\\\\'"],
    ["a text with a line feed", "a\nb", "'a\\nb'"],
    ["a text that tries to end its quotes", "\\' OR 1=1", "'\\\\\\' OR 1=1'"],
  ])("%s is quoted", (_, text, expected) => {
    expect(influxQl`${text}`.influxQl).toBe(expected);
  });

  test("names are quoted as names, numbers and pieces go in as they are", () => {
    const piece = influxQl`${identifier('a"b\\')} = ${5}`;
    expect(influxQl`SELECT ${piece} FROM x`.influxQl).toBe('SELECT "a\\"b\\\\" = 5 FROM x');
  });

  test("a question for history names field, tags, span and bucket", () => {
    const ref = { measurement: "coolant_loop", tags: { loop: "ms-22", rack: "1" }, field: "flow_lpm" };
    expect(historyStatement(ref, { fromMs: 1, toMs: 20, bucketMs: 5 }).influxQl).toBe(
      'SELECT min("flow_lpm"::field), max("flow_lpm"::field) FROM "coolant_loop" ' +
        `WHERE time >= 1ms AND time < 20ms AND "loop"::tag = 'ms-22' AND "rack"::tag = '1' ` +
        "GROUP BY time(5ms) fill(none)",
    );
  });

  test("a series without tags is the whole measurement", () => {
    expect(newestStatement({ measurement: "m", tags: {}, field: "v" }).influxQl).toBe(
      'SELECT last("v"::field) FROM "m" WHERE time >= -9223372036854775806',
    );
  });
});
