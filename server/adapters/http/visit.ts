import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import type { Visitor } from "../../../protocol/access.ts";
import type { Actor } from "../../app/access-port.ts";
import { type Doorkeeper, type LoopScope, localOperator } from "../../app/doorkeeper.ts";
import { type Credentials, readCredentials } from "../../boundary/credentials.ts";
import type { createPeerReader, Peer } from "../../boundary/peer.ts";

/** One request, and who it comes from. */
export interface Visit {
  readonly peer: Peer;
  readonly credentials: Credentials;
  /** Looked up when it is first asked for; `null`: nobody we know. */
  visitor(): Visitor | null;
  /** A row of the table knows this address. */
  isExpected: boolean;
  /** Loops for which this request may send telemetry. */
  scope: LoopScope;
}

/** The visits of a server. */
export interface Visits {
  of(request: IncomingMessage): Visit;
  /** Who acts; to be asked behind the gate only, which lets nobody unknown through. */
  actor(request: IncomingMessage): Actor;
}

/** No sender may send for any loop before its token was looked at. */
const noLoops: LoopScope = new Set<string>();

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
      ...{ peer, credentials, isExpected: false, scope: noLoops },
      visitor() {
        if (visitor === undefined) visitor = doorkeeper.visitor(credentials);
        return visitor;
      },
    };
    visitOf.set(request, visit);
    return visit;
  };
  return {
    of,
    actor(request) {
      const { peer, visitor } = of(request);
      return { ...(visitor() ?? localOperator), address: peer.address };
    },
  };
}

const toConnection = (socket: IncomingMessage["socket"]) => ({
  remoteAddress: socket.remoteAddress,
  isEncrypted: socket instanceof TLSSocket,
});
