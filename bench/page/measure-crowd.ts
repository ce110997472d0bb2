import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type DurationMs, seconds } from "../../protocol/time.ts";
import type { CrowdSaid, CrowdServerSaid, CrowdTask } from "./crowd-shape.ts";

/** One stretch of one way: what the server needed, and when the pages that read had their frames. */
export interface CrowdMeasured extends CrowdSaid, CrowdServerSaid {
  readonly way: CrowdTask["way"];
  readonly stalled: boolean;
  /** Frames that were kept for the page that did not read, of those sent meanwhile; `null` while it read. */
  readonly kept: number | null;
}

/** Before it counts: connections are made and code is compiled. */
const warmUpMs = seconds(5);
/** Long enough for a page that reads again to get what was kept for it. */
const wakeMs = seconds(3);

function start(script: string, args: readonly string[], nodeOptions: readonly string[] = []): ChildProcess {
  const file = fileURLToPath(new URL(script, import.meta.url));
  return fork(file, [...args], { execArgv: [...nodeOptions, "--import", "tsx"] });
}

async function ask<T>(child: ChildProcess, words: string): Promise<T> {
  const answer = once(child, "message");
  child.send(words);
  return (await answer)[0] as T;
}

/** All read, then one stops reading; the same frames to the same number of pages. */
export async function measureCrowd(
  task: CrowdTask,
  options: { readonly pages: number; readonly forMs: DurationMs; readonly nodeOptions: readonly string[] },
): Promise<readonly CrowdMeasured[]> {
  const server = start("crowd-server.ts", [JSON.stringify(task)], options.nodeOptions);
  const [{ url }] = (await once(server, "message")) as [{ readonly url: string }];
  const crowd = start("crowd-pages.ts", [url, String(options.pages)]);
  await once(crowd, "message");
  await ask(server, "begin");
  await delay(warmUpMs);
  const rows: CrowdMeasured[] = [];
  for (const stalled of [false, true]) {
    await ask(crowd, stalled ? "stall" : "go on");
    await ask(server, "go on");
    await delay(options.forMs);
    const needed = await ask<CrowdServerSaid>(server, "how are you");
    const heard = await ask<CrowdSaid>(crowd, stalled ? "wake" : "go on");
    if (stalled) await delay(wakeMs);
    const woken = stalled ? await ask<CrowdSaid>(crowd, "how are you") : null;
    const kept = woken && Math.max(0, woken.firstFrames - Math.round(wakeMs / task.periodMs));
    rows.push({ ...heard, ...needed, way: task.way, stalled, kept });
  }
  for (const child of [crowd, server]) {
    const ended = once(child, "exit");
    child.disconnect();
    await ended;
  }
  return rows;
}
