import { describe, expect, test } from "vitest";
import { type HttpTarget, parseHttpTarget } from "../../../simulator/senders/http-target.ts";
import { type Broker, parseBroker, parseTopicPrefix } from "../../../simulator/senders/mqtt-target.ts";
import { toTargetText } from "../../../simulator/senders/telemetry-sender.ts";

function http(text: string, token: string | null = null): HttpTarget {
  const parsed = parseHttpTarget(text, token);
  if (parsed.kind === "wrong") throw new Error(parsed.reason);
  return parsed.value;
}

function broker(text: string): Broker {
  const parsed = parseBroker(text);
  if (parsed.kind === "wrong") throw new Error(parsed.reason);
  return parsed.value;
}

describe("an address for line protocol", () => {
  test.each([
    ["http://127.0.0.1:8420", "http://127.0.0.1:8420/write?db=loopwatch&precision=ms"],
    ["http://127.0.0.1:8420/", "http://127.0.0.1:8420/write?db=loopwatch&precision=ms"],
    ["https://plant.example/loopwatch/", "https://plant.example/loopwatch/write?db=loopwatch&precision=ms"],
    ["http://h:8086/write?db=plant", "http://h:8086/write?db=plant&precision=ms"],
    ["http://h:8086/write?precision=ns", "http://h:8086/write?precision=n&db=loopwatch"],
    ["http://h:8086/write?db=a&precision=us", "http://h:8086/write?db=a&precision=u"],
    ["http://h/api/v2/write?org=o&bucket=b&precision=u", "http://h/api/v2/write?org=o&bucket=b&precision=us"],
    ["http://h:8086?db=plant", "http://h:8086/write?db=plant&precision=ms"],
    ["http://h/api/v2/write?org=o&bucket=b", "http://h/api/v2/write?org=o&bucket=b&precision=ms"],
    ["http://h/api/v2/write?org=o", "http://h/api/v2/write?org=o&bucket=loopwatch&precision=ms"],
  ])("%s is completed to %s", (text, writeUrl) => {
    expect(http(text).writeUrl).toBe(writeUrl);
  });

  test("is a Loopwatch's unless it names an endpoint", () => {
    expect(http("http://127.0.0.1:8420").isLoopwatch).toBe(true);
    expect(http("http://127.0.0.1:8086/write?db=plant").isLoopwatch).toBe(false);
    expect(http("http://127.0.0.1:8420/x").origin).toBe("http://127.0.0.1:8420");
  });

  test("gives up its user and password, so that neither is ever printed", () => {
    const target = http("http://me:s%20ecret@h:8086/write?db=plant");
    expect(target.writeUrl).toBe("http://h:8086/write?db=plant&precision=ms");
    expect(target.authorization).toBe(`Basic ${btoa("me:s ecret")}`);
    expect(toTargetText(target)).not.toContain("ecret");
  });

  test("uses a token before them, and nothing without either", () => {
    expect(http("http://me:secret@h", "abc").authorization).toBe("Token abc");
    expect(http("http://h").authorization).toBeNull();
  });

  test("takes precisions that keep milliseconds", () => {
    expect(http("http://h/write?precision=u").precision).toBe("us");
    expect(http("http://h/write?precision=n").precision).toBe("ns");
    expect(http("http://h").precision).toBe("ms");
  });

  test.each([
    ["localhost", "such as http://127.0.0.1:8420"],
    ["mqtt://127.0.0.1", "such as http://127.0.0.1:8420"],
    ["http://h/write?precision=s", "write ms, us or ns"],
    ["http://a%ZZ:b@h/", "percent-encoded"],
  ])("%s is refused with a sentence", (text, sentence) => {
    expect(parseHttpTarget(text, null)).toMatchObject({
      kind: "wrong",
      reason: expect.stringContaining(sentence),
    });
  });
});

describe("an address of a broker", () => {
  test.each([
    ["mqtt://127.0.0.1", { brokerUrl: "mqtt://127.0.0.1:1883", user: null, password: null }],
    ["mqtts://broker.example", { brokerUrl: "mqtts://broker.example:8883", user: null, password: null }],
    ["mqtt://me:p%40ss@h:1884/", { brokerUrl: "mqtt://h:1884", user: "me", password: "p@ss" }],
  ])("%s is understood", (text, expected) => {
    expect(broker(text)).toEqual(expected);
  });

  test.each([
    ["http://127.0.0.1", "mqtt://127.0.0.1:1883"],
    ["broker", "mqtt://127.0.0.1:1883"],
    ["mqtt://h/plant", "--topic"],
    ["mqtt://a:%ZZ@h", "percent-encoded"],
  ])("%s is refused with a sentence", (text, sentence) => {
    expect(parseBroker(text)).toMatchObject({ kind: "wrong", reason: expect.stringContaining(sentence) });
  });
});

describe("a topic", () => {
  test.each(["loopwatch", "plant/cooling", "a b/ü"])("%s can be published under", (text) => {
    expect(parseTopicPrefix(text)).toEqual({ kind: "understood", value: text });
  });

  test.each(["", "plant/#", "+/a", "/plant", "plant/", "a//b", "$SYS/a"])("%j cannot", (text) => {
    expect(parseTopicPrefix(text)).toMatchObject({ kind: "wrong" });
  });
});
