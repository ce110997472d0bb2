import { Agent, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";

/** What a sender puts into one body, and how. */
export interface SenderShape {
  /** Value of the tag `sender` of its series in `fault_load`. */
  readonly name: string;
  readonly linesPerBody: number;
  readonly precision: "ns" | "us" | "ms" | "s";
  readonly isPacked: boolean;
}

/** Sends points one body after the other, each again until it is acknowledged, as Telegraf does. */
export interface Sender {
  readonly name: string;
  /** Points acknowledged; they are those numbered from 0. */
  readonly acknowledged: number;
  /** Bodies acknowledged. */
  readonly answers: number;
  /** How often each other answer came; 0 stands for none (refused or cut off). */
  readonly refusals: ReadonlyMap<number, number>;
  /** The last `Retry-After` that was heard, seconds. */
  readonly askedToWaitS: number | null;
  /** Goes on until `finish`; harmless when it runs already. */
  start(): void;
  /** Sends its last body until it is acknowledged, then resolves. */
  finish(): Promise<void>;
}

/** Source time of a sender's first point, and from one to the next. Every precision can say them. */
export const firstPointMs = 1_700_000_000_000;
export const pointEveryMs = 1000;

/** Between two bodies: senders have a rhythm, and the machine has others to serve. */
const rhythmMs = 4;

/** A server that is away or full is asked again soon: the test waits for it. */
const retryMs = 50;

const perMs = { ns: "000000", us: "000", ms: "", s: null } as const;

const toTime = (n: number, precision: SenderShape["precision"]): string => {
  const ms = firstPointMs + n * pointEveryMs;
  const zeros = perMs[precision];
  return zeros === null ? String(ms / 1000) : `${ms}${zeros}`;
};

/** The `n`-th point: its number, and a value that only this point of this series can have. */
const toLine = ({ name, precision }: SenderShape, n: number): string =>
  `fault_load,sender=${name} n=${n}i,value=${n}.25 ${toTime(n, precision)}\n`;

/** `url` is asked before each attempt: a server that was killed comes back somewhere else. */
export function createSender(shape: SenderShape, url: () => string): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const refusals = new Map<number, number>();
  const path = `/write?db=loopwatch&precision=${shape.precision}`;
  let next = 0;
  let answers = 0;
  let askedToWaitS: number | null = null;
  let isFinishing = false;
  let running: Promise<void> | null = null;

  const attempt = (body: Buffer): Promise<number> =>
    new Promise((resolve) => {
      const headers: Record<string, string | number> = { "content-length": body.length };
      if (shape.isPacked) headers["content-encoding"] = "gzip";
      const sent = request(`${url()}${path}`, { method: "POST", agent, headers }, (answer) => {
        const told = answer.headers["retry-after"];
        if (told !== undefined) askedToWaitS = Number(told);
        answer.resume();
        answer.once("end", () => resolve(answer.statusCode ?? 0));
        answer.once("error", () => resolve(0));
      });
      // Nothing is known of this body's fate: it is sent again.
      sent.once("error", () => resolve(0));
      sent.end(body);
    });

  const sendBody = async (): Promise<void> => {
    const lines = Array.from({ length: shape.linesPerBody }, (_, i) => toLine(shape, next + i)).join("");
    const body = shape.isPacked ? gzipSync(lines) : Buffer.from(lines);
    for (let status = await attempt(body); status !== 204; status = await attempt(body)) {
      refusals.set(status, (refusals.get(status) ?? 0) + 1);
      await delay(retryMs);
    }
    next += shape.linesPerBody;
    answers++;
  };

  const run = async (): Promise<void> => {
    while (!isFinishing) {
      await sendBody();
      await delay(rhythmMs);
    }
    agent.destroy();
  };

  return {
    name: shape.name,
    get acknowledged() {
      return next;
    },
    get answers() {
      return answers;
    },
    refusals,
    get askedToWaitS() {
      return askedToWaitS;
    },
    start() {
      running ??= run();
    },
    async finish() {
      isFinishing = true;
      await running;
    },
  };
}
