import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import type { Recording } from "./recording-file.ts";
import type { ServerLink } from "./server-link.ts";

/** Time as a replay needs it. */
export interface Pace {
  nowMs(): EpochMs;
  wait(ms: DurationMs): Promise<void>;
}

/** What came of sending. */
export interface Sent {
  readonly accepted: number;
  /** The server's first sentence about lines it refused; `null` when it took all. */
  readonly refusal: string | null;
  /** Source times of the first and last line; `null` for an empty recording. */
  readonly firstMs: EpochMs | null;
  readonly lastMs: EpochMs | null;
}

/** Lines in one write: InfluxDB's own advice, and a fraction of what the server takes at once. */
const batchLines = 5000;

/** A paced replay sends at most this often, so that a high speed does not make a write of every line. */
const leastWaitMs: DurationMs = 250;

/**
 * Sends all lines in order. `speed`: source seconds a second, or `max`. The pace follows source time from the first
 * line on; a line whose time jumps back goes out at once. `onSent` hears how many lines have gone.
 */
export async function sendRecording(parts: {
  readonly recording: Recording;
  readonly link: ServerLink;
  readonly speed: number | "max";
  readonly pace: Pace;
  readonly onSent: (lines: number) => void;
}): Promise<Sent> {
  const { recording, link, speed, pace, onSent } = parts;
  const startMs = pace.nowMs();
  let batch: Buffer[] = [];
  let sent = 0;
  let accepted = 0;
  let refusal: string | null = null;
  let firstMs: EpochMs | null = null;
  let lastMs: EpochMs | null = null;

  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const answer = await link.write(Buffer.concat(batch), batch.length, recording.precision);
    sent += batch.length;
    accepted += answer.accepted;
    refusal ??= answer.refusal;
    batch = [];
    onSent(sent);
  };

  for (const { text, atMs } of recording.lines) {
    firstMs ??= atMs;
    lastMs = Math.max(lastMs ?? atMs, atMs);
    if (speed !== "max") {
      const dueInMs = startMs + (atMs - firstMs) / speed - pace.nowMs();
      if (dueInMs > 0) {
        await flush();
        await pace.wait(Math.max(dueInMs, leastWaitMs));
      }
    }
    batch.push(typeof text === "string" ? Buffer.from(text) : text);
    if (batch.length >= batchLines) await flush();
  }
  await flush();
  return { accepted, refusal, firstMs, lastMs };
}
