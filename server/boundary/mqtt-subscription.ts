import type { JsonPath } from "./json-path.ts";
import type { LinePrecision } from "./line-time.ts";
import type { TopicFilter } from "./mqtt-topic.ts";

/** Units in which a message may write its time. `iso`: ISO 8601 with a time zone. */
export const timeUnits = ["s", "ms", "us", "ns", "iso"] as const;
export type TimeUnit = (typeof timeUnits)[number];

/** Precisions of line protocol in messages. `auto`: told from the size of the first timestamp. */
export const messagePrecisions = ["auto", "ns", "us", "ms", "s"] as const;

/** Text in which `{name}` stands for a level of the topic. */
export type Template = readonly ({ readonly text: string } | { readonly level: string })[];

/** Where the value of a message goes. */
export interface PointNames {
  readonly measurement: Template;
  readonly tags: readonly (readonly [name: string, value: Template])[];
  readonly field: Template;
}

/** Where in a JSON message its parts stand. */
export interface JsonParts {
  readonly value: JsonPath;
  /** `null`: messages have no time of their own, and that of their arrival is taken. */
  readonly timestamp: { readonly path: JsonPath; readonly unit: TimeUnit } | null;
  /** `good` are the words of a good value; `null`: messages do not tell their quality. */
  readonly quality: {
    readonly path: JsonPath;
    readonly good: readonly (string | number | boolean)[];
  } | null;
}

/** What a payload holds. */
export type PayloadForm =
  | { readonly kind: "value"; readonly names: PointNames }
  | { readonly kind: "json"; readonly names: PointNames; readonly parts: JsonParts }
  | { readonly kind: "line-protocol"; readonly precision: LinePrecision | "auto" };

/** Topics that are subscribed to, and how their messages are read. */
export interface Subscription {
  readonly topic: TopicFilter;
  readonly payload: PayloadForm;
}

/** A broker and what we want of it. Holds a password: never print it. */
export interface BrokerConfig {
  /** `mqtt://host:port` or `mqtts://host:port`, without credentials. */
  readonly url: string;
  readonly user: string | null;
  readonly password: string | null;
  /** File with the certificates that may have signed the broker's; `null`: those that the system trusts. */
  readonly caFile: string | null;
  /** `null`: one that is kept in the data directory. */
  readonly clientId: string | null;
  /** `auto`: 5, and 3.1.1 with a broker that does not know it. */
  readonly version: "auto" | "3.1.1" | "5";
  readonly subscriptions: readonly Subscription[];
}
