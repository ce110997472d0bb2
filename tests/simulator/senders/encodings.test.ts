import { describe, expect, test } from "vitest";
import { countOperations, csvHeader, toCsvRows } from "../../../simulator/senders/csv.ts";
import { toLines } from "../../../simulator/senders/line-protocol.ts";
import { toMqttLineMessages, toMqttMessages } from "../../../simulator/senders/mqtt-messages.ts";
import { toNumberText } from "../../../simulator/senders/number-text.ts";
import { channels, frameOf, operationOf } from "./arrivals.ts";

const nan = Number.NaN;

describe("a number", () => {
  test.each([
    [304, "304"],
    [0.1 + 0.2, "0.3"],
    [-0, "0"],
    [1e-7, "0"],
    [1e-6, "0.000001"],
    [2 / 3, "0.666667"],
    [-12.3456789, "-12.345679"],
    [5131, "5131"],
    [3_600_000_000, "3600000000"],
  ])("%d is written as %s", (value, text) => {
    expect(toNumberText(value)).toBe(text);
  });
});

describe("line protocol", () => {
  test("is one wide point a source time, in milliseconds", () => {
    expect(toLines("ms-22", channels, [frameOf(1000, [304.25, 6])])).toBe(
      "coolant_loop,loop=ms-22 pressure_kpa=304.25,flow_lpm=6 1000\n",
    );
  });

  test("keeps the order of arrival, not of source time", () => {
    const lines = toLines("a", channels, [frameOf(2000, [1, 1]), frameOf(1000, [2, 2])]);
    expect(
      lines
        .trimEnd()
        .split("\n")
        .map((line) => line.split(" ")[2]),
    ).toEqual(["2000", "1000"]);
  });

  test("leaves out a field without a value and a point without any field", () => {
    const arrivals = [
      frameOf(1000, [nan, 6]),
      frameOf(2000, [nan, nan]),
      frameOf(3000, [Number.POSITIVE_INFINITY, 7]),
    ];
    expect(toLines("a", channels, arrivals)).toBe(
      "coolant_loop,loop=a flow_lpm=6 1000\ncoolant_loop,loop=a flow_lpm=7 3000\n",
    );
  });

  test("writes quality as an integer beside its value, and alone when there is no value", () => {
    const arrivals = [frameOf(1000, [304, 6], [1, 255]), frameOf(2000, [nan, nan], [0, 255])];
    expect(toLines("a", channels, arrivals)).toBe(
      "coolant_loop,loop=a pressure_kpa=304,pressure_kpa_quality=1i,flow_lpm=6 1000\n" +
        "coolant_loop,loop=a pressure_kpa_quality=0i 2000\n",
    );
  });

  test("writes an operation as a point of its own measurement", () => {
    expect(toLines("a", channels, [operationOf(1000, "serviced")])).toBe(
      'coolant_operation,loop=a kind="serviced" 1000\n',
    );
  });

  test("escapes what would end a name or a text", () => {
    const lines = toLines("a", ["supply temp,1=x"], [operationOf(1, 'a "b" \\'), frameOf(2, [3])]);
    expect(lines).toBe(
      'coolant_operation,loop=a kind="a \\"b\\" \\\\" 1\ncoolant_loop,loop=a supply\\ temp\\,1\\=x=3 2\n',
    );
  });

  test.each([
    ["us", "1000000"],
    ["ns", "1000000000"],
  ] as const)("can be stamped in %s", (precision, stamp) => {
    expect(toLines("a", channels, [frameOf(1000, [1, 2])], precision)).toContain(` ${stamp}\n`);
  });

  test("nothing is written for nothing", () => {
    expect(toLines("a", channels, [])).toBe("");
  });
});

describe("a CSV file", () => {
  const plain = channels.map((channel) => ({ channel, quality: false }));
  const flagged = plain.map((each) => ({ ...each, quality: each.channel === "pressure_kpa" }));

  test("has a column for the time and one a channel", () => {
    expect(csvHeader(plain)).toBe("time,pressure_kpa,flow_lpm\n");
  });

  test("has a column of quality behind a channel that sends it", () => {
    expect(csvHeader(flagged)).toBe("time,pressure_kpa,pressure_kpa_quality,flow_lpm\n");
  });

  test("quotes a name with a comma or a quote", () => {
    expect(csvHeader([{ channel: 'a,"b"', quality: false }])).toBe('time,"a,""b"""\n');
  });

  test("has an empty cell where nothing was reported, and no row where nothing at all was", () => {
    const arrivals = [frameOf(1000, [304.5, nan]), frameOf(2000, [nan, nan]), frameOf(3500, [nan, 6])];
    expect(toCsvRows(plain, arrivals)).toBe("1970-01-01T00:00:01.000Z,304.5,\n1970-01-01T00:00:03.500Z,,6\n");
  });

  test("writes quality in its column", () => {
    const arrivals = [
      frameOf(1000, [304, 6], [1, 255]),
      frameOf(2000, [nan, 6], [0, 255]),
      frameOf(3000, [nan, nan], [0, 255]),
    ];
    expect(toCsvRows(flagged, arrivals)).toBe(
      "1970-01-01T00:00:01.000Z,304,1,6\n1970-01-01T00:00:02.000Z,,0,6\n1970-01-01T00:00:03.000Z,,0,\n",
    );
  });

  test("has no place for operations, and they can be counted", () => {
    const arrivals = [operationOf(1000, "serviced"), frameOf(1000, [1, 2])];
    expect(toCsvRows(plain, arrivals)).toBe("1970-01-01T00:00:01.000Z,1,2\n");
    expect(countOperations(arrivals)).toBe(1);
  });
});

describe("MQTT messages", () => {
  const root = "plant/cooling";

  test("are one value message a channel that reported, with source time", () => {
    expect(toMqttMessages(root, "a", channels, frameOf(1000, [304.25, nan]))).toEqual([
      { topic: "plant/cooling/a/pressure_kpa", payload: '{"value":304.25,"timestamp":1000,"quality":1}' },
    ]);
  });

  test("say a bad quality, and null when there is no value with it", () => {
    const payloads = toMqttMessages(root, "a", channels, frameOf(1000, [304, nan], [0, 0])).map(
      ({ payload }) => JSON.parse(payload) as unknown,
    );
    expect(payloads).toEqual([
      { value: 304, timestamp: 1000, quality: 0 },
      { value: null, timestamp: 1000, quality: 0 },
    ]);
  });

  test("are none for a frame without reports", () => {
    expect(toMqttMessages(root, "a", channels, frameOf(1000, [nan, nan]))).toEqual([]);
    expect(toMqttLineMessages(root, "a", channels, frameOf(1000, [nan, nan]))).toEqual([]);
  });

  test("carry an operation on a topic of its own", () => {
    expect(toMqttMessages(root, "a", channels, operationOf(1000, "serviced"))).toEqual([
      { topic: "plant/cooling/a/operation", payload: '{"value":"serviced","timestamp":1000,"quality":1}' },
    ]);
  });

  test("can be one line of line protocol a frame", () => {
    expect(toMqttLineMessages(root, "a", channels, frameOf(1000, [304, 6]))).toEqual([
      { topic: "plant/cooling/a", payload: "coolant_loop,loop=a pressure_kpa=304,flow_lpm=6 1000" },
    ]);
  });
});
