import type { DurationMs } from "../../../protocol/time.ts";
import type { Precision } from "../../app/ports.ts";
import { parseLines } from "../../boundary/line-protocol.ts";
import { fromAnswer, InfluxStatusError, toMessage, withinLimit } from "./influx-failure.ts";
import { ask, type InfluxAnswer, type InfluxEndpoint } from "./influx-http.ts";

/** What InfluxDB calls the precisions; nanoseconds are its default, under any version. */
const precisionParameter: Readonly<Record<Precision, string>> = {
  ns: "",
  us: "&precision=u",
  ms: "&precision=ms",
  s: "&precision=s",
  m: "&precision=m",
  h: "&precision=h",
};

/** Statuses that judge the data, not the server: such a body is never sent again as it is. */
const dataStatuses: ReadonlySet<number> = new Set([400, 413, 422]);

/** Sentences kept of one body; a count tells of the rest. */
const mostSentences = 3;

/** Forwards line protocol as it came in. */
export interface InfluxWrites {
  /** `null` when all is in, else what was refused. Rejects with `StoreError`. */
  write(lines: Buffer, precision: Precision): Promise<string | null>;
}

/** Writes into one database. `limitMs` bounds each request. */
export function createInfluxWrites(
  endpoint: InfluxEndpoint,
  { database, limitMs }: { readonly database: string; readonly limitMs: DurationMs },
): InfluxWrites {
  const post = (body: Buffer, precision: Precision): Promise<InfluxAnswer> =>
    withinLimit({ label: endpoint.label, limitMs }, (signal) =>
      ask(endpoint, {
        method: "POST",
        path: `/write?db=${encodeURIComponent(database)}${precisionParameter[precision]}`,
        body,
        signal,
      }),
    );

  const send = async (body: Buffer, precision: Precision, refused: string[]): Promise<void> => {
    const answer = await post(body, precision);
    if (answer.status === 204) return;
    // Only InfluxDB's own "it is in" counts: a web server that says 200 to anything must not swallow telemetry.
    if (!dataStatuses.has(answer.status)) throw fromAnswer(endpoint.label, answer);
    const message = toMessage(answer.body);
    // A partial write has stored every good line. Any other refusal may have thrown the whole body away for one
    // bad line (a type conflict in a new measurement does): halve it until the bad line stands alone.
    const halves = message.startsWith("partial write") ? null : splitLines(body, precision);
    if (halves === null) {
      refused.push(message || `status ${answer.status}`);
      return;
    }
    for (const half of halves) await send(half, precision, refused);
  };

  return {
    async write(lines, precision) {
      if (lines.length === 0) return null;
      const refused: string[] = [];
      await send(lines, precision, refused);
      const [first] = refused;
      if (first === undefined) return null;
      const more = refused.length - mostSentences;
      return refused.slice(0, mostSentences).join("; ") + (more > 0 ? `; and ${more} more` : "");
    },
  };
}

/**
 * Cuts a body between two lines near its middle; `null` when it holds a single line. A line feed inside a quoted
 * text does not end a line: there the first part would not parse, and the next line feed is tried.
 */
export function splitLines(body: Buffer, precision: Precision): readonly [Buffer, Buffer] | null {
  const middle = Math.floor(body.length / 2);
  for (const [from, step] of [
    [body.lastIndexOf(10, middle), -1],
    [body.indexOf(10, middle + 1), 1],
  ] as const) {
    for (let at = from; at >= 0 && at < body.length - 1; ) {
      const first = body.subarray(0, at + 1);
      if (parseLines(first, precision, 0).refused === 0) return [first, body.subarray(at + 1)];
      at = step < 0 ? (at === 0 ? -1 : body.lastIndexOf(10, at - 1)) : body.indexOf(10, at + 1);
    }
  }
  return null;
}

/** True when a write failed because the database is not there (InfluxDB was emptied while we were running). */
export const isDatabaseMissing = (error: unknown): boolean =>
  error instanceof InfluxStatusError && error.status === 404 && error.message.includes("database not found");
