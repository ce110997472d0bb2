import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import type { Request, Response } from "express";
import { isAtLeast, type Role, type Visitor } from "../../../protocol/access.ts";
import type { Actor } from "../../app/access-port.ts";
import type { Doorkeeper, LoopScope } from "../../app/doorkeeper.ts";
import { type Credentials, readCredentials, readTelemetryToken } from "../../boundary/credentials.ts";
import type { createPeerReader, Peer } from "../../boundary/peer.ts";
import { sendProblem } from "./answers.ts";

/** One request, and who it comes from. */
export interface Visit {
  readonly peer: Peer;
  readonly credentials: Credentials;
  /** Looked up when it is first asked for; `null`: nobody we know. */
  visitor(): Visitor | null;
  /** A row of the table knows this address. */
  isExpected: boolean;
  /** What the row asks of who acts. */
  needs: Role;
}

/** The visits of a server. */
export interface Visits {
  of(request: IncomingMessage): Visit;
  /**
   * Who acts, asked anew: while a body was on its way, an account may have gone or its role have changed. `null`: they may
   * not, and the response has said so.
   */
  actor(request: Request, response: Response): Actor | null;
  /** Tells somebody whose role does not do, and the audit. */
  turnAway(request: Request, response: Response, visitor: Visitor, needs: Role): void;
  /** Loops for which this request may send telemetry, asked anew; `null`: its token is none for that. */
  scope(request: Request): LoopScope | null;
}

/** As much of a path goes to the audit, in characters. */
const longestPath = 200;

/** Remembers each visit as long as its request lives. */
export function createVisits(doorkeeper: Doorkeeper, readPeer: ReturnType<typeof createPeerReader>): Visits {
  const visitOf = new WeakMap<IncomingMessage, Visit>();
  const of = (request: IncomingMessage): Visit => {
    const known = visitOf.get(request);
    if (known !== undefined) return known;
    const { headers, socket } = request;
    const peer = readPeer({ ...toConnection(socket), headers });
    const credentials = readCredentials(headers, peer.isHttps);
    let visitor: Visitor | null | undefined;
    const visit: Visit = {
      ...{ peer, credentials, isExpected: false },
      // Whatever no row speaks of is nobody's to do.
      needs: "administrator",
      visitor() {
        if (visitor === undefined) visitor = doorkeeper.visitor(credentials);
        return visitor;
      },
    };
    visitOf.set(request, visit);
    return visit;
  };
  const turnAway: Visits["turnAway"] = (request, response, visitor, needs) => {
    const refusal = `This needs the role ${needs}; you are ${visitor.role}.`;
    const deed = `${request.method} ${request.path.slice(0, longestPath)}`;
    doorkeeper.access.turnedAway({ ...visitor, address: of(request).peer.address }, deed, refusal);
    sendProblem(response, "forbidden", refusal);
  };
  return {
    ...{ of, turnAway },
    actor(request, response) {
      const { peer, credentials, needs } = of(request);
      const visitor = doorkeeper.visitor(credentials);
      if (visitor !== null && isAtLeast(visitor.role, needs)) return { ...visitor, address: peer.address };
      if (visitor === null) sendLogin(response);
      else turnAway(request, response, visitor, needs);
      return null;
    },
    scope: (request) =>
      doorkeeper.sender(readTelemetryToken(request.headers.authorization, request.query["p"])),
  };
}

/** To somebody we do not know. */
export function sendLogin(response: Response): void {
  response.set("WWW-Authenticate", 'Bearer realm="Loopwatch"');
  sendProblem(response, "unauthorized", "Log in first, or send a token as Authorization: Bearer.");
}

const toConnection = (socket: IncomingMessage["socket"]) => ({
  remoteAddress: socket.remoteAddress,
  isEncrypted: socket instanceof TLSSocket,
});
