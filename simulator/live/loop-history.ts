import type { LoopId } from "../../protocol/ids.ts";
import { type DurationMs, days, type EpochMs, seconds } from "../../protocol/time.ts";
import type { HttpTarget } from "../senders/http-target.ts";
import { toReason } from "../senders/reason.ts";
import { waitUnlessAborted } from "../wait.ts";

/** Telemetry begins this far back, so that a fast simulation does not run ahead of the wall clock. */
const headStartMs: DurationMs = days(365);

/** A server that is being started is asked again this often. */
const askAgainMs: DurationMs = 500;
const attemptMs: DurationMs = 5000;

/**
 * Newest source time that the server has for a loop, `null` when it has none or does not know the loop. Asks until
 * the server answers or the signal aborts; says once that it waits.
 */
export async function fetchNewestSample(
  { origin: url, authorization }: Pick<HttpTarget, "origin" | "authorization">,
  loopId: LoopId,
  say: (sentence: string) => void,
  signal: AbortSignal,
): Promise<EpochMs | null> {
  let told = false;
  while (!signal.aborted) {
    try {
      const target = new URL(`/api/v1/loops/${loopId}`, url);
      const response = await fetch(target, {
        headers: authorization === null ? {} : { authorization },
        signal: AbortSignal.any([signal, AbortSignal.timeout(attemptMs)]),
      });
      const text = await response.text();
      if (response.status === 404) return null;
      if (response.ok) return parseNewestSample(text);
      throw new Error(`it answered ${response.status}`);
    } catch (error) {
      if (signal.aborted) return null;
      if (!told) say(`Waiting for the server at ${url}: ${toReason(error)}`);
      told = true;
      await waitUnlessAborted(askAgainMs, signal);
    }
  }
  return null;
}

/** Takes `lastSampleMs` from the loop itself or from its `signal`; anything else is "no samples". */
export function parseNewestSample(text: string): EpochMs | null {
  const loop = parseObject(text);
  const newest = loop["lastSampleMs"] ?? toObject(loop["signal"])["lastSampleMs"];
  return typeof newest === "number" && Number.isFinite(newest) ? newest : null;
}

/** A year before now, or a second after the newest sample the server already has, whichever is later. */
export const toStartTime = (wallMs: EpochMs, newestMs: EpochMs | null): EpochMs =>
  Math.max(wallMs - headStartMs, newestMs === null ? 0 : newestMs + seconds(1));

function parseObject(text: string): Record<string, unknown> {
  try {
    return toObject(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Error("its answer is not JSON", { cause: error });
    throw error;
  }
}

const toObject = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? { ...value } : {};
