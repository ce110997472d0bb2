import type { Understood } from "./http-target.ts";

/** How messages are written: a value message a channel, or a line of line protocol a frame. */
export const mqttFormats = ["dsx", "lines"] as const;
export type MqttFormat = (typeof mqttFormats)[number];

/** A broker and how to speak to it. */
export interface MqttTarget {
  readonly kind: "mqtt";
  /** `mqtt://host:port` or `mqtts://host:port`, without credentials. */
  readonly brokerUrl: string;
  readonly user: string | null;
  readonly password: string | null;
  /** First levels of each topic, without a slash at the end. */
  readonly prefix: string;
  readonly format: MqttFormat;
}

/** The broker's part of a target: what its address says. */
export type Broker = Pick<MqttTarget, "brokerUrl" | "user" | "password">;

const usualPorts: Readonly<Record<string, string>> = { "mqtt:": "1883", "mqtts:": "8883" };

/** Reads `mqtt://user:password@host:port`; ports default to 1883 and, with TLS, 8883. */
export function parseBroker(text: string): Understood<Broker> {
  const url = URL.canParse(text) ? new URL(text) : null;
  const usualPort = usualPorts[url?.protocol ?? ""];
  if (url === null || usualPort === undefined || url.hostname === "") {
    return wrong("Write an address such as mqtt://127.0.0.1:1883, or mqtts:// for TLS.");
  }
  if (url.pathname !== "" && url.pathname !== "/") {
    return wrong("An MQTT address ends with its port; --topic says where messages go.");
  }
  try {
    const user = url.username === "" ? null : decodeURIComponent(url.username);
    const password = url.password === "" ? null : decodeURIComponent(url.password);
    const brokerUrl = `${url.protocol}//${url.hostname}:${url.port === "" ? usualPort : url.port}`;
    return { kind: "understood", value: { brokerUrl, user, password } };
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return wrong("The user or password in the address is not percent-encoded.");
  }
}

/** A topic that messages can be published under: no wildcards, no empty level, not one of the broker's own. */
export function parseTopicPrefix(text: string): Understood<string> {
  const isFine = /^[^+#$\0][^+#\0]*$/.test(text) && !text.startsWith("/") && !/\/$|\/\//.test(text);
  if (!isFine) return wrong("Write a topic such as plant/cooling, without +, #, or a slash at its ends.");
  return { kind: "understood", value: text };
}

const wrong = (reason: string) => ({ kind: "wrong", reason }) as const;
