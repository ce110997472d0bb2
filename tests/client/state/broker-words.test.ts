import { expect, test } from "vitest";
import { toBrokerWords } from "../../../client/state/broker-words.ts";
import type { BrokerHealth } from "../../../protocol/wire.ts";

const fine: BrokerHealth = {
  url: "mqtts://b:8883",
  connected: true,
  received: 1,
  refused: 0,
  empty: 0,
  waiting: 0,
  problem: "",
  lastRefusal: "",
};

test.each<[string, Partial<BrokerHealth>, string, string]>([
  ["fine", {}, "", "1 message received."],
  [
    "away",
    { connected: false, problem: "Nothing listens there." },
    "not connected",
    "Nothing listens there. 1 message received.",
  ],
  [
    "not giving us a topic",
    { problem: "It does not let us subscribe to a/+." },
    "needs attention",
    "It does not let us subscribe to a/+. 1 message received.",
  ],
  [
    "fine, and some messages are not",
    { received: 9, refused: 2, empty: 1, waiting: 3, lastRefusal: "a/b: The message is empty." },
    "",
    "9 messages received. 2 messages refused, the newest on a/b: The message is empty. 1 message had nothing to store. 3 messages on the way to the disk.",
  ],
])("a broker that is %s is told of in words", (_, change, note, detail) => {
  expect(toBrokerWords({ ...fine, ...change })).toEqual({ name: "MQTT b:8883", note, detail });
});
