import { Router } from "express";
import type { Log, Mailbox, TelemetryStore } from "../../app/ports.ts";
import { parseCountQuery, parseHistoryQuery } from "../../boundary/command.ts";
import type { Loop } from "../../domain/loop/loop.ts";
import type { AlarmParts } from "./alarm-routes.ts";
import { sendProblem } from "./answers.ts";
import { toBucketMs, toHistory, toSeries } from "./history.ts";
import type { IntakeCounts } from "./intake-counts.ts";
import { sendMail } from "./send-mail.ts";

/** What the API answers from. */
export interface ApiParts extends AlarmParts {
  readonly loops: readonly Loop[];
  readonly store: Pick<TelemetryStore, "history" | "newestMs" | "count">;
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
  router.get("/mailbox", (_request, response) => {
    response.json(mailbox?.list() ?? []);
  });
  router.get("/mailbox/:id", async (request, response) => {
    const mail = (await mailbox?.read(request.params.id)) ?? null;
    if (mail === null) sendProblem(response, "not found", "There is no such mail.");
    else if (request.query["as"] === "html") sendMail(response, mail.html ?? "");
    else response.json(mail);
  });
  router.get("/health", (_request, response) => {
    response.json({ ...desk.hello().health, intake: parts.intake() });
  });
  router.get("/count", async (request, response) => {
    const query = parseCountQuery(request.query);
    if (query.ok)
      response.json({
        measurement: query.value.measurement,
        points: await store.count(query.value.measurement),
      });
    else sendProblem(response, "invalid", query.reason);
  });
  return router;
}

function addLoopRoutes(router: Router, { loops, desk, store, log }: ApiParts): void {
  const find = (id: string): Loop | undefined => loops.find((loop) => loop.id === id);
  const missing = "There is no such loop.";
  router.get("/loops", (_request, response) => {
    response.json(desk.hello().loops);
  });
  router.get("/loops/:id", async (request, response) => {
    const loop = find(request.params.id);
    const hello = desk.hello();
    const view = hello.loops.find(({ id }) => id === request.params.id);
    if (loop === undefined || view === undefined) {
      sendProblem(response, "not found", missing);
      return;
    }
    const signal = hello.signals.find(({ loopId }) => loopId === loop.id) ?? null;
    const estimate = hello.estimates.find(({ loopId }) => loopId === loop.id) ?? null;
    // After a restart nothing has been heard yet, but the store still knows how far the telemetry went.
    const lastSampleMs = signal?.lastSampleMs ?? (await newestStoredMs(loop, store, log));
    response.json({ ...view, lastSampleMs, signal, estimate });
  });
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
    const buckets = await store.history({
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
