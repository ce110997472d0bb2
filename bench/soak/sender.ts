import { Agent, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

/** Sends bodies one after the other, each until it is acknowledged, and counts. */
export interface SoakSender {
  /** Puts a body behind those that wait; `lines` of each loop are in it. */
  send(body: string): void;
  /** Bodies acknowledged with 204 and those that wait. */
  readonly acknowledged: number;
  readonly waiting: number;
  /** Answers other than 204; 0 stands for none at all. */
  readonly refusals: ReadonlyMap<number, number>;
  /** Longest answer since this was asked last, milliseconds. */
  takeLongestMs(): number;
  /** Resolves when nothing waits. */
  finish(): Promise<void>;
}

const retryMs = 100;
const idleMs = 5;

export function createSoakSender(target: string): SoakSender {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const queue: string[] = [];
  const refusals = new Map<number, number>();
  const count = { acknowledged: 0, longestMs: 0, isFinishing: false };

  const attempt = (body: string): Promise<number> =>
    new Promise((resolve) => {
      const begunMs = performance.now();
      const sent = request(target, { method: "POST", agent }, (answer) => {
        answer.resume();
        answer.once("end", () => {
          count.longestMs = Math.max(count.longestMs, performance.now() - begunMs);
          resolve(answer.statusCode ?? 0);
        });
        answer.once("error", () => resolve(0));
      });
      // Nothing is known of its fate: it is sent again.
      sent.once("error", () => resolve(0));
      sent.end(body);
    });

  const run = async (): Promise<void> => {
    for (;;) {
      const body = queue[0];
      if (body === undefined) {
        if (count.isFinishing) return;
        await delay(idleMs);
        continue;
      }
      const status = await attempt(body);
      if (status === 204) {
        queue.shift();
        count.acknowledged += 1;
        continue;
      }
      refusals.set(status, (refusals.get(status) ?? 0) + 1);
      await delay(retryMs);
    }
  };
  const running = run();

  return {
    send: (body) => void queue.push(body),
    get acknowledged() {
      return count.acknowledged;
    },
    get waiting() {
      return queue.length;
    },
    refusals,
    takeLongestMs() {
      const { longestMs } = count;
      count.longestMs = 0;
      return longestMs;
    },
    async finish() {
      count.isFinishing = true;
      await running;
      agent.destroy();
    },
  };
}
