import type { Socket } from "socket.io";
import { isAtLeast, type Role, type Visitor } from "../../../protocol/access.ts";
import type { ActResult } from "../../../protocol/wire.ts";
import type { Actor } from "../../app/access-port.ts";
import type { Doorkeeper, LoopScope, Shown } from "../../app/doorkeeper.ts";
import { readCredentials } from "../../boundary/credentials.ts";
import type { createPeerReader } from "../../boundary/peer.ts";

/** Who is behind a socket; asked anew each time, since sessions end and roles change while a page is open. */
export interface SocketVisit {
  visitor(): Visitor | null;
  /** Loops for which the program behind the socket may speak; `null`: none. */
  scope(): LoopScope | null;
  /** Who acts, where their role lets them; else a sentence for them, and a line in the audit. */
  actor(
    needs: Role,
    deed: string,
  ): { readonly ok: true; readonly actor: Actor } | Extract<ActResult, { ok: false }>;
}

/** What a socket shows: the cookie or the header of its handshake, or a token in `auth`. */
export function createSocketVisit(
  handshake: Socket["handshake"],
  doorkeeper: Doorkeeper,
  readPeer: ReturnType<typeof createPeerReader>,
): SocketVisit {
  const { headers, address: remoteAddress, secure, auth } = handshake;
  const peer = readPeer({ remoteAddress, isEncrypted: secure, headers });
  const read = readCredentials(headers, peer.isHttps);
  const said: unknown = auth["token"];
  const shown: Shown = { ...read, token: typeof said === "string" ? said : read.token };
  const visitor = (): Visitor | null => doorkeeper.visitor(shown);
  return {
    visitor,
    scope: () => doorkeeper.sender(shown.token),
    actor(needs, deed) {
      const who = visitor();
      if (who === null) return { ok: false, reason: "Your session has ended; log in again." };
      const actor: Actor = { ...who, address: peer.address };
      if (isAtLeast(who.role, needs)) return { ok: true, actor };
      const reason = `This needs the role ${needs}; you are ${who.role}.`;
      doorkeeper.access.turnedAway(actor, deed, reason);
      return { ok: false, reason };
    },
  };
}
