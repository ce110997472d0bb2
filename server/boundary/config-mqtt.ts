import { type Environment, isUrl } from "./config-env.ts";
import type { BrokerShape } from "./config-mqtt-shape.ts";
import { toSubscription } from "./config-mqtt-subscription.ts";
import type { FilePath } from "./config-problem.ts";
import type { BrokerConfig } from "./mqtt-subscription.ts";

/** Takes problems: of a place in the file, or of an environment variable. */
export interface Complaints {
  complain(path: FilePath, message: string): void;
  complainOfVariable(variable: string, message: string): void;
}

/** The variable that may hold a broker's whole address. */
const urlVariable = "MQTT_URL";

const usualPorts: Readonly<Record<string, string>> = { "mqtt:": "1883", "mqtts:": "8883" };

const notAnAddress =
  "This is not the address of a broker; write it like mqtt://broker.example.org:1883, or mqtts:// for TLS.";

type Address = Pick<BrokerConfig, "url" | "user" | "password">;

/** The brokers with their defaults filled in and their passwords from the environment. */
export function toBrokers(
  shapes: readonly BrokerShape[],
  env: Environment,
  complaints: Complaints,
): readonly BrokerConfig[] {
  const given = env[urlVariable]?.trim() ?? "";
  const addresses = shapes.map((shape, i) => toWritten(shape, ["mqtt", i], { given, complaints }));
  const variable = given === "" ? null : parseBrokerUrl(given);
  const owner = variable === null ? -1 : findOwner(variable, addresses);
  if (given !== "" && variable === null) complaints.complainOfVariable(urlVariable, notAnAddress);
  else if (variable !== null && owner < 0)
    complaints.complainOfVariable(
      urlVariable,
      shapes.length === 0
        ? "The configuration has no mqtt section; it says which topics are wanted."
        : "None of the brokers under mqtt has this address.",
    );
  return shapes.map((shape, i) => {
    const at: FilePath = ["mqtt", i];
    const winner = i === owner ? variable : null;
    const user = winner?.user ?? shape.user ?? addresses[i]?.user ?? null;
    const password = winner?.password ?? (user === null ? null : (env[shape.passwordVariable] ?? null));
    const url = winner?.url ?? addresses[i]?.url ?? "";
    if (shape.caFile !== undefined && url.startsWith("mqtt:"))
      complaints.complain(
        [...at, "caFile"],
        "Only mqtts:// has certificates; this broker is spoken to in the clear.",
      );
    return {
      url,
      user,
      password,
      caFile: shape.caFile ?? null,
      clientId: shape.clientId ?? null,
      version: shape.version,
      subscriptions: shape.subscriptions.map((subscription, k) =>
        toSubscription(subscription, [...at, "subscriptions", k], complaints.complain),
      ),
    };
  });
}

function toWritten(
  shape: BrokerShape,
  at: FilePath,
  { given, complaints }: { readonly given: string; readonly complaints: Complaints },
): Address | null {
  if (shape.url === undefined) {
    if (given === "")
      complaints.complain([...at, "url"], `Say where the broker is, here or in ${urlVariable}.`);
    return null;
  }
  const address = parseBrokerUrl(shape.url);
  if (address === null) complaints.complain([...at, "url"], notAnAddress);
  else if (address.password !== null)
    complaints.complain(
      [...at, "url"],
      `Secrets do not belong in this file; set ${shape.passwordVariable} in the environment.`,
    );
  return address;
}

/** The broker that MQTT_URL speaks of: the only one, or the one with its address. */
function findOwner(variable: Address, addresses: readonly (Address | null)[]): number {
  return addresses.length === 1 ? 0 : addresses.findIndex((address) => address?.url === variable.url);
}

/** Takes `mqtt://user:password@host:port` apart. `null`: not the address of a broker. */
export function parseBrokerUrl(text: string): Address | null {
  if (!isUrl(text, Object.keys(usualPorts))) return null;
  const url = new URL(text);
  if (!/^\/?$/.test(url.pathname) || url.search !== "" || url.hash !== "") return null;
  try {
    const user = url.username === "" ? null : decodeURIComponent(url.username);
    const password = url.password === "" ? null : decodeURIComponent(url.password);
    const port = url.port === "" ? (usualPorts[url.protocol] ?? "") : url.port;
    return { url: `${url.protocol}//${url.hostname}:${port}`, user, password };
  } catch {
    // A lone percent sign: the caller calls the whole address malformed.
    return null;
  }
}
