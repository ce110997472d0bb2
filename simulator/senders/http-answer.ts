import type { DurationMs } from "../../protocol/time.ts";
import { slowRetryMs } from "./backoff.ts";
import type { HttpTarget } from "./http-target.ts";
import { toReason } from "./reason.ts";

/** How the other side answered one attempt. */
export type HttpAnswer =
  | { readonly kind: "accepted" }
  /** All but so many points were taken; these never will be. */
  | { readonly kind: "partly"; readonly rejected: number; readonly reason: string }
  /** Not taken as it is; smaller bodies may show which part, or be small enough. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Not taken now. `atLeastMs`: not to be asked again before. */
  | { readonly kind: "failed"; readonly reason: string; readonly atLeastMs: DurationMs };

/** A server that has not answered by then has not accepted. */
const attemptMs: DurationMs = 10_000;

/** A server may ask for patience, but not for more than this: the loop should not stay silent for long. */
const longestRetryAfterMs: DurationMs = 60_000;

/** Enough of the server's words for a person; an error page can be long. */
const mostWords = 300;

/** What a person can do about a status that waiting alone will not mend. */
const advice: ReadonlyMap<number, string> = new Map([
  [401, "Give a user and password in the address, or a token in INFLUX_TOKEN."],
  [403, "The credentials may not write there."],
  [404, "There is no such endpoint or database; check the address, and create the database."],
]);

/** One attempt over the process's keep-alive connections. `points` are the lines of `body`. Never throws. */
export async function postLines(
  target: HttpTarget,
  { body, points }: { readonly body: string; readonly points: number },
  closing: AbortSignal,
): Promise<HttpAnswer> {
  try {
    const response = await fetch(target.writeUrl, {
      method: "POST",
      headers: {
        "content-type": "text/plain; charset=utf-8",
        ...(target.authorization === null ? {} : { authorization: target.authorization }),
      },
      body,
      // A redirected POST would arrive as a GET without its body, and be answered with 200.
      redirect: "manual",
      signal: AbortSignal.any([closing, AbortSignal.timeout(attemptMs)]),
    });
    // Read to the end, or the connection is not used again.
    const text = await response.text();
    return toAnswer({ status: response.status, text, headers: response.headers }, points);
  } catch (error) {
    return { kind: "failed", reason: toReason(error), atLeastMs: 0 };
  }
}

function toAnswer(
  { status, text, headers }: { status: number; text: string; headers: Headers },
  points: number,
): HttpAnswer {
  const isPage = headers.get("content-type")?.includes("text/html") ?? false;
  if (status >= 200 && status < 300) {
    // A web server that says 200 to anything must not swallow telemetry.
    if (!isPage) return { kind: "accepted" };
    const reason = `${status} with a web page. That is not a write endpoint; check the address.`;
    return { kind: "failed", reason, atLeastMs: slowRetryMs };
  }
  const reason = `${status} ${isPage ? "" : toWords(text)}`.trim();
  if (status === 400) {
    const rejected = parseRejected(text, points);
    return rejected === null ? { kind: "refused", reason } : { kind: "partly", rejected, reason };
  }
  if (status === 413) return { kind: "refused", reason };
  if (status >= 300 && status < 400) {
    const to = headers.get("location") ?? "another address";
    return {
      kind: "failed",
      reason: `${status}, it points to ${to}. Give that address.`,
      atLeastMs: slowRetryMs,
    };
  }
  const help = advice.get(status);
  if (help !== undefined) return { kind: "failed", reason: `${reason}. ${help}`, atLeastMs: slowRetryMs };
  return { kind: "failed", reason, atLeastMs: parseRetryAfter(headers.get("retry-after")) };
}

/**
 * How many points of a refused body were left out while the others were kept; `null` when the answer does not say
 * that the others were kept. Loopwatch says `"refused":2`; InfluxDB says `partial write: … dropped=2`, or lists each
 * line that it was unable to parse.
 */
function parseRejected(text: string, points: number): number | null {
  const refused = /"refused":\s*(\d{1,9})\b/.exec(text);
  if (refused !== null) return Math.min(points, Number(refused[1]));
  if (!text.includes("partial write")) return null;
  const dropped = Number(/dropped=(\d{1,9})/.exec(text)?.[1] ?? 0);
  const unparsed = text.split("unable to parse '").length - 1;
  return Math.min(points, Math.max(1, dropped + unparsed));
}

/** The sentence in a JSON answer, or the text as it is, cut to a length for a screen. */
function toWords(text: string): string {
  const sentence = readError(text) ?? text;
  return sentence.trim().replace(/\s+/g, " ").slice(0, mostWords);
}

function readError(text: string): string | null {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== "object" || answer === null) return null;
    const error = "error" in answer ? answer.error : "message" in answer ? answer.message : null;
    return typeof error === "string" ? error : null;
  } catch (error) {
    // Not JSON: a plain sentence or a page.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Whole seconds; the form with a date is answered by our own backoff. */
function parseRetryAfter(header: string | null): DurationMs {
  if (header === null || !/^\d{1,9}$/.test(header)) return 0;
  return Math.min(longestRetryAfterMs, Number(header) * 1000);
}
