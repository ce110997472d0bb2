import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Lines } from "./line-reader.ts";
import type { Load } from "./shape.ts";

/** What the senders' process is told. `target`: whole address of the write, with its query. */
export interface SenderTask {
  readonly load: Load;
  readonly target: string;
}

/** What it tells when every body was answered. Times of answers in milliseconds, from when a body was due. */
export interface SenderReport {
  readonly begunMs: number;
  readonly endedMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Answers that told the sender to come again; it did. */
  readonly notStored: number;
}

/** Runs the senders in a process of their own; `onBegin` is called right before the first body goes. */
export async function runSenders(task: SenderTask, onBegin: () => void): Promise<SenderReport> {
  const script = fileURLToPath(new URL("../ingest-sender.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, JSON.stringify(task)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = new Lines(child.stdout);
  await lines.next();
  onBegin();
  child.stdin.end("go\n");
  return JSON.parse(await lines.next()) as SenderReport;
}
