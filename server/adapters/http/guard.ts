import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import helmet from "helmet";
import { decideOrigin } from "../../boundary/origin.ts";
import { sendProblem } from "./answers.ts";

/**
 * Headers that keep a page from doing what ours never does. No HSTS and no upgrade of requests: on loopback there is
 * only plain HTTP.
 */
export function createHeaders(): RequestHandler {
  return helmet({
    strictTransportSecurity: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'self'"],
        // uPlot sets sizes as inline styles.
        "style-src": ["'self'", "'unsafe-inline'"],
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
}

const isChange = ({ method }: IncomingMessage): boolean => method !== "GET" && method !== "HEAD";

/** Turns away requests under a foreign name, and other sites' pages that act through a visitor's browser. */
export function createGuard(publicHost: string | null): RequestHandler {
  return (request, response, next) => {
    const origin = isChange(request) ? request.headers.origin : undefined;
    const reason = decideOrigin({ host: request.headers.host, origin }, publicHost);
    if (reason === null) next();
    else sendProblem(response, "forbidden", reason);
  };
}

/**
 * As the guard, for a page of ours that gives no referrer: its forms come with the origin `null`, as those of many others
 * do, and then it counts what the browser itself says of where they come from (Fetch Metadata; no page can write that).
 */
export function decideFormOrigin(request: IncomingMessage, publicHost: string | null): string | null {
  const { host, origin } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (!isChange(request) || (site === "same-origin" && origin === "null"))
    return decideOrigin({ host, origin: undefined }, publicHost);
  if (site !== undefined && site !== "same-origin") return "Another site may not act here.";
  return decideOrigin({ host, origin }, publicHost);
}
