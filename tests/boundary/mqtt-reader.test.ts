import { describe, expect, test } from "vitest";
import { createMqttReader, type MqttReading } from "../../server/boundary/mqtt-reader.ts";
import { brokersOf } from "../support/broker-config.ts";

const arrivedMs = 5000;

/** What a subscription, written as in the file, makes of one message. */
function readBy(subscription: string, topic: string, payload: string, isRetained = false): MqttReading {
  const [broker] = brokersOf(`  - { url: "mqtt://b", subscriptions: [${subscription}] }\n`);
  const reader = createMqttReader(broker?.subscriptions ?? []);
  return reader.read({ topic, payload: Buffer.from(payload), isRetained }, arrivedMs);
}

const point = (line: string): MqttReading => ({ kind: "point", line });
const nothing: MqttReading = { kind: "nothing" };
const simulator = "{ topic: 'loopwatch/{loop}/{channel}' }";
const plain = "{ topic: 'p/{loop}/{channel}', payload: value }";

describe("NVIDIA's value message", () => {
  test.each<[string, string, MqttReading]>([
    [
      "a good value",
      '{"value":304.2,"timestamp":1671054301000,"quality":1}',
      point("coolant_loop,loop=a p=304.2,p_quality=1i 1671054301000000000"),
    ],
    [
      "a whole number",
      '{"value":3,"timestamp":1,"quality":1}',
      point("coolant_loop,loop=a p=3,p_quality=1i 1000000"),
    ],
    [
      "a tiny number",
      '{"value":1e-9,"timestamp":1,"quality":1}',
      point("coolant_loop,loop=a p=1e-9,p_quality=1i 1000000"),
    ],
    [
      "bad quality: no value",
      '{"value":3,"timestamp":1,"quality":0}',
      point("coolant_loop,loop=a p_quality=0i 1000000"),
    ],
    [
      "null of bad quality",
      '{"value":null,"timestamp":1,"quality":0}',
      point("coolant_loop,loop=a p_quality=0i 1000000"),
    ],
    ["null", '{"value":null,"timestamp":1,"quality":1}', nothing],
    ["no word on quality", '{"value":3,"timestamp":1}', point("coolant_loop,loop=a p=3 1000000")],
    ["a number in quotes", '{"value":"3.5","timestamp":"1"}', point("coolant_loop,loop=a p=3.5 1000000")],
  ])("with %s", (_, payload, reading) => {
    expect(readBy(simulator, "loopwatch/a/p", payload)).toEqual(reading);
    // It has its own time, so it may have been kept.
    expect(readBy(simulator, "loopwatch/a/p", payload, true)).toEqual(reading);
  });

  test.each([
    ["", "The message is empty."],
    ["304.2", "There is no value in the message."],
    ["{", '"{" is not JSON.'],
    ['{"value":true,"timestamp":1}', "value is true and must be a number or null."],
    ['{"value":"open","timestamp":1}', 'value is "open" and must be a number or null.'],
    ['{"value":1e999,"timestamp":1}', "value is Infinity and must be a number or null."],
    [
      '{"value":1}',
      'There is no timestamp in the message; "timestamp: arrival" would take the time at which it came.',
    ],
    ['{"value":1,"timestamp":"now"}', 'timestamp is "now", which is not a number in ms.'],
  ])("that is %j is refused", (payload, reason) => {
    expect(readBy(simulator, "loopwatch/a/p", payload)).toEqual({ kind: "refused", reason });
  });

  test("that tells of a service becomes the operation", () => {
    const payload = '{"value":"ser\\"viced","timestamp":1,"quality":1}';
    expect(readBy(simulator, "loopwatch/a b/operation", payload)).toEqual(
      point('coolant_operation,loop=a\\ b kind="ser\\"viced" 1000000'),
    );
  });
});

describe("a plain number", () => {
  test.each<[string, MqttReading]>([
    [" 21.5\n", point("coolant_loop,loop=a p=21.5 5000000000")],
    ["+.5e1", point("coolant_loop,loop=a p=5 5000000000")],
    ["null", nothing],
    ["", { kind: "refused", reason: "The message is empty." }],
    ["21,5", { kind: "refused", reason: '"21,5" is not a number.' }],
    ["NaN", { kind: "refused", reason: '"NaN" is not a number.' }],
    ["1e999", { kind: "refused", reason: '"1e999" is not a number.' }],
    ["0x10", { kind: "refused", reason: '"0x10" is not a number.' }],
  ])("%j is read with the time of its arrival", (payload, reading) => {
    expect(readBy(plain, "p/a/p", payload)).toEqual(reading);
  });

  test("that the broker had kept is of unknown age and stores nothing", () => {
    expect(readBy(plain, "p/a/p", "21.5", true)).toEqual(nothing);
  });
});

describe("the names of a point", () => {
  test.each([
    [
      "{ topic: 'x/{site}/{loop}/{field}', payload: value }",
      "x/b c/a/p",
      "coolant_loop,site=b\\ c,loop=a p=1",
    ],
    ["{ topic: 'x/{measurement}/{channel}', payload: value }", "x/m,n/p=q", "m\\,n p\\=q=1"],
    ["{ topic: 'x/#', payload: value, field: f, measurement: m }", "x/y/z", "m f=1"],
    [
      "{ topic: 'x/{a}/{b}', payload: value, measurement: 'm-{a}', tags: { t: '{b}!', u: v }, field: '{a}_{b}' }",
      "x/1/2",
      "m-1,t=2!,u=v 1_2=1",
    ],
  ])("of %s come from the topic %s", (subscription, topic, names) => {
    expect(readBy(subscription, topic, "1")).toEqual(point(`${names} 5000000000`));
  });

  test.each([
    ["p//x", "The level {loop} of the topic is empty."],
    ["p/a\\/x", "The level {loop} has a backslash or control character in it."],
    ["p/a\nb/x", "The level {loop} has a backslash or control character in it."],
    ["q/a/x", "No subscription reads this topic; an earlier configuration may have left one at the broker."],
  ])("cannot come from the topic %j", (topic, reason) => {
    expect(readBy(plain, topic, "1")).toEqual({ kind: "refused", reason });
  });

  test("are those of the first subscription that fits", () => {
    const two =
      "{ topic: 'x/a', payload: value, field: first }, { topic: 'x/+', payload: value, field: second }";
    expect(readBy(two, "x/a", "1")).toEqual(point("coolant_loop first=1 5000000000"));
    expect(readBy(two, "x/b", "1")).toEqual(point("coolant_loop second=1 5000000000"));
  });
});

test("lines are handed on as they are, in the precision that is configured or that they show", () => {
  const body = Buffer.from("m v=1 1671054301000\n");
  const form = "topic: 'l/#', payload: line-protocol";
  expect(readBy(`{ ${form} }`, "l", body.toString())).toEqual({ kind: "lines", body, precision: "ms" });
  expect(readBy(`{ ${form}, precision: us }`, "l/x", body.toString())).toEqual({
    kind: "lines",
    body,
    precision: "us",
  });
});
