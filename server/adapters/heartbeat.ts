import type { DurationMs } from "../../protocol/time.ts";
import { seconds } from "../../protocol/time.ts";
import type { Cancel, Clock, Log } from "../app/ports.ts";

/** A receiver that has not answered by then is asked again at the next beat. */
const timeLimitMs: DurationMs = seconds(10);

/** `http:` to `https:` and a missing slash are common; more than that is a loop. */
const mostRedirects = 3;

/** What it beats with. */
export interface HeartbeatParts {
  /** May hold a secret: never printed. */
  readonly url: string;
  readonly everyMs: DurationMs;
  /** False: the beat stays away, which is how somebody elsewhere notices. */
  readonly isWell: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly timeLimitMs?: DurationMs;
}

type Beat =
  | { readonly kind: "heard" }
  | { readonly kind: "unwell" }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Fetches an address at once and then every `everyMs` while all is well, so that a watchman elsewhere (healthchecks.io,
 * Uptime Kuma's push monitors, Dead Man's Snitch) calls somebody when it stays away. Says once when that changes.
 */
export function startHeartbeat(parts: HeartbeatParts): Cancel {
  const { url, everyMs, isWell, clock, log } = parts;
  const limitMs = parts.timeLimitMs ?? timeLimitMs;
  const { host } = new URL(url);
  const stopping = new AbortController();
  let said = "";
  let isUnderWay = false;

  const say = (beat: Beat): void => {
    const now = beat.kind === "failed" ? beat.reason : beat.kind;
    if (now === said || stopping.signal.aborted) return;
    const isFirst = said === "";
    said = now;
    if (beat.kind === "failed") log.warn("The heartbeat was not heard.", { host, reason: beat.reason });
    else if (beat.kind === "unwell") log.warn("The heartbeat stays away, because not all is well.", { host });
    else log.info(isFirst ? "The heartbeat is heard." : "The heartbeat is heard again.", { host });
  };

  const beat = async (): Promise<void> => {
    if (isUnderWay) return;
    isUnderWay = true;
    try {
      say(
        isWell()
          ? await knock(url, AbortSignal.any([stopping.signal, AbortSignal.timeout(limitMs)]))
          : { kind: "unwell" },
      );
    } finally {
      isUnderWay = false;
    }
  };

  const cancel = clock.every(everyMs, () => void beat());
  void beat();
  return () => {
    cancel();
    stopping.abort();
  };
}

/** Follows a redirect only where it stays on the same host: the secret in an address is that host's. */
async function knock(url: string, signal: AbortSignal): Promise<Beat> {
  let at = new URL(url);
  try {
    for (let hops = 0; hops <= mostRedirects; hops++) {
      const answer = await fetch(at, { redirect: "manual", signal });
      await answer.body?.cancel();
      if (answer.ok) return { kind: "heard" };
      const location = answer.headers.get("location");
      if (answer.status < 300 || answer.status >= 400 || location === null)
        return { kind: "failed", reason: `the answer was ${answer.status}` };
      const next = new URL(location, at);
      if (next.hostname !== at.hostname) return { kind: "failed", reason: "it is sent on to another host" };
      if (at.protocol === "https:" && next.protocol !== "https:")
        return { kind: "failed", reason: "it is sent on without encryption" };
      at = next;
    }
    return { kind: "failed", reason: "it is sent on in a circle" };
  } catch (cause) {
    return { kind: "failed", reason: signal.aborted ? "no answer in time" : toReason(cause) };
  }
}

/** `fetch failed` says nothing; its cause does. */
function toReason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
