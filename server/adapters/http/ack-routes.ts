import { type NextFunction, type Request, type Response, Router, urlencoded } from "express";
import type { AckLinks } from "../../app/desk-port.ts";
import type { Log } from "../../app/ports.ts";
import { parseOperatorAct } from "../../boundary/operator-act.ts";
import type { HouseNames } from "../../boundary/origin.ts";
import type { Loop } from "../../domain/loop/loop.ts";
import { renderAckNote, renderAckPage } from "./ack-page.ts";
import { type AckStanding, decideAckStanding } from "./ack-standing.ts";
import { ackPolicy } from "./ack-style.ts";
import type { AlarmParts } from "./alarm-routes.ts";
import { statusOf, toFields } from "./answers.ts";
import { decideFormOrigin } from "./guard.ts";
import type { Visits } from "./visit.ts";

/** What the pages behind acknowledge links need. */
export interface AckParts extends AlarmParts {
  readonly links: AckLinks;
  readonly loops: readonly Loop[];
  readonly log: Log;
  readonly visits: Visits;
  readonly names: () => HouseNames;
}

/** What the reader tried with the form. */
interface Attempt {
  readonly refusal: string | null;
  readonly comment: string;
}

const nothingTried: Attempt = { refusal: null, comment: "" };

/**
 * `/ack/<token>`: shows the alarm of a mail's link as it is now, and acknowledges it by the form on that page alone,
 * because mail programs and scanners follow every link they see. The token is a secret: it is never logged.
 */
export function createAckRoutes(parts: AckParts): Router {
  const { desk, links, loops, clock, log, longestShelfMs, visits, names } = parts;
  const router = Router();
  const readStanding = (text: string): AckStanding =>
    decideAckStanding(links.read(text, clock.nowMs()), desk);
  const send = (response: Response, standing: AckStanding, attempt: Attempt): void => {
    const loopId = "alarm" in standing ? standing.alarm.loopId : null;
    const loop = loops.find(({ id }) => id === loopId) ?? null;
    const asOfMs = loop === null ? null : desk.heardMs(loop.id);
    response.type("html").send(renderAckPage(standing, { loop, asOfMs, ...attempt }));
  };

  router.use((request, response, next) => {
    response.set({
      "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
      "Content-Security-Policy": ackPolicy,
      "X-Frame-Options": "DENY",
    });
    const refusal = decideFormOrigin(request, names());
    if (refusal === null) next();
    else
      response
        .status(403)
        .type("html")
        .send(renderAckNote(toRefused(refusal)));
  });
  router.get("/:token", (request, response) => {
    const standing = readStanding(request.params.token);
    if (!("alarm" in standing)) response.status(404);
    send(response, standing, nothingTried);
  });
  router.post("/:token", urlencoded({ extended: false, limit: "16kb" }), (request, response) => {
    const { token } = request.params;
    const standing = readStanding(token);
    if (standing.kind !== "open") {
      const refusal = toTooLate(standing);
      send(response.status("alarm" in standing ? 409 : 404), standing, { ...nothingTried, refusal });
      return;
    }
    const { version, comment } = toForm(request.body);
    const parsed = parseOperatorAct(
      { kind: "acknowledge", occurrenceId: standing.alarm.id, version, by: standing.person, comment },
      longestShelfMs(),
    );
    const { address } = visits.of(request).peer;
    // The link itself is the proof of who acts: it was written for this person.
    const result = parsed.ok
      ? desk.act(parsed.value, { name: standing.person, role: "operator", via: "token", address })
      : parsed;
    // Sent back to the same address, so that loading the page again asks and does not act.
    if (result.ok) response.redirect(303, token);
    else
      send(response.status(parsed.ok ? 409 : 400), readStanding(token), { refusal: result.reason, comment });
  });
  router.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const status = statusOf(error);
    const isReaders = status !== null && status >= 400 && status < 500;
    // What the reader sent wrongly may quote the address, and so the token.
    if (!isReaders) log.error("A page behind an acknowledge link failed.", { error });
    response
      .status(isReaders ? status : 500)
      .type("html")
      .send(renderAckNote(isReaders ? unreadable : failed));
  });
  return router;
}

const unreadable = {
  main: "This could not be read.",
  more: "Open the link from the mail again, or acknowledge on the live page.",
};
const failed = {
  main: "Something went wrong here.",
  more: "It is not known whether this was done; look at the alarm on the live page.",
};
const toRefused = (reason: string) => ({
  main: "This was not done.",
  more: `${reason} Open the link from the mail again, or acknowledge on the live page.`,
});

/** What the reader's own press came to, beside what is true of the alarm; `null`: their press before did it. */
const toTooLate = (standing: AckStanding): string | null =>
  standing.kind === "acknowledged" && standing.byReader
    ? null
    : "Your acknowledgement came too late; neither it nor what you wrote is on record.";

/** Fields of the form. Browsers send line ends as two characters, which the reader did not write. */
function toForm(body: unknown): { readonly version: number; readonly comment: string } {
  const fields: Readonly<Record<string, unknown>> = { ...toFields(body) };
  const { version, comment } = fields;
  return {
    version: typeof version === "string" ? Number(version) : Number.NaN,
    comment: typeof comment === "string" ? comment.replaceAll("\r\n", "\n") : "",
  };
}
