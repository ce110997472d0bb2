import type { BrokerHealth } from "../../protocol/wire.ts";

/** What a badge says about a broker: `note` is "" while telemetry comes as it should. */
export interface BrokerWords {
  readonly name: string;
  readonly note: string;
  /** Everything there is to know, for the tooltip. */
  readonly detail: string;
}

const messages = (count: number): string => (count === 1 ? "1 message" : `${count} messages`);

/** A broker's health in words. Refused messages alone leave the badge quiet: the others come through. */
export function toBrokerWords(broker: BrokerHealth): BrokerWords {
  const { url, connected, problem, received, refused, empty, waiting, lastRefusal } = broker;
  const parts = [
    problem,
    `${messages(received)} received.`,
    refused > 0 ? `${messages(refused)} refused, the newest on ${lastRefusal}` : "",
    empty > 0 ? `${messages(empty)} had nothing to store.` : "",
    waiting > 0 ? `${messages(waiting)} on the way to the disk.` : "",
  ];
  const note = problem === "" ? "" : connected ? "needs attention" : "not connected";
  return { name: `MQTT ${url.replace(/^\w+:\/\//, "")}`, note, detail: parts.filter(Boolean).join(" ") };
}
