import { type Request, Router } from "express";
import type { HistoryReader } from "../../app/history-reader.ts";
import type { Log, Mailbox, TelemetryStore } from "../../app/ports.ts";
import { parseMailQuery } from "../../boundary/alarm-query.ts";
import { parseCountQuery, parseHistoryQuery } from "../../boundary/command.ts";
import { parseNothing } from "../../boundary/parsed.ts";
import type { Loop } from "../../domain/loop/loop.ts";
import type { AlarmParts } from "./alarm-routes.ts";
import { sendProblem, withQuery } from "./answers.ts";
import { toBucketMs, toHistory, toSeries } from "./history.ts";
import type { IntakeCounts } from "./intake-counts.ts";
import { createOpenApi } from "./openapi/document.ts";
import { sendMail } from "./send-mail.ts";
import type { SeriesParts } from "./series-routes.ts";

/** What the API answers from. */
export interface ApiParts extends AlarmParts, SeriesParts {
  readonly store: Pick<TelemetryStore, "newestMs" | "count">;
  readonly history: HistoryReader;
  /** `null`: mails go to a server of the owner's and are not kept here. */
  readonly mailbox: Mailbox | null;
  readonly log: Log;
  readonly intake: () => IntakeCounts;
}

/** `/api/v1`: JSON for the page and for other programs. */
export function createApiRoutes(parts: ApiParts): Router {
  const { desk, mailbox, store } = parts;
  const router = Router();
  addLoopRoutes(router, parts);
  const mails = withQuery(parseNothing, (_query, response) => response.json(mailbox?.list() ?? []));
  router.get("/mailbox", mails);
  const mail = withQuery(parseMailQuery, async ({ as }, response, { params }: Request<{ id: string }>) => {
    const found = (await mailbox?.read(params.id)) ?? null;
    if (found === null) sendProblem(response, "not found", "There is no such mail.");
    else if (as === "html") sendMail(response, found.html ?? "");
    else response.json(found);
  });
  router.get("/mailbox/:id", mail);
  const openApi = withQuery(parseNothing, (_query, response) =>
    response.json(createOpenApi(desk.ask("version"))),
  );
  router.get("/openapi.json", openApi);
  const health = withQuery(parseNothing, (_query, response) =>
    response.json({ ...desk.ask("health"), intake: parts.intake() }),
  );
  router.get("/health", health);
  const count = withQuery(parseCountQuery, async ({ measurement }, response) =>
    response.json({ measurement, points: await store.count(measurement) }),
  );
  router.get("/count", count);
  return router;
}

function addLoopRoutes(router: Router, { loops, desk, store, history, log }: ApiParts): void {
  const find = (id: string): Loop | undefined => loops.find((loop) => loop.id === id);
  const missing = "There is no such loop.";
  const all = withQuery(parseNothing, (_query, response) => response.json(desk.ask("loops")));
  router.get("/loops", all);
  const one = withQuery(parseNothing, async (_query, response, { params }: Request<{ id: string }>) => {
    const loop = find(params.id);
    const view = desk.ask("loops").find(({ id }) => id === params.id);
    if (loop === undefined || view === undefined) {
      sendProblem(response, "not found", missing);
      return;
    }
    const signal = desk.ask("signals").find(({ loopId }) => loopId === loop.id) ?? null;
    const estimate = desk.ask("estimates").find(({ loopId }) => loopId === loop.id) ?? null;
    // After a restart nothing has been heard yet, but the store still knows how far the telemetry went.
    const lastSampleMs = signal?.lastSampleMs ?? (await newestStoredMs(loop, store, log));
    response.json({ ...view, lastSampleMs, signal, estimate });
  });
  router.get("/loops/:id", one);
  router.get("/loops/:id/history", async (request, response) => {
    const loop = find(request.params.id);
    if (loop === undefined) {
      sendProblem(response, "not found", missing);
      return;
    }
    const query = parseHistoryQuery(request.query);
    if (!query.ok) {
      sendProblem(response, "invalid", query.reason);
      return;
    }
    const { fromMs, toMs } = query.value;
    const buckets = await history(loop.id, {
      series: toSeries(loop, query.value.of),
      fromMs,
      toMs,
      bucketMs: toBucketMs(query.value),
    });
    response.json(toHistory(loop, query.value, buckets));
  });
}

async function newestStoredMs(loop: Loop, store: ApiParts["store"], log: Log): Promise<number | null> {
  try {
    return await store.newestMs(loop.channels.map((channel) => channel.source));
  } catch (error) {
    log.warn("The store did not say how far its telemetry goes.", { loop: loop.id, error });
    return null;
  }
}
