import { Router } from "express";
import type { ReadyPart } from "../../app/readiness.ts";

/** What a supervisor and a monitoring system ask. */
export interface OperationsParts {
  readonly readiness: () => readonly ReadyPart[];
  /** `accept`: the header that says which form is wished. */
  readonly metrics: (accept: string) => Promise<{ readonly type: string; readonly text: string }>;
}

/** `/healthz`: the process answers. `/readyz`: it would keep and judge telemetry now. `/metrics`: its figures. */
export function createOperationsRoutes({ readiness, metrics }: OperationsParts): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.set("Cache-Control", "no-store").json({ ok: true });
  });
  router.get("/readyz", (_request, response) => {
    const parts = readiness();
    const ready = parts.every((part) => part.ready);
    response.set("Cache-Control", "no-store");
    response.status(ready ? 200 : 503).json({ ready, parts });
  });
  router.get("/metrics", async (request, response) => {
    const { type, text } = await metrics(request.get("accept") ?? "");
    response.set("Cache-Control", "no-store").type(type).send(text);
  });
  return router;
}
