import { z } from "zod";
import { text } from "./config-fields.ts";
import { messagePrecisions, timeUnits } from "./mqtt-subscription.ts";

const word = z.union([z.string(), z.number(), z.boolean()]);

const timestampShape = z.union(
  [
    z.literal("arrival"),
    z.strictObject({
      path: text(200).describe("Where the time stands in the message."),
      unit: z.enum(timeUnits).default("ms").describe("Unit of the time."),
    }),
  ],
  { error: `Write { path: timestamp, unit: ms } (units: ${timeUnits.join(", ")}), or arrival.` },
);
const qualityShape = z.union(
  [
    z.literal("none"),
    z.strictObject({
      path: text(200).describe("Where the quality stands in the message."),
      good: z
        .union([word, z.array(word).min(1)])
        .describe("What says that the value is good; others are not kept."),
    }),
  ],
  { error: "Write { path: quality, good: 1 } (or a list of good words), or none." },
);

const subscriptionShape = z.strictObject({
  topic: text(1000).meta({
    description:
      "Topic filter; levels in braces get names: {channel} becomes the field, {measurement} the measurement, every other one a tag.",
    examples: ["loopwatch/{loop}/{channel}"],
  }),
  payload: z
    .enum(["json", "value", "line-protocol"])
    .default("json")
    .describe("What a message is: JSON, one plain number, or line protocol."),
  measurement: text(200)
    .optional()
    .describe(
      "Measurement of the points; may name levels of the topic in braces. Left out: the level {measurement}, else coolant_loop.",
    ),
  tags: z
    .record(z.string().min(1), z.string().min(1))
    .optional()
    .meta({
      description:
        "Tags of the points; may name levels of the topic. Left out: every named level that is neither field nor measurement.",
      examples: [{ loop: "{loop}" }],
    }),
  field: text(200)
    .optional()
    .meta({
      description:
        "Field of the points; may name levels of the topic. Left out: the level {channel} or {field}.",
      examples: ["suction_pressure_kpa"],
    }),
  value: text(200)
    .optional()
    .meta({
      description: "JSON only: where the value stands. Left out: value.",
      examples: ["data.readings[0].value"],
    }),
  timestamp: timestampShape
    .optional()
    .describe(
      "JSON only: where the source time stands and in which unit; or arrival. Left out: timestamp, in ms.",
    ),
  quality: qualityShape
    .optional()
    .describe(
      "JSON only: where the quality stands and which words are good; or none. Left out: quality, good is 1.",
    ),
  precision: z
    .enum(messagePrecisions)
    .optional()
    .describe("Line protocol only: unit of its times. Left out: auto."),
});

/** A broker as it is written in the file. */
export const brokerShape = z.strictObject({
  url: text(1000)
    .optional()
    .meta({
      description: "Address of the broker, without a password; mqtts:// speaks TLS. Left out: MQTT_URL.",
      examples: ["mqtts://broker.example.org:8883"],
    }),
  user: text(200).optional().describe("Account at the broker; its password is in the environment."),
  passwordVariable: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "Write the name of an environment variable, such as MQTT_PASSWORD.")
    .default("MQTT_PASSWORD")
    .describe("Name of the environment variable with the password."),
  caFile: text(1000).optional().describe("File with the certificate of who signed the broker's."),
  clientId: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,200}$/, "Use letters, digits, dots, dashes and underscores.")
    .optional()
    .describe("Name under which the broker knows us. Left out: one that is kept in the data directory."),
  // YAML reads 5 as a number and 3.1.1 as text.
  version: z
    .preprocess((value) => (value === 5 ? "5" : value), z.enum(["auto", "3.1.1", "5"]))
    .default("auto")
    .meta({
      description: "Version of the protocol; auto takes what the broker speaks.",
      enum: ["auto", "3.1.1", "5", 5],
    }),
  subscriptions: z
    .array(subscriptionShape)
    .min(1, "Name at least one topic, or nothing is received.")
    .describe("Topics from which telemetry is taken."),
});

/** A broker that has the right shape. */
export type BrokerShape = z.infer<typeof brokerShape>;
/** A subscription that has the right shape. */
export type SubscriptionShape = z.infer<typeof subscriptionShape>;

/** Keys that may stand in each part of the section; list positions are left out of the names. */
export const keysByMqttPart: readonly (readonly [string, readonly string[]])[] = [
  ["mqtt", Object.keys(brokerShape.shape)],
  ["mqtt.subscriptions", Object.keys(subscriptionShape.shape)],
];
