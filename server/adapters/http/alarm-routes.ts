import { json, type Request, type Response, Router } from "express";
import type { DurationMs } from "../../../protocol/time.ts";
import type { OperatorAct } from "../../../protocol/wire.ts";
import type { Desk } from "../../app/desk-port.ts";
import type { Clock } from "../../app/ports.ts";
import {
  parseAlarmQuery,
  parseIncidentQuery,
  parseLedgerQuery,
  parseMailQuery,
  parseNoticeQuery,
  parseSpanQuery,
} from "../../boundary/alarm-query.ts";
import { parseOperatorAct, withName } from "../../boundary/operator-act.ts";
import { parseNothing } from "../../boundary/parsed.ts";
import { sendProblem, toFields, withQuery } from "./answers.ts";
import { sendMail } from "./send-mail.ts";
import type { Visits } from "./visit.ts";

/** What the API needs to answer about alarms. */
export interface AlarmParts {
  readonly desk: Desk;
  readonly clock: Pick<Clock, "nowMs">;
  /** Nobody shelves an alarm for longer. */
  readonly longestShelfMs: () => DurationMs;
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
    const actor = visits.actor(request, response);
    if (actor === null) return;
    const parsed = parseOperatorAct(withName(input, actor), longestShelfMs());
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
      response.json(desk.ask("alarms").filter(({ state }) => state !== "normal"));
      return;
    }
    const query = parseAlarmQuery(request.query);
    if (query.ok) response.json(desk.occurrences(query.value));
    else sendProblem(response, "invalid", query.reason);
  });
  const alarm = withQuery(parseNothing, (_query, response, { params }: Request<{ id: string }>) => {
    const found = desk.alarm(params.id);
    if (found === null) sendProblem(response, "not found", noAlarm);
    else response.json(found);
  });
  router.get("/alarms/:id", alarm);
  const mail = withQuery(parseMailQuery, ({ as }, response, { params }: Request<{ id: string }>) =>
    sendPreview(desk, params.id, as, response),
  );
  router.get("/alarms/:id/mail", mail);
  addOverviewRoutes(router, desk);
  const ledger = withQuery(parseLedgerQuery, ({ loopId }, response) => response.json(desk.ledger(loopId)));
  router.get("/ledger", ledger);
  const figures = withQuery(
    (input) => parseSpanQuery(input, clock.nowMs()),
    async ({ fromMs, toMs }, response) => response.json(await desk.figures(fromMs, toMs)),
  );
  router.get("/figures", figures);
}

/** What a page knows from its snapshot, for programs without one. */
function addOverviewRoutes(router: Router, desk: Desk): void {
  for (const part of ["counts", "held", "proofs"] as const)
    router.get(
      `/${part}`,
      withQuery(parseNothing, (_query, response) => response.json(desk.ask(part))),
    );
  const notices = withQuery(parseNoticeQuery, ({ state, limit }, response) => {
    const wanted = desk.ask("notices").filter((notice) => state === undefined || notice.state.kind === state);
    response.json(wanted.slice(0, limit));
  });
  router.get("/notices", notices);
  router.get("/outbox", notices);
  const incidents = withQuery(parseIncidentQuery, ({ limit }, response) =>
    response.json(desk.ask("incidents").slice(0, limit)),
  );
  router.get("/incidents", incidents);
  const incident = withQuery(parseNothing, (_query, response, { params }: Request<{ id: string }>) => {
    const found = desk.incident(params.id);
    if (found === null) sendProblem(response, "not found", "There is no such incident.");
    else response.json(found);
  });
  router.get("/incidents/:id", incident);
}

/** The mail about an alarm as it would be written now: as JSON, or as its reader would see it. */
async function sendPreview(desk: Desk, id: string, as: "json" | "html", response: Response): Promise<void> {
  const preview = await desk.preview(id);
  if (preview === null) sendProblem(response, "not found", noAlarm);
  else if (as === "html") sendMail(response, preview.html);
  else response.json(preview);
}
