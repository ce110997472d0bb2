import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { AccessSettings } from "../boundary/config-access.ts";
import { StartError } from "./start-error.ts";

/**
 * How long the head of a request and a whole request may take, and how often that is looked at, milliseconds; who says
 * nothing or drips longer is cut off.
 */
const patience = { headersTimeout: 20_000, requestTimeout: 120_000, connectionsCheckingInterval: 5_000 };

/** A server that does not listen yet, encrypted where the configuration says so. Throws `StartError`. */
export function createWebServer(tls: AccessSettings["tls"], handle: RequestListener): Server {
  if (tls === null) return createServer(patience, handle);
  const cert = readPem(tls.certFile, "certFile");
  const key = readPem(tls.keyFile, "keyFile");
  try {
    return createSecureServer({ ...patience, cert, key, minVersion: "TLSv1.2" }, handle);
  } catch (cause) {
    throw new StartError(
      `The certificate in ${tls.certFile} and the key in ${tls.keyFile} do not go together. Check tls.`,
      cause,
    );
  }
}

function readPem(file: string, field: keyof NonNullable<AccessSettings["tls"]>): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new StartError(`The file ${file} cannot be read. Check tls.${field} in the configuration.`, cause);
  }
}

/** A plain door on this machine's loopback, for the built-in simulator beside a server that is encrypted. */
export interface InnerDoor {
  readonly url: string;
  close(): void;
}

/** What comes through it is answered by the server itself, and asked for the same tokens. */
export async function openInnerDoor(server: Server): Promise<InnerDoor> {
  const inner = createServer(patience, (request, response) => void server.emit("request", request, response));
  inner.on("upgrade", (request, socket, head) => void server.emit("upgrade", request, socket, head));
  await new Promise<void>((resolve, reject) => {
    inner.once("error", reject);
    inner.listen(0, "127.0.0.1", resolve);
  });
  const { port } = inner.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      inner.close();
      inner.closeAllConnections();
    },
  };
}
