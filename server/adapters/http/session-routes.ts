import { json, type Request, type RequestHandler, type Response, Router, urlencoded } from "express";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Access } from "../../app/access-port.ts";
import type { Clock } from "../../app/ports.ts";
import { toCookieName } from "../../boundary/credentials.ts";
import { parseLogin } from "../../boundary/login.ts";
import { sendProblem, toFields } from "./answers.ts";
import type { Visits } from "./visit.ts";

/** What logging in and out needs. */
export interface SessionParts {
  readonly access: Access;
  readonly visits: Visits;
  readonly clock: Pick<Clock, "nowMs">;
  /** Counts logins that failed. */
  readonly limit: RequestHandler;
}

/** `/session`: who am I, log in, log out. The secret travels in the cookie alone. */
export function createSessionRoutes({ access, visits, clock, limit }: SessionParts): Router {
  const router = Router();

  const setCookie = (request: Request, response: Response, secret: string, expiresMs: EpochMs): void => {
    const secure = visits.of(request).peer.isHttps;
    response.cookie(toCookieName(secure), secret, {
      ...{ httpOnly: true, sameSite: "strict", path: "/", secure },
      maxAge: expiresMs - clock.nowMs(),
    });
  };
  /** Ends the session that the browser shows, if any. */
  const endShown = (request: Request): void => {
    const { credentials, peer } = visits.of(request);
    if (credentials.session !== null) access.logout(credentials.session, peer.address);
  };

  router.get("/session", (request, response) => {
    response.json({ mode: access.mode, visitor: visits.of(request).visitor() });
  });
  router.post(
    "/session",
    limit,
    json({ limit: "4kb" }),
    urlencoded({ extended: false, limit: "4kb" }),
    async (request, response) => {
      if (access.mode === "open") {
        sendProblem(response, "refused", "Nobody logs in here: only this machine is served.");
        return;
      }
      const said = parseLogin(toFields(request.body));
      if (!said.ok) {
        sendProblem(response, "invalid", said.reason);
        return;
      }
      const result = await access.login({ ...said.value, address: visits.of(request).peer.address });
      if (!result.ok) {
        if (result.retryAfterS !== null) response.set("Retry-After", String(Math.ceil(result.retryAfterS)));
        sendProblem(response, result.retryAfterS === null ? "unauthorized" : "too many", result.reason, {
          retryAfterS: result.retryAfterS,
        });
        return;
      }
      // Whoever had this browser before is logged out, and what they left behind is worth nothing.
      endShown(request);
      setCookie(request, response, result.secret, result.expiresMs);
      if (request.is("urlencoded")) response.redirect(303, "../../");
      else response.json({ mode: access.mode, visitor: result.visitor });
    },
  );
  router.delete("/session", (request, response) => {
    endShown(request);
    const secure = visits.of(request).peer.isHttps;
    response.clearCookie(toCookieName(secure), { httpOnly: true, sameSite: "strict", path: "/", secure });
    response.status(204).end();
  });
  return router;
}
