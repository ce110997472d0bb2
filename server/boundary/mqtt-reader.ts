import { operationMeasurement } from "../../protocol/operation.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { LinePrecision } from "./line-time.ts";
import { toWrittenNames, type WrittenNames } from "./mqtt-names.ts";
import { type Reading, readJson, readPlain } from "./mqtt-payload.ts";
import type { PayloadForm, Subscription } from "./mqtt-subscription.ts";
import { guessPrecision } from "./mqtt-time.ts";
import { matchTopic } from "./mqtt-topic.ts";

/** A message as a broker delivers it. */
export interface MqttMessage {
  readonly topic: string;
  readonly payload: Buffer;
  /** The broker had kept it, for how long nobody knows. */
  readonly isRetained: boolean;
}

/** What a message comes to. */
export type MqttReading =
  /** One line of line protocol without its line feed, with a timestamp in nanoseconds. */
  | { readonly kind: "point"; readonly line: string }
  /** A body of line protocol, not looked into. */
  | { readonly kind: "lines"; readonly body: Buffer; readonly precision: LinePrecision }
  /** Understood, and nothing in it can be stored: a null value, or a kept value of unknown age. */
  | { readonly kind: "nothing" }
  | { readonly kind: "refused"; readonly reason: string };

/** Reads messages one after the other and remembers what it knows of their topics. */
export interface MqttReader {
  /** Never throws. A message is read by the first subscription that its topic fits. */
  read(message: MqttMessage, arrivedMs: EpochMs): MqttReading;
}

type LineForm = Extract<PayloadForm, { kind: "line-protocol" }>;
type PointForm = Exclude<PayloadForm, LineForm>;

/** What is known of a topic. `string`: why none of its messages can be read. */
type Route =
  | string
  | { readonly kind: "lines"; readonly precision: LineForm["precision"] }
  | { readonly kind: "points"; readonly form: PointForm; readonly names: WrittenNames };

/** Topics remembered: ten times what a large site has. A publisher that invents topics makes us forget them. */
const mostTopics = 100_000;

/** InfluxDB's own limit for a body; a message with more at once has a fault. */
const mostBytes = 25_000_000;

/** The last word of topics under which operations are told, and not values of a sensor. */
const operationField = "operation";

/** A reader for the subscriptions of one broker. */
export function createMqttReader(subscriptions: readonly Subscription[]): MqttReader {
  const routeByTopic = new Map<string, Route>();
  const findRoute = (topic: string): Route => {
    const known = routeByTopic.get(topic);
    if (known !== undefined) return known;
    const route = toRoute(subscriptions, topic);
    if (routeByTopic.size >= mostTopics) routeByTopic.clear();
    routeByTopic.set(topic, route);
    return route;
  };
  return {
    read({ topic, payload, isRetained }, arrivedMs) {
      const route = findRoute(topic);
      if (typeof route === "string") return { kind: "refused", reason: route };
      if (payload.length > mostBytes)
        return { kind: "refused", reason: `The message is larger than ${mostBytes / 1_000_000} MB.` };
      if (route.kind === "lines") {
        const precision = route.precision === "auto" ? guessPrecision(payload) : route.precision;
        return { kind: "lines", body: payload, precision };
      }
      const { form, names } = route;
      // A kept value says what was once; with the time of its arrival a dead sensor would look alive.
      const isTimeless = form.kind === "value" || form.parts.timestamp === null;
      if (isRetained && isTimeless) return { kind: "nothing" };
      const arrived = { payload, arrivedMs };
      const mayBeWord = names.fieldName === operationField && names.loop !== null;
      const reading =
        form.kind === "json" ? readJson(arrived, form.parts, mayBeWord) : readPlain(arrived, mayBeWord);
      if (typeof reading === "string") return { kind: "refused", reason: reading };
      const line = toLine(reading, names);
      return line === null ? { kind: "nothing" } : { kind: "point", line };
    },
  };
}

function toRoute(subscriptions: readonly Subscription[], topic: string): Route {
  for (const { topic: filter, payload: form } of subscriptions) {
    const levels = matchTopic(filter, topic);
    if (levels === null) continue;
    if (form.kind === "line-protocol") return { kind: "lines", precision: form.precision };
    const names = toWrittenNames(form.names, levels);
    return typeof names === "string" ? names : { kind: "points", form, names };
  }
  return "No subscription reads this topic; an earlier configuration may have left one at the broker.";
}

/** `null`: there is nothing to store. A value that is not good never stands under its field: nothing may judge by it. */
function toLine({ value, isGood, atNs }: Reading, names: WrittenNames): string | null {
  if (typeof value === "string") {
    const word = value.replace(/["\\]/g, "\\$&");
    return `${operationMeasurement},loop=${names.loop ?? ""} kind="${word}" ${atNs}`;
  }
  const fields: string[] = [];
  if (value !== null && isGood !== false) fields.push(`${names.field}=${value}`);
  if (isGood === false || (isGood === true && value !== null))
    fields.push(`${names.field}_quality=${isGood ? 1 : 0}i`);
  return fields.length === 0 ? null : `${names.series} ${fields.join(",")} ${atNs}`;
}
