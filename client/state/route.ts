import type { EpochMs } from "../../protocol/time.ts";

/** A stretch of source time that a link points at. */
export interface TimeSpan {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** What the view of alarms can show. */
export const alarmTabs = ["standing", "held", "history", "figures", "ledger"] as const;
export type AlarmTab = (typeof alarmTabs)[number];

/** Where the reader is; lives in the part of the address after `#`. */
export type Route =
  | { readonly kind: "overview" }
  /** `span`: the trend stands still there; `null`: it is live. */
  | { readonly kind: "loop"; readonly loopId: string; readonly span: TimeSpan | null }
  /** Source seconds a second; `null`: the usual speed. */
  | {
      readonly kind: "replay";
      readonly loopId: string;
      readonly span: TimeSpan;
      readonly speed: number | null;
    }
  | { readonly kind: "mailbox"; readonly mailId: string | null }
  | { readonly kind: "alarms"; readonly tab: AlarmTab }
  | { readonly kind: "alarm"; readonly occurrenceId: string }
  | { readonly kind: "incident"; readonly incidentId: string };

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A hand-typed "%": the raw text is as good a name as any, and will simply not be found.
    return part;
  }
}

/** `from` and `to` of a link; `null` unless both are there and in order. */
function parseSpan(query: string): TimeSpan | null {
  const asked = new URLSearchParams(query);
  const fromMs = Number(asked.get("from") ?? Number.NaN);
  const toMs = Number(asked.get("to") ?? Number.NaN);
  return Number.isFinite(fromMs) && Number.isFinite(toMs) && toMs > fromMs ? { fromMs, toMs } : null;
}

/** Reads `location.hash`; anything unknown is the overview. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [head = "", id = ""] = path.split("/").map((part) => decode(part));
  if (head === "loop" && id !== "") return { kind: "loop", loopId: id, span: parseSpan(query) };
  const span = parseSpan(query);
  if (head === "replay" && id !== "" && span !== null)
    return {
      kind: "replay",
      loopId: id,
      span,
      speed: Number(new URLSearchParams(query).get("speed")) || null,
    };
  if (head === "mailbox") return { kind: "mailbox", mailId: id === "" ? null : id };
  if (head === "incident" && id !== "") return { kind: "incident", incidentId: id };
  if (head === "alarms") {
    const tab = id === "" ? "standing" : alarmTabs.find((name) => name === id);
    // The id of an alarm has a loop and a class in it, so that no tab can be mistaken for one.
    return tab === undefined ? { kind: "alarm", occurrenceId: id } : { kind: "alarms", tab };
  }
  return { kind: "overview" };
}

/** The address of a route, for links. */
export function toHash(route: Route): string {
  switch (route.kind) {
    case "overview":
      return "#/";
    case "loop": {
      const span = route.span === null ? "" : `?from=${route.span.fromMs}&to=${route.span.toMs}`;
      return `#/loop/${encodeURIComponent(route.loopId)}${span}`;
    }
    case "replay": {
      const { fromMs, toMs } = route.span;
      const speed = route.speed === null ? "" : `&speed=${route.speed}`;
      return `#/replay/${encodeURIComponent(route.loopId)}?from=${fromMs}&to=${toMs}${speed}`;
    }
    case "mailbox":
      return route.mailId === null ? "#/mailbox" : `#/mailbox/${encodeURIComponent(route.mailId)}`;
    case "alarms":
      return route.tab === "standing" ? "#/alarms" : `#/alarms/${route.tab}`;
    case "alarm":
      return `#/alarms/${encodeURIComponent(route.occurrenceId)}`;
    case "incident":
      return `#/incident/${encodeURIComponent(route.incidentId)}`;
  }
}
