import type { Role } from "../../../protocol/access.ts";
import { roleToAct } from "../../domain/access/deeds.ts";

/**
 * What a route asks of who comes: nothing, a token for telemetry, a role, or one of the two (`reader`: a viewer, or a
 * sender who asks about its own loops).
 */
export type Need = "nothing" | "telemetry" | "reader" | Role;

/** One way in. */
export interface RouteRow {
  readonly method: "get" | "post" | "delete";
  /** As Express matches it. */
  readonly path: string;
  readonly needs: Need;
}

const row = (method: RouteRow["method"], path: string, needs: Need): RouteRow => ({ method, path, needs });

const api = "/api/v1";

/** Every way in over HTTP, beside the files of the page, which are everybody's. What does not stand here does not exist. */
export const routeTable: readonly RouteRow[] = [
  // The page itself, with the view in which people log in.
  row("get", "/", "nothing"),
  row("get", `${api}/session`, "nothing"),
  row("post", `${api}/session`, "nothing"),
  row("delete", `${api}/session`, "nothing"),
  // A link of a mail is signed, for one person and one call of one alarm.
  row("get", "/ack/:token", "nothing"),
  row("post", "/ack/:token", "nothing"),
  // Watchmen elsewhere ask these; the answers say yes or no, and which part is not ready.
  row("get", "/healthz", "nothing"),
  row("get", "/readyz", "nothing"),
  row("get", "/metrics", "viewer"),
  row("get", "/ping", "nothing"),
  row("post", "/write", "telemetry"),
  row("post", "/api/v2/write", "telemetry"),
  row("get", "/query", "telemetry"),
  row("post", "/query", "telemetry"),
  row("get", `${api}/loops`, "viewer"),
  row("get", `${api}/loops/:id`, "reader"),
  row("get", `${api}/loops/:id/history`, "viewer"),
  row("post", `${api}/replays`, "viewer"),
  row("get", `${api}/replays/:id`, "viewer"),
  row("delete", `${api}/replays/:id`, "viewer"),
  row("get", `${api}/alarms`, "viewer"),
  row("get", `${api}/alarms/:id`, "viewer"),
  row("get", `${api}/alarms/:id/mail`, "viewer"),
  row("post", `${api}/alarms/:id/acknowledge`, roleToAct),
  row("post", `${api}/alarms/:id/silence`, roleToAct),
  row("post", `${api}/alarms/:id/reset`, roleToAct),
  row("post", `${api}/alarms/:id/comment`, roleToAct),
  row("post", `${api}/alarms/:id/assign`, roleToAct),
  row("post", `${api}/alarms/:id/shelve`, roleToAct),
  row("post", `${api}/acts`, roleToAct),
  row("get", `${api}/series`, "viewer"),
  row("get", `${api}/counts`, "viewer"),
  row("get", `${api}/held`, "viewer"),
  row("get", `${api}/proofs`, "viewer"),
  row("get", `${api}/notices`, "viewer"),
  row("get", `${api}/outbox`, "viewer"),
  row("get", `${api}/incidents`, "viewer"),
  row("get", `${api}/incidents/:id`, "viewer"),
  row("get", `${api}/ledger`, "viewer"),
  row("get", `${api}/figures`, "viewer"),
  row("get", `${api}/mailbox`, "viewer"),
  row("get", `${api}/mailbox/:id`, "viewer"),
  row("get", `${api}/health`, "reader"),
  row("get", `${api}/count`, "reader"),
  row("get", `${api}/openapi.json`, "viewer"),
];
