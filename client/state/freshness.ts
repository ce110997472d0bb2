import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import { seconds } from "../../protocol/time.ts";
import { deadAfterMs } from "../../protocol/wire.ts";

/** What is known of the line to the server. Times are this page's clock. */
export interface Line {
  readonly openedMs: EpochMs;
  /** When the server was last heard; `null` before the first hello. */
  readonly heardMs: EpochMs | null;
  /** When the socket said that it is cut; `null` while it is not. */
  readonly cutMs: EpochMs | null;
  /** The page hung up itself to get a fresh snapshot; not a failure until the beat is missed as well. */
  readonly renewing: boolean;
  /** Why the server lets nobody in who has not logged in; `null`: it does. */
  readonly shut: WhyLogin | null;
}

/** `ended`: it was not the reader who ended the session, and nobody told this page of alarms since. */
export type WhyLogin = "first" | "ended" | "left";

/** What can happen to the line. */
export type LineEvent = "heard" | "cut" | "renewing" | "shut" | "left";

/** What the page tells its reader. `sinceMs`: the server was last heard then; `null` when it never was. */
export type Link =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  /** The server is there and asks who we are. */
  | { readonly kind: "login"; readonly why: WhyLogin }
  | { readonly kind: "dead"; readonly sinceMs: EpochMs | null };

/** A page that asked for a fresh snapshot may ask again only after this: a server that counts differently must not be hammered. */
export const renewPauseMs: DurationMs = seconds(10);

/** A line that has just been opened. */
export const openLine = (nowMs: EpochMs): Line => ({
  openedMs: nowMs,
  heardMs: null,
  cutMs: null,
  renewing: false,
  shut: null,
});

/** The line after an event. */
export function stepLine(line: Line, event: LineEvent, nowMs: EpochMs): Line {
  switch (event) {
    case "heard":
      return { ...line, heardMs: nowMs, cutMs: null, renewing: false, shut: null };
    case "cut":
      return line.renewing ? line : { ...line, cutMs: line.cutMs ?? nowMs };
    case "renewing":
      return { ...line, renewing: true };
    case "shut":
      return { ...line, shut: line.shut ?? (line.heardMs === null ? "first" : "ended") };
    case "left":
      return { ...line, shut: "left" };
  }
}

/** A cut is dead at once; silence is dead after `deadAfterMs`, also on the very first connection. */
export function toLink(line: Line, nowMs: EpochMs): Link {
  if (line.shut !== null) return { kind: "login", why: line.shut };
  const silentMs = nowMs - (line.heardMs ?? line.openedMs);
  if (line.cutMs !== null || silentMs > deadAfterMs) return { kind: "dead", sinceMs: line.heardMs };
  return line.heardMs === null ? { kind: "connecting" } : { kind: "live" };
}

/** True when the newest sequence shows that an alarm event never arrived here. */
export const hasMissed = (seenSeq: number, newestSeq: number): boolean => newestSeq > seenSeq;
