import express, { type Express } from "express";
import type { Ingest } from "../../app/ingest.ts";
import { toPublicHost } from "../../boundary/origin.ts";
import { createErrorRoute } from "./answers.ts";
import { type ApiParts, createApiRoutes } from "./api-routes.ts";
import { createGuard, createHeaders } from "./guard.ts";
import { createInfluxRoutes } from "./influx-routes.ts";
import { createNotFound, createPageRoutes } from "./page-routes.ts";

/** What the HTTP side needs. */
export interface HttpParts extends ApiParts {
  readonly ingest: Ingest;
  /** Folder of the built page; `null` serves none. */
  readonly clientDir: string | null;
  /** Address under which others know us, besides loopback; `null` when there is none. */
  readonly publicUrl: string | null;
  /** Called when somebody opens the page. */
  readonly onVisitor: () => void;
  /** Longest body of telemetry after unpacking, bytes. */
  readonly limitBytes?: number;
}

/** InfluxDB's own default; a sender that needs more at once has a fault. */
const defaultLimitBytes = 25_000_000;

/** The request listener for an HTTP server: telemetry in, the API, the page. */
export function createHttp(parts: HttpParts): Express {
  const limitBytes = parts.limitBytes ?? defaultLimitBytes;
  const app = express();
  app.disable("x-powered-by");
  app.use(createHeaders());
  app.use(createGuard(toPublicHost(parts.publicUrl)));
  app.get("/healthz", (_request, response) => {
    response.json({ ok: true });
  });
  app.use(createInfluxRoutes(parts.ingest, limitBytes));
  app.use("/api/v1", createApiRoutes(parts));
  app.use(createPageRoutes(parts.clientDir, parts.onVisitor));
  app.use(createNotFound());
  app.use(createErrorRoute(parts.log, limitBytes));
  return app;
}
