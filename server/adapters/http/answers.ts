import type { NextFunction, Request, RequestHandler, Response } from "express";
import { type Log, StoreError } from "../../app/ports.ts";
import type { Parsed } from "../../boundary/parsed.ts";

/** Word that programs can rely on; the sentence beside it is for people. */
export type ProblemCode =
  | "invalid"
  | "unauthorized"
  | "refused"
  | "not found"
  | "forbidden"
  | "too large"
  | "wrong type"
  | "too many"
  | "full"
  | "stalled"
  | "unavailable"
  | "internal";

const statusByCode: Readonly<Record<ProblemCode, number>> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  "not found": 404,
  refused: 409,
  "too large": 413,
  "wrong type": 415,
  "too many": 429,
  full: 503,
  stalled: 408,
  unavailable: 503,
  internal: 500,
};

/** Answers with a problem as JSON. `error` repeats the sentence where InfluxDB's own clients look for it. */
export function sendProblem(
  response: Response,
  code: ProblemCode,
  message: string,
  extra: Readonly<Record<string, unknown>> = {},
): void {
  response.status(statusByCode[code]).json({ code, message, error: message, ...extra });
}

/** What an error of the body reader says of itself (`http-errors`). */
export function statusOf(error: unknown): number | null {
  if (typeof error !== "object" || error === null || !("status" in error)) return null;
  return typeof error.status === "number" ? error.status : null;
}

/** Last in the row: turns what a route threw into an answer. The reasons go to the log, never to the visitor. */
export function createErrorRoute(log: Log, limitBytes: number) {
  // Express knows an error route by its four parameters.
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = statusOf(error);
    if (status === 413)
      sendProblem(
        response,
        "too large",
        `A body may have ${Math.floor(limitBytes / 1_000_000)} MB unpacked; send less at once.`,
      );
    else if (status !== null && status >= 400 && status < 500)
      sendProblem(response, "invalid", "This request could not be read.");
    else if (error instanceof StoreError) {
      log.warn("The store did not answer a question of the page.", { path: request.path, error });
      sendProblem(response, "unavailable", "The store does not answer at the moment; try again.");
    } else {
      log.error("A request failed.", { method: request.method, path: request.path, error });
      sendProblem(response, "internal", "Something went wrong here; the log says what.");
    }
  };
}

/** Lets a route answer only where its query is understood; else says what is wrong with it. */
export const withQuery =
  <T, P>(
    parse: (input: unknown) => Parsed<T>,
    answer: (query: T, response: Response, request: Request<P>) => unknown,
  ): RequestHandler<P> =>
  async (request, response) => {
    const query = parse(request.query);
    if (query.ok) await answer(query.value, response, request);
    else sendProblem(response, "invalid", query.reason);
  };

/** The fields of a body; none when it is no object. */
export const toFields = (body: unknown): object => (typeof body === "object" && body !== null ? body : {});
