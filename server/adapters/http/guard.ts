import type { IncomingMessage } from "node:http";
import type { Request, RequestHandler } from "express";
import helmet from "helmet";
import { days } from "../../../protocol/time.ts";
import { decideOrigin, type HouseNames } from "../../boundary/origin.ts";
import { sendProblem } from "./answers.ts";

/** Browsers that came over TLS once come over TLS again for so long, seconds. */
const keptEncryptedS = days(180) / 1000;

/**
 * Headers that keep a page from doing what ours never does. No HSTS and no upgrade of requests where the visitor came over
 * plain HTTP, which is all there is on loopback.
 */
export function createHeaders(isHttps: (request: IncomingMessage) => boolean): RequestHandler {
  const always = helmet({
    strictTransportSecurity: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
      },
    },
  });
  return (request, response, next) => {
    if (isHttps(request)) response.set("Strict-Transport-Security", `max-age=${keptEncryptedS}`);
    always(request, response, next);
  };
}

const isChange = ({ method }: IncomingMessage): boolean => method !== "GET" && method !== "HEAD";

/** Turns away requests under a foreign name, and other sites' pages that act through a visitor's browser. */
export function createGuard(names: () => HouseNames): RequestHandler {
  return (request, response, next) => {
    const origin = isChange(request) ? request.headers.origin : undefined;
    const reason =
      decideOrigin({ host: request.headers.host, origin }, names()) ??
      (isChange(request) && isForeignSite(request) ? foreignSite : null);
    if (reason !== null) sendProblem(response, "forbidden", reason);
    else if (isUnknownBody(request))
      sendProblem(response, "wrong type", "Send JSON, with Content-Type: application/json.");
    else next();
  };
}

const foreignSite = "Another site may not act here.";

/** What the browser itself says of where a request comes from; no page can write that. Programs say nothing. */
function isForeignSite({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  return site !== undefined && site !== "same-origin" && site !== "none";
}

/** A body that a form of any site could send, where only JSON is meant. A login may come as a form, from our own origin. */
function isUnknownBody(request: Request): boolean {
  const { path } = request;
  if (!isChange(request) || !path.toLowerCase().startsWith("/api/v1/")) return false;
  if (request.headers["content-length"] === "0") return false;
  const isLogin = path.toLowerCase().startsWith("/api/v1/session");
  // `null`: there is no body.
  return request.is(isLogin ? ["json", "urlencoded"] : ["json"]) === false;
}

/**
 * As the guard, for a page of ours that gives no referrer: its forms come with the origin `null`, as those of many others
 * do, and then it counts what the browser itself says of where they come from (Fetch Metadata; no page can write that).
 */
export function decideFormOrigin(request: IncomingMessage, names: HouseNames): string | null {
  const { host, origin } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (!isChange(request) || (site === "same-origin" && origin === "null"))
    return decideOrigin({ host, origin: undefined }, names);
  if (site !== undefined && site !== "same-origin") return foreignSite;
  return decideOrigin({ host, origin }, names);
}
