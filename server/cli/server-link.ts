import { z } from "zod";
import type { DurationMs } from "../../protocol/time.ts";
import type { LinePrecision } from "../boundary/line-time.ts";
import { CommandError } from "./command-error.ts";

/** What a server made of a batch: `refusal` is its sentence when it refused a part of it. */
export interface WriteAnswer {
  readonly accepted: number;
  readonly refusal: string | null;
}

/** A running Loopwatch, over HTTP. Every call ends in an answer or a `CommandError`. */
export interface ServerLink {
  write(lines: Buffer, count: number, precision: LinePrecision): Promise<WriteAnswer>;
  /** Accepted writes that wait for the store. */
  waiting(): Promise<number>;
  /** Points the store holds of a measurement; `null` when the store does not answer. */
  count(measurement: string): Promise<number | null>;
}

/** Waits before a call is tried again: soon at first; together about eight seconds, in which a server restarts. */
const retriesMs: readonly DurationMs[] = [250, 500, 1000, 2000, 4000];

/** A full server is asked again this often, since it says when it will have room. */
const mostFullTries = 60;

/** When a full server does not say how long to wait, milliseconds. */
const fullWaitMs: DurationMs = 5000;

/** A server that takes longer to answer is as good as absent, milliseconds. */
const answerWithinMs: DurationMs = 60_000;

const refusalShape = z.object({ message: z.string(), accepted: z.number().optional() });
const healthShape = z.object({ spool: z.object({ waiting: z.number() }) });
const countShape = z.object({ points: z.number() });

/** `token`: shown with every call, unless `null`. `wait` resolves after so many milliseconds. */
export function createServerLink(
  url: string,
  token: string | null,
  wait: (ms: DurationMs) => Promise<void>,
): ServerLink {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Token ${token}` };
  const base = url.replace(/(?<!\/)\/+$/, "");

  const attempt = async (path: string, init: RequestInit): Promise<Response | null> => {
    try {
      const response = await fetch(`${base}${path}`, {
        ...init,
        headers,
        signal: AbortSignal.timeout(answerWithinMs),
      });
      if (response.status >= 500 && response.status !== 503) return null;
      if (response.status !== 401 && response.status !== 403) return response;
    } catch {
      // Refused, reset or too slow: the caller tries again and says so in the end.
      return null;
    }
    throw new CommandError(
      `The server at ${base} asks for a token of every loop. Make one there with loopwatch token add NAME --all-loops, and give it here in INFLUX_TOKEN.`,
    );
  };

  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    for (const pauseMs of [...retriesMs, null]) {
      const response = await attempt(path, init);
      if (response !== null) return response;
      if (pauseMs !== null) await wait(pauseMs);
    }
    throw new CommandError(
      `No Loopwatch answers at ${base}. Start one with npm start, or say where it is with --url.`,
    );
  };

  const write = async (lines: Buffer, precision: LinePrecision): Promise<Response> => {
    for (let tries = 0; tries < mostFullTries; tries++) {
      const body = new Uint8Array(lines);
      const response = await ask(`/write?db=loopwatch&precision=${precision}`, { method: "POST", body });
      if (response.status !== 503) return response;
      await response.arrayBuffer();
      const askedS = Number(response.headers.get("retry-after"));
      await wait(askedS > 0 ? askedS * 1000 : fullWaitMs);
    }
    throw new CommandError(
      `The server at ${base} has been full for a long time; see whether its store is up.`,
    );
  };

  return {
    async write(lines, count, precision) {
      const response = await write(lines, precision);
      const text = await response.text();
      if (response.status === 204) return { accepted: count, refusal: null };
      const answer = refusalShape.safeParse(toJson(text));
      if (response.status === 400 && answer.success)
        return { accepted: answer.data.accepted ?? 0, refusal: answer.data.message };
      const why = answer.success ? answer.data.message : `It said ${response.status}.`;
      throw new CommandError(`The server at ${base} does not take this recording. ${why}`);
    },
    async waiting() {
      const answer = healthShape.safeParse(toJson(await (await ask("/api/v1/health")).text()));
      if (!answer.success) throw new CommandError(`What answers at ${base} is not a Loopwatch.`);
      return answer.data.spool.waiting;
    },
    async count(measurement) {
      const response = await ask(`/api/v1/count?measurement=${encodeURIComponent(measurement)}`);
      const answer = countShape.safeParse(toJson(await response.text()));
      return answer.success ? answer.data.points : null;
    },
  };
}

/** `undefined` when it is not JSON; the shapes refuse that. */
function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
