import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { type DurationMs, minutes } from "../../../protocol/time.ts";
import { sendProblem } from "./answers.ts";
import type { Visits } from "./visit.ts";

/** How much one address may ask in a window of time. A house network of IPv6 (/56) counts as one address. */
export interface RateLimits {
  /** Logins that failed; a slow-down for each account stands beside it. */
  readonly failedLogins: number;
  readonly failedLoginsWindowMs: DurationMs;
  /** Requests to the API in a minute: a page with all its trends asks some dozens when it opens. */
  readonly apiPerMinute: number;
  /** Telemetry with a wrong token, or none, in a minute. A sender with a good one is never counted. */
  readonly failedSendsPerMinute: number;
}

export const usualRateLimits: RateLimits = {
  failedLogins: 30,
  failedLoginsWindowMs: minutes(5),
  apiPerMinute: 1200,
  failedSendsPerMinute: 60,
};

/** Counters in front of the doors. */
export interface Limiters {
  readonly logins: RequestHandler;
  readonly api: RequestHandler;
  readonly failedSends: RequestHandler;
}

/** Bits of an IPv6 address that one customer of a network has in common. */
const networkBits = 56;

/** Counted in memory: a restart forgets, and whoever can restart us needs no password. */
export function createLimiters(limits: RateLimits, visits: Visits): Limiters {
  const create = (
    limit: number,
    windowMs: DurationMs,
    more: { readonly skipSuccessfulRequests?: boolean } = {},
  ): RequestHandler =>
    rateLimit({
      ...{ limit, windowMs, ...more },
      standardHeaders: "draft-8",
      legacyHeaders: false,
      keyGenerator: (request: IncomingMessage) => {
        const { address } = visits.of(request).peer;
        return ipKeyGenerator(address, networkBits);
      },
      handler: (_request, response) =>
        sendProblem(response, "too many", "Too much was asked from this address; try again in a while."),
      // Who comes through a proxy is read by ourselves (`peer.ts`).
      validate: { xForwardedForHeader: false, forwardedHeader: false },
    });
  return {
    logins: create(limits.failedLogins, limits.failedLoginsWindowMs, { skipSuccessfulRequests: true }),
    api: create(limits.apiPerMinute, minutes(1)),
    failedSends: create(limits.failedSendsPerMinute, minutes(1)),
  };
}
