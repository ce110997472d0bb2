import { type RequestHandler, Router } from "express";
import { isAtLeast } from "../../../protocol/access.ts";
import type { Doorkeeper, LoopScope } from "../../app/doorkeeper.ts";
import { readTelemetryToken } from "../../boundary/credentials.ts";
import { sendProblem } from "./answers.ts";
import type { Limiters } from "./limits.ts";
import { type Need, routeTable } from "./route-table.ts";
import { sendLogin, type Visits } from "./visit.ts";

/** What the gate needs. */
export interface GateParts {
  readonly doorkeeper: Doorkeeper;
  readonly visits: Visits;
  readonly limiters: Limiters;
}

/**
 * Asks of each request what its row of the table says, and marks it as expected. It is built from the same table and by
 * the same matching as the routes behind it, so that no spelling of an address finds a route and not its row.
 */
export function createGate(parts: GateParts): Router {
  const gate = Router();
  for (const { method, path, needs } of routeTable) gate[method](path, createAsk(needs, parts));
  return gate;
}

/** Lets only what the gate expects go on to the routes. */
export const createThreshold =
  (visits: Visits, routes: RequestHandler): RequestHandler =>
  (request, response, next) => {
    if (visits.of(request).isExpected) routes(request, response, next);
    else next();
  };

function createAsk(needs: Need, { doorkeeper, visits, limiters }: GateParts): RequestHandler {
  const isGuarded = (): boolean => doorkeeper.access.mode === "guarded";

  const askSender: RequestHandler = (request, response, next) => {
    const visit = visits.of(request);
    if (visits.scope(request) !== null) {
      visit.isExpected = true;
      next();
      return;
    }
    const token = readTelemetryToken(request.headers.authorization, request.query["p"]);
    // Counted only now: whoever has a token is never held up.
    limiters.failedSends(request, response, () => {
      response.set("WWW-Authenticate", 'Token realm="Loopwatch"');
      sendProblem(response, "unauthorized", token === null ? noToken : wrongToken);
    });
  };

  const askVisitor: RequestHandler = (request, response, next) => {
    const visit = visits.of(request);
    const visitor = visit.visitor();
    const isReader = needs === "reader";
    const role = needs === "reader" || needs === "telemetry" || needs === "nothing" ? "viewer" : needs;
    if (visitor !== null && isAtLeast(visitor.role, role)) {
      visit.needs = role;
      visit.isExpected = true;
      next();
    } else if (visitor !== null) {
      visits.turnAway(request, response, visitor, role);
    } else {
      const scope = isReader ? doorkeeper.sender(visit.credentials.token) : null;
      if (scope === null) sendLogin(response);
      else if (isOwn(scope, request.params["id"])) {
        visit.isExpected = true;
        next();
      } else sendProblem(response, "forbidden", "This token is not good for that.");
    }
  };

  if (needs === "telemetry") return askSender;
  const ask: RequestHandler =
    needs === "nothing"
      ? (request, _response, next) => {
          visits.of(request).isExpected = true;
          next();
        }
      : askVisitor;
  return (request, response, next) => {
    if (isGuarded() && request.path.toLowerCase().startsWith("/api/"))
      limiters.api(request, response, ask.bind(null, request, response, next));
    else ask(request, response, next);
  };
}

const noToken =
  "Telemetry needs a token here: make one with loopwatch token add, and send it as Authorization: Token.";
export const wrongToken = "This token is not known here, or is none for telemetry.";

/** A sender may ask about its own loops, and about no single one only when it sends for all. */
const isOwn = (scope: LoopScope, loopId: unknown): boolean =>
  scope === "all" || (typeof loopId === "string" && scope.has(loopId));
