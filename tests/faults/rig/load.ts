import { setTimeout as delay } from "node:timers/promises";
import type { InfluxdPeer } from "./influxd-peer.ts";
import { createSender, firstPointMs, pointEveryMs, type Sender, type SenderShape } from "./sender.ts";

/** Several senders at once, unlike each other. */
export interface Load {
  readonly senders: readonly Sender[];
  /** Bodies acknowledged so far. */
  answers(): number;
  /** Answers of this status so far; 0: none came. */
  refusals(status: number): number;
  /** Resolves when so many more bodies were acknowledged. */
  more(bodies: number): Promise<void>;
  /** Resolves when every sender's last body is acknowledged. */
  finish(): Promise<void>;
}

const shapes: readonly SenderShape[] = [
  { name: "tiny", linesPerBody: 1, precision: "ns", isPacked: false },
  { name: "telegraf", linesPerBody: 40, precision: "ns", isPacked: true },
  { name: "micro", linesPerBody: 7, precision: "us", isPacked: false },
  { name: "milli", linesPerBody: 20, precision: "ms", isPacked: false },
  { name: "second", linesPerBody: 3, precision: "s", isPacked: false },
];

const pollMs = 10;

/** Starts at once; whoever opens it finishes it. */
export function beginLoad(url: () => string): Load {
  const senders = shapes.map((shape) => createSender(shape, url));
  for (const sender of senders) sender.start();
  const answers = (): number => senders.reduce((sum, sender) => sum + sender.answers, 0);
  return {
    senders,
    answers,
    refusals: (status) => senders.reduce((sum, sender) => sum + (sender.refusals.get(status) ?? 0), 0),
    async more(bodies) {
      const enough = answers() + bodies;
      while (answers() < enough) await delay(pollMs);
    },
    async finish() {
      await Promise.all(senders.map((sender) => sender.finish()));
    },
  };
}

/** How what the database holds differs from what was acknowledged; empty lists: not at all. */
export interface Difference {
  /** `sender number` of points that were acknowledged and are not there. */
  readonly lost: readonly string[];
  /** What is there and was never acknowledged, or is there with another time or value. */
  readonly wrong: readonly string[];
}

/** All is as it should be. */
export const noDifference: Difference = { lost: [], wrong: [] };

/** Compares the sets of (series, time, value). The senders have finished. */
export async function compare(load: Load, influxd: InfluxdPeer): Promise<Difference> {
  const rowsBySender = await influxd.rows('SELECT n, value FROM fault_load GROUP BY "sender"', "sender");
  const lost: string[] = [];
  const wrong: string[] = [];
  for (const { name, acknowledged } of load.senders) {
    const seen = new Set<unknown>();
    for (const [atMs, n, value] of rowsBySender.get(name) ?? []) {
      const isRight =
        typeof n === "number" &&
        n < acknowledged &&
        atMs === firstPointMs + n * pointEveryMs &&
        value === n + 0.25 &&
        !seen.has(n);
      if (!isRight) wrong.push(`${name} ${String(atMs)} ${String(n)} ${String(value)}`);
      seen.add(n);
    }
    for (let n = 0; n < acknowledged; n++) if (!seen.has(n)) lost.push(`${name} ${n}`);
  }
  const strangers = [...rowsBySender.keys()].filter((name) => load.senders.every((s) => s.name !== name));
  return { lost, wrong: [...wrong, ...strangers] };
}
