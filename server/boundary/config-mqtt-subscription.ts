import type { SubscriptionShape } from "./config-mqtt-shape.ts";
import type { FilePath } from "./config-problem.ts";
import { type JsonPath, parseJsonPath } from "./json-path.ts";
import type { JsonParts, PayloadForm, PointNames, Subscription, Template } from "./mqtt-subscription.ts";
import { parseTopicFilter, type TopicFilter } from "./mqtt-topic.ts";

/** Takes a problem at a place in the file. */
type Complain = (path: FilePath, message: string) => void;

/** The measurement that our simulator sends, and that loops are found in unless they say otherwise. */
const usualMeasurement = "coolant_loop";

/** Levels of these names become the field; every other named level becomes a tag. */
const fieldLevels = ["channel", "field"];
const measurementLevel = "measurement";

/** Keys that mean something for some payloads only. */
const keysByKind: Readonly<Record<PayloadForm["kind"], readonly (keyof SubscriptionShape)[]>> = {
  json: ["measurement", "tags", "field", "value", "timestamp", "quality"],
  value: ["measurement", "tags", "field"],
  "line-protocol": ["precision"],
};
const reasonByKind: Readonly<Record<PayloadForm["kind"], string>> = {
  json: "JSON messages have no use for this.",
  value: "A message that is a plain number has no use for this.",
  "line-protocol": "Lines of line protocol say this themselves.",
};

/** A place to put right in an unusable subscription, so that the rest of it can still be looked at. */
const anyTopic: TopicFilter = { filter: "#", names: [], levels: ["#"] };

/** A subscription with its defaults filled in; without any it reads what our simulator and NVIDIA's DSX Exchange send. */
export function toSubscription(shape: SubscriptionShape, at: FilePath, complain: Complain): Subscription {
  const parsed = parseTopicFilter(shape.topic);
  if (!parsed.ok) complain([...at, "topic"], parsed.message);
  const topic = parsed.ok ? parsed.value : anyTopic;
  const allowed = keysByKind[shape.payload];
  for (const key of new Set(Object.values(keysByKind).flat()))
    if (shape[key] !== undefined && !allowed.includes(key))
      complain([...at, key], reasonByKind[shape.payload]);
  switch (shape.payload) {
    case "line-protocol":
      return { topic, payload: { kind: "line-protocol", precision: shape.precision ?? "auto" } };
    case "value":
      return {
        topic,
        payload: { kind: "value", names: toNames(shape, parsed.ok ? topic : null, { at, complain }) },
      };
    case "json": {
      const names = toNames(shape, parsed.ok ? topic : null, { at, complain });
      return { topic, payload: { kind: "json", names, parts: toParts(shape, at, complain) } };
    }
  }
}

/** `topic: null`: it is not known which levels have names. */
function toNames(
  shape: SubscriptionShape,
  topic: TopicFilter | null,
  { at, complain }: { readonly at: FilePath; readonly complain: Complain },
): PointNames {
  const levels = topic?.names ?? [];
  const read = (written: string, path: FilePath): Template => {
    const template = parseTemplate(written);
    for (const part of template)
      if (topic !== null && "level" in part && !levels.includes(part.level))
        complain(path, `The topic has no level called {${part.level}}.`);
    return template;
  };
  const fieldLevel = levels.find((name) => fieldLevels.includes(name));
  if (shape.field === undefined && fieldLevel === undefined && topic !== null)
    complain([...at, "field"], "Name the field, or call a level of the topic {channel}.");
  const ownMeasurement = levels.includes(measurementLevel) ? `{${measurementLevel}}` : usualMeasurement;
  const ownTags = levels.filter((name) => name !== fieldLevel && name !== measurementLevel);
  const tags = shape.tags ?? Object.fromEntries(ownTags.map((name) => [name, `{${name}}`]));
  return {
    measurement: read(shape.measurement ?? ownMeasurement, [...at, "measurement"]),
    tags: Object.entries(tags).map(([name, value]) => [name, read(value, [...at, "tags", name])]),
    field: read(shape.field ?? `{${fieldLevel ?? ""}}`, [...at, "field"]),
  };
}

/** `rack-{loop}` as text and levels. */
function parseTemplate(written: string): Template {
  return written
    .split(/(\{[A-Za-z][A-Za-z0-9_]*\})/)
    .filter((part) => part !== "")
    .map((part) => (/^\{.+\}$/.test(part) ? { level: part.slice(1, -1) } : { text: part }));
}

/** The value message of NVIDIA's DSX Exchange where nothing else is said: value, timestamp in ms, quality 1. */
function toParts(shape: SubscriptionShape, at: FilePath, complain: Complain): JsonParts {
  const read = (written: string, key: string): JsonPath => {
    const path = parseJsonPath(written);
    if (path === null) complain([...at, key], "Write a path like value, data.value or readings[0].value.");
    return path ?? [];
  };
  const { timestamp = { path: "timestamp", unit: "ms" }, quality = { path: "quality", good: 1 } } = shape;
  return {
    value: read(shape.value ?? "value", "value"),
    timestamp:
      timestamp === "arrival" ? null : { path: read(timestamp.path, "timestamp"), unit: timestamp.unit },
    quality: quality === "none" ? null : { path: read(quality.path, "quality"), good: [quality.good].flat() },
  };
}
