import type { DurationMs } from "../../protocol/time.ts";
import type { LinePrecision } from "../boundary/line-time.ts";
import { CommandError } from "./command-error.ts";
import { createProgress } from "./progress.ts";
import { type Recording, readIssRecording, readLpRecording } from "./recording-file.ts";
import { type Pace, type Sent, sendRecording } from "./send-recording.ts";
import { createServerLink, type ServerLink } from "./server-link.ts";
import { type ExitCode, type Terminal, toCountText } from "./terminal.ts";

/** How a recording is replayed. */
export interface ReplayOptions {
  readonly format: "iss" | "lp";
  readonly path: string;
  /** Source seconds a second, or as fast as the server takes it. */
  readonly speed: number | "max";
  readonly url: string;
  /** For telemetry of every loop, where the server asks for one; `null`: none. */
  readonly token: string | null;
  /** Year of an ISS recording; `null`: from a date in its path. */
  readonly year: number | null;
  /** Precision of the timestamps in a line protocol file. */
  readonly precision: LinePrecision;
  readonly json: boolean;
}

/** What a measurement had in the store before and after; `null` when the store did not say. */
interface Tally {
  readonly measurement: string;
  readonly points: number;
  readonly before: number | null;
  readonly after: number | null;
}

/** How often the server is asked whether everything is in the store, and how long without progress is too long. */
const drainEveryMs: DurationMs = 250;
const drainPatienceMs: DurationMs = 60_000;

/** Left-out lines that are named; the rest is counted. */
const namedProblems = 5;

/**
 * `loopwatch replay`: sends a recording through the same door as live telemetry, waits until the store has it, and
 * counts. The answer is "no" when the server refused lines, or when the store, empty before, does not hold every point.
 */
export async function replay(options: ReplayOptions, terminal: Terminal, pace: Pace): Promise<ExitCode> {
  const recording =
    options.format === "iss"
      ? readIssRecording(options.path, options.year)
      : readLpRecording(options.path, options.precision, pace.nowMs());
  sayProblems(recording, terminal);
  const link = createServerLink(options.url, options.token, (ms) => pace.wait(ms));
  const measurements = [...recording.pointsByMeasurement.keys()];
  await link.waiting();
  const before = new Map<string, number | null>();
  for (const measurement of measurements) before.set(measurement, await link.count(measurement));
  const progress = createProgress(terminal, recording.total, "points");
  const sent = await sendRecording({
    recording,
    link,
    speed: options.speed,
    pace,
    onSent: (lines) => progress.show(lines),
  }).finally(() => progress.finish());
  await waitForStore(link, pace);
  const tallies: Tally[] = [];
  for (const [measurement, points] of recording.pointsByMeasurement) {
    const after = await link.count(measurement);
    tallies.push({ measurement, points, before: before.get(measurement) ?? null, after });
  }
  const ok = sent.refusal === null && !tallies.some(isIncomplete);
  terminal.out(
    options.json ? renderJson(recording, sent, tallies, ok) : renderText(recording, sent, tallies),
  );
  return ok ? 0 : 1;
}

/** Only where nothing was before can the count be compared. */
const isIncomplete = ({ before, after, points }: Tally): boolean => before === 0 && after !== points;

async function waitForStore(link: ServerLink, pace: Pace): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let quietMs = 0;
  for (let waiting = await link.waiting(); waiting > 0; waiting = await link.waiting()) {
    quietMs = waiting < least ? 0 : quietMs + drainEveryMs;
    least = Math.min(least, waiting);
    if (quietMs >= drainPatienceMs)
      throw new CommandError(
        "Everything was accepted and is safe on disk, but the store has taken nothing for a minute; see the server's log.",
      );
    await pace.wait(drainEveryMs);
  }
}

function sayProblems({ skipped, problems }: Recording, terminal: Terminal): void {
  for (const { file, line, message } of problems.slice(0, namedProblems))
    terminal.err(`${file}:${line}: ${message}\n`);
  if (skipped > 0)
    terminal.err(`${toCountText(skipped)} ${skipped === 1 ? "line is" : "lines are"} left out.\n`);
}

const toIso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

function renderJson(recording: Recording, sent: Sent, tallies: readonly Tally[], ok: boolean): string {
  const { accepted, refusal, firstMs, lastMs } = sent;
  const { total, merged, skipped } = recording;
  const span = { from: toIso(firstMs), to: toIso(lastMs) };
  return `${JSON.stringify({ ok, points: total, accepted, merged, skipped, refusal, ...span, store: tallies }, null, 2)}\n`;
}

function renderText(recording: Recording, sent: Sent, tallies: readonly Tally[]): string {
  const span = sent.firstMs === null ? "" : ` from ${toIso(sent.firstMs)} to ${toIso(sent.lastMs)}`;
  const lines = [
    `Sent ${toCountText(sent.accepted)} points${span}; ${toCountText(recording.merged)} duplicates merged, ${toCountText(recording.skipped)} lines left out.`,
  ];
  if (sent.refusal !== null) lines.push(`The server refused a part: ${sent.refusal}`);
  for (const tally of tallies) lines.push(renderTally(tally));
  return `${lines.join("\n")}\n`;
}

function renderTally(tally: Tally): string {
  const { measurement, points, before, after } = tally;
  if (after === null) return `The store does not say how many points of ${measurement} it holds.`;
  const holds = `The store holds ${toCountText(after)} points of ${measurement}`;
  if (isIncomplete(tally)) return `${holds}, but ${toCountText(points)} were sent.`;
  return before === 0
    ? `${holds}: all of them.`
    : `${holds}; it held ${before === null ? "some" : toCountText(before)} before.`;
}
