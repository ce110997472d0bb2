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

/** Turns away requests under a foreign name, and other sites' pages that act through a visitor's browser. */
export function createGuard(publicHost: string | null): RequestHandler {
  return (request, response, next) => {
    const changes = request.method !== "GET" && request.method !== "HEAD";
    const origin = changes ? request.headers.origin : undefined;
    const reason = decideOrigin({ host: request.headers.host, origin }, publicHost);
    if (reason === null) next();
    else sendProblem(response, "forbidden", reason);
  };
}
