import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { configOf, problemsOf, small } from "./config-cases.ts";

const withMqtt = (section: string) => `${small}mqtt:\n${section}`;
const topics = "    subscriptions: [{ topic: 'a/{loop}/{channel}' }]\n";

describe("the brokers of a configuration", () => {
  test("are none where none are named", () => {
    expect(configOf(small).mqtt).toEqual([]);
  });

  test("get sensible values for what is left out", () => {
    const { mqtt } = configOf(withMqtt(`  - url: mqtt://broker.example.org\n${topics}`));
    expect(mqtt).toEqual([
      {
        url: "mqtt://broker.example.org:1883",
        user: null,
        password: null,
        caFile: null,
        clientId: null,
        version: "auto",
        subscriptions: [
          {
            topic: { filter: "a/+/+", names: ["loop", "channel"], levels: ["a", "{loop}", "{channel}"] },
            payload: {
              kind: "json",
              names: {
                measurement: [{ text: "coolant_loop" }],
                tags: [["loop", [{ level: "loop" }]]],
                field: [{ level: "channel" }],
              },
              parts: {
                value: ["value"],
                timestamp: { path: ["timestamp"], unit: "ms" },
                quality: { path: ["quality"], good: [1] },
              },
            },
          },
        ],
      },
    ]);
  });

  test("of the example file are good ones once their marks of comment are gone", () => {
    const example = readFileSync(new URL("../../loopwatch.example.yaml", import.meta.url), "utf8");
    const block = /^# mqtt:\n(?:# .*\n)+/m.exec(example)?.[0] ?? "";
    const { mqtt } = configOf(`${small}${block.replace(/^# /gm, "")}`, { MQTT_PASSWORD: "p" });
    expect(mqtt[0]).toMatchObject({ url: "mqtt://127.0.0.1:1883", user: "loopwatch", password: "p" });
    expect(mqtt[0]?.subscriptions.map(({ topic, payload }) => [topic.filter, payload.kind])).toEqual([
      ["loopwatch/+/+", "json"],
      ["meters/+/+/state", "value"],
      ["gateway/+/#", "json"],
      ["telegraf/#", "line-protocol"],
    ]);
  });

  test("get their passwords from the environment, each from its own variable", () => {
    const section = `  - { url: "mqtt://a", user: u, ${topics.trim()} }
  - { url: "mqtts://b", user: v, passwordVariable: B_PASSWORD, ${topics.trim()} }
  - { url: "mqtt://c", ${topics.trim()} }
`;
    const { mqtt } = configOf(withMqtt(section), { MQTT_PASSWORD: "one", B_PASSWORD: "two" });
    expect(mqtt.map(({ url, user, password }) => [url, user, password])).toEqual([
      ["mqtt://a:1883", "u", "one"],
      ["mqtts://b:8883", "v", "two"],
      ["mqtt://c:1883", null, null],
    ]);
  });

  test("are named by MQTT_URL where there is one, or where the address is the same", () => {
    const env = { MQTT_URL: "mqtt://u:p%20w@b:1883" };
    const one = configOf(withMqtt(`  - ${topics.trim()}\n`), env).mqtt;
    expect(one[0]).toMatchObject({ url: "mqtt://b:1883", user: "u", password: "p w" });
    const two = configOf(
      withMqtt(`  - { url: "mqtt://a", ${topics.trim()} }\n  - { url: "mqtt://b", ${topics.trim()} }\n`),
      env,
    ).mqtt;
    expect(two.map(({ user }) => user)).toEqual([null, "u"]);
  });

  test.each([
    ["url: http://b", [], "mqtt[0].url: This is not the address of a broker"],
    ["url: mqtt://b/x", [], "mqtt[0].url: This is not the address of a broker"],
    ["url: mqtt://u:hunter2@b", [], "mqtt[0].url: Secrets do not belong in this file; set MQTT_PASSWORD"],
    [
      "password: hunter2",
      ["url: mqtt://b"],
      "mqtt[0].password: Secrets do not belong in this file; set MQTT_PASSWORD",
    ],
    ["user: u", [], "mqtt[0].url: Say where the broker is, here or in MQTT_URL."],
    ["usr: u", ["url: mqtt://b"], "mqtt[0].usr: There is no such setting; did you mean user?"],
    ["caFile: ca.pem", ["url: mqtt://b"], "mqtt[0].caFile: Only mqtts:// has certificates"],
    ["clientId: a b", ["url: mqtt://b"], "mqtt[0].clientId: Use letters"],
    ["version: 4", ["url: mqtt://b"], "mqtt[0].version: This must be one of: 5, auto, 3.1.1."],
    [
      "passwordVariable: a-b",
      ["url: mqtt://b"],
      "mqtt[0].passwordVariable: Write the name of an environment",
    ],
  ])("with %s are refused by the place", (line, others, start) => {
    const section = [line, ...others].map((text) => `    ${text}\n`).join("");
    const problems = problemsOf(withMqtt(`  -\n${section}${topics}`));
    expect(problems.map((problem) => problem.replace(/^line \d+: /, "").slice(0, start.length))).toEqual([
      start,
    ]);
    expect(problems.join()).not.toContain("hunter2");
  });

  test.each([
    ["topic: 'a/#/b', field: f", "topic: # stands for all further levels"],
    ["topic: 'a/+'", "field: Name the field, or call a level of the topic {channel}."],
    ["topic: 'a/{channel}', tags: { loop: '{lop}' }", "tags.loop: The topic has no level called {lop}."],
    ["topic: 'a/{channel}', value: 'a..b'", "value: Write a path like value"],
    ["topic: 'a/{channel}', timestamp: noon", "timestamp: Write { path: timestamp, unit: ms }"],
    ["topic: 'a/{channel}', quality: { path: q }", "quality: Write { path: quality, good: 1 }"],
    [
      "topic: 'a/{channel}', payload: value, timestamp: arrival",
      "timestamp: A message that is a plain number",
    ],
    [
      "topic: 'a/{channel}', payload: line-protocol, field: f",
      "field: Lines of line protocol say this themselves.",
    ],
    ["topic: 'a/{channel}', precision: ms", "precision: JSON messages have no use for this."],
    ["topic: 'a/{channel}', payload: xml", "payload: This must be one of: json, value, line-protocol."],
    ["topic: 'a/{channel}', feild: f", "feild: There is no such setting; did you mean field?"],
  ])("with a subscription { %s } are refused by the place", (subscription, start) => {
    const section = `  - url: mqtt://b\n    subscriptions: [{ ${subscription} }]\n`;
    expect(problemsOf(withMqtt(section)).map((problem) => problem.slice(0, 200))).toEqual([
      expect.stringContaining(`: mqtt[0].subscriptions[0].${start}`),
    ]);
  });

  test.each([
    [
      "",
      "mqtt://u:hunter2@b",
      "MQTT_URL: The configuration has no mqtt section; it says which topics are wanted.",
    ],
    [withMqtt(`  - ${topics.trim()}\n`), "b:1883?hunter2", "MQTT_URL: This is not the address of a broker"],
    [
      withMqtt(`  - { url: "mqtt://a", ${topics.trim()} }\n  - { url: "mqtt://c", ${topics.trim()} }\n`),
      "mqtt://u:hunter2@b",
      "MQTT_URL: None of the brokers under mqtt has this address.",
    ],
  ])("and a MQTT_URL that does not go together are refused (%#)", (file, url, start) => {
    const problems = problemsOf(file === "" ? small : file, { MQTT_URL: url });
    expect(problems.map((problem) => problem.slice(0, start.length))).toEqual([start]);
    expect(problems.join()).not.toContain("hunter2");
  });
});
