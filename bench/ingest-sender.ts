import { Agent, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { createBodies } from "./ingest/bodies.ts";
import type { SenderReport, SenderTask } from "./ingest/sender-process.ts";
import { valuesPerPoint } from "./ingest/shape.ts";

// The senders' own process: renders its bodies, says "ready", begins when told, prints one line of JSON.

const task = JSON.parse(process.argv[2] ?? "") as SenderTask;
const { load, target } = task;
const bodies = Array.from({ length: load.senders }, (_, sender) => createBodies(load, sender));
const answersMs: number[] = [];
let notStored = 0;

const post = (agent: Agent, body: Buffer): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(
      target,
      { method: "POST", agent, headers: { "content-length": body.length } },
      (answer) => {
        answer.resume();
        answer.on("end", () => resolve(answer.statusCode ?? 0));
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });

/** Sends all bodies of one sender, one after the other. A paced answer is timed from when its body was due. */
async function send(sender: number, startMs: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const everyMs =
    load.pacedPerS === null
      ? 0
      : (1000 * load.senders * load.pointsPerBody * valuesPerPoint[load.kind]) / load.pacedPerS;
  for (let n = 0; n < load.bodiesPerSender; n++) {
    const body = bodies[sender]!.next(n);
    const dueMs = startMs + (n + sender / load.senders) * everyMs;
    const waitMs = everyMs === 0 ? 0 : dueMs - performance.now();
    if (waitMs > 0) await delay(waitMs);
    const fromMs = everyMs === 0 ? performance.now() : dueMs;
    for (;;) {
      const status = await post(agent, body);
      if (status === 204) break;
      notStored++;
      if (status !== 503 && status !== 429) throw new Error(`The server answered ${status}.`);
      await delay(100);
    }
    answersMs.push(performance.now() - fromMs);
  }
  agent.destroy();
}

process.stdout.write("ready\n");
process.stdin.once("data", async () => {
  const startMs = performance.now();
  const begunMs = Date.now();
  await Promise.all(bodies.map((_, sender) => send(sender, startMs)));
  const sorted = answersMs.toSorted((a, b) => a - b);
  const quantile = (q: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
  const report: SenderReport = {
    begunMs,
    endedMs: Date.now(),
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    maxMs: quantile(1),
    notStored,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
  process.exit(0);
});
