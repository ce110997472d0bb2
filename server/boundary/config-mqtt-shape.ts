import { z } from "zod";
import { text } from "./config-fields.ts";
import { messagePrecisions, timeUnits } from "./mqtt-subscription.ts";

const word = z.union([z.string(), z.number(), z.boolean()]);

const timestampShape = z.union(
  [z.literal("arrival"), z.strictObject({ path: text(200), unit: z.enum(timeUnits).default("ms") })],
  { error: `Write { path: timestamp, unit: ms } (units: ${timeUnits.join(", ")}), or arrival.` },
);
const qualityShape = z.union(
  [z.literal("none"), z.strictObject({ path: text(200), good: z.union([word, z.array(word).min(1)]) })],
  { error: "Write { path: quality, good: 1 } (or a list of good words), or none." },
);

const subscriptionShape = z.strictObject({
  topic: text(1000),
  payload: z.enum(["json", "value", "line-protocol"]).default("json"),
  measurement: text(200).optional(),
  tags: z.record(z.string().min(1), z.string().min(1)).optional(),
  field: text(200).optional(),
  value: text(200).optional(),
  timestamp: timestampShape.optional(),
  quality: qualityShape.optional(),
  precision: z.enum(messagePrecisions).optional(),
});

/** A broker as it is written in the file. */
export const brokerShape = z.strictObject({
  url: text(1000).optional(),
  user: text(200).optional(),
  passwordVariable: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "Write the name of an environment variable, such as MQTT_PASSWORD.")
    .default("MQTT_PASSWORD"),
  caFile: text(1000).optional(),
  clientId: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,200}$/, "Use letters, digits, dots, dashes and underscores.")
    .optional(),
  // YAML reads 5 as a number and 3.1.1 as text.
  version: z
    .preprocess((value) => (value === 5 ? "5" : value), z.enum(["auto", "3.1.1", "5"]))
    .default("auto"),
  subscriptions: z.array(subscriptionShape).min(1, "Name at least one topic, or nothing is received."),
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
