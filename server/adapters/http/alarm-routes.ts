import { json, type Request, type Response, Router } from "express";
import type { DurationMs } from "../../../protocol/time.ts";
import type { OperatorAct } from "../../../protocol/wire.ts";
import type { Desk } from "../../app/desk-port.ts";
import type { Clock } from "../../app/ports.ts";
import { parseAlarmQuery, parseLedgerQuery, parseSpanQuery } from "../../boundary/alarm-query.ts";
import { parseOperatorAct, withName } from "../../boundary/operator-act.ts";
import { sendProblem, toFields } from "./answers.ts";
import { sendMail } from "./send-mail.ts";
import type { Visits } from "./visit.ts";

/** What the API needs to answer about alarms. */
export interface AlarmParts {
  readonly desk: Desk;
  readonly clock: Pick<Clock, "nowMs">;
  /** Nobody shelves an alarm for longer. */
  readonly longestShelfMs: DurationMs;
}

/** Acts on one occurrence, each with an address of its own. */
const actsOnOccurrence = [
  "acknowledge",
  "silence",
  "reset",
  "comment",
  "assign",
  "shelve",
] as const satisfies readonly OperatorAct["kind"][];

const noAlarm = "There is no such alarm.";

/** Alarms, acts on them, incidents and figures. */
export function createAlarmRoutes(parts: AlarmParts & { readonly visits: Visits }): Router {
  const { desk, longestShelfMs, visits } = parts;
  const router = Router();
  const body = json({ limit: "16kb" });
  const act = (input: unknown, request: Request, response: Response): void => {
    const actor = visits.actor(request);
    const parsed = parseOperatorAct(withName(input, actor), longestShelfMs);
    if (!parsed.ok) {
      sendProblem(response, "invalid", parsed.reason);
      return;
    }
    const result = desk.act(parsed.value, actor);
    if (result.ok) response.json(result);
    else sendProblem(response, "refused", result.reason);
  };

  for (const kind of actsOnOccurrence)
    router.post(`/alarms/:id/${kind}`, body, (request, response) => {
      const id = String(request.params["id"]);
      if (desk.alarm(id) === null) sendProblem(response, "not found", noAlarm);
      else act({ ...toFields(request.body), kind, occurrenceId: id }, request, response);
    });
  router.post("/acts", body, (request, response) => act(request.body, request, response));
  addQuestionRoutes(router, parts);
  return router;
}

function addQuestionRoutes(router: Router, { desk, clock }: AlarmParts): void {
  router.get("/alarms", (request, response) => {
    if (Object.keys(request.query).length === 0) {
      response.json(desk.hello().alarms.filter(({ state }) => state !== "normal"));
      return;
    }
    const query = parseAlarmQuery(request.query);
    if (query.ok) response.json(desk.occurrences(query.value));
    else sendProblem(response, "invalid", query.reason);
  });
  router.get("/alarms/:id", (request, response) => {
    const alarm = desk.alarm(request.params.id);
    if (alarm === null) sendProblem(response, "not found", noAlarm);
    else response.json(alarm);
  });
  router.get("/alarms/:id/mail", (request, response) => sendPreview(desk, request, response));
  addOverviewRoutes(router, desk);
  router.get("/ledger", (request, response) => {
    const query = parseLedgerQuery(request.query);
    if (query.ok) response.json(desk.ledger(query.value.loopId));
    else sendProblem(response, "invalid", query.reason);
  });
  router.get("/figures", async (request, response) => {
    const span = parseSpanQuery(request.query, clock.nowMs());
    if (span.ok) response.json(await desk.figures(span.value.fromMs, span.value.toMs));
    else sendProblem(response, "invalid", span.reason);
  });
}

/** What a page knows from its snapshot, for programs without one. */
function addOverviewRoutes(router: Router, desk: Desk): void {
  router.get("/counts", (_request, response) => {
    response.json(desk.hello().counts);
  });
  router.get("/held", (_request, response) => {
    response.json(desk.hello().held);
  });
  router.get("/proofs", (_request, response) => {
    response.json(desk.hello().proofs);
  });
  router.get(["/notices", "/outbox"], (_request, response) => {
    response.json(desk.hello().notices);
  });
  router.get("/incidents", (_request, response) => {
    response.json(desk.hello().incidents);
  });
  router.get("/incidents/:id", (request, response) => {
    const incident = desk.incident(request.params.id);
    if (incident === null) sendProblem(response, "not found", "There is no such incident.");
    else response.json(incident);
  });
}

/** The mail about an alarm as it would be written now: as JSON, or with `as=html` as its reader would see it. */
async function sendPreview(desk: Desk, request: Request<{ id: string }>, response: Response): Promise<void> {
  const preview = await desk.preview(request.params.id);
  if (preview === null) sendProblem(response, "not found", noAlarm);
  else if (request.query["as"] === "html") sendMail(response, preview.html);
  else response.json(preview);
}
