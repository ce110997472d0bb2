import express, { type Express } from "express";
import type { Ingest } from "../../app/ingest.ts";
import { toPublicHost } from "../../boundary/origin.ts";
import { type AckParts, createAckRoutes } from "./ack-routes.ts";
import { createErrorRoute } from "./answers.ts";
import { type ApiParts, createApiRoutes } from "./api-routes.ts";
import { type BodyLimits, createBodyReader } from "./body-reader.ts";
import { createGuard, createHeaders } from "./guard.ts";
import { createInfluxRoutes } from "./influx-routes.ts";
import type { ConnectionCounts } from "./intake-counts.ts";
import { createOperationsRoutes, type OperationsParts } from "./operations-routes.ts";
import { createNotFound, createPageRoutes } from "./page-routes.ts";

/** What the HTTP side needs. */
export interface HttpParts extends Omit<ApiParts, "intake">, AckParts {
  readonly ingest: Ingest;
  /** Folder of the built page; `null` serves none. */
  readonly clientDir: string | null;
  /** Address under which others know us, besides loopback; `null` when there is none. */
  readonly publicUrl: string | null;
  /** Called when somebody opens the page. */
  readonly onVisitor: () => void;
  /** What bodies of telemetry may hold of the server; what is left out has its usual value. */
  readonly bodyLimits?: Partial<BodyLimits>;
  /** Connections of the server that listens; left out where nobody counts them. */
  readonly connections?: () => ConnectionCounts;
  /** What `/readyz` and `/metrics` tell; left out where nobody asks. */
  readonly operations?: OperationsParts;
}

const noOperations: OperationsParts = {
  readiness: () => [],
  metrics: async () => ({ type: "text/plain", text: "" }),
};

const usualLimits: BodyLimits = {
  // InfluxDB's own default; a sender that needs more at once has a fault.
  limitBytes: 25_000_000,
  // Two of the longest bodies at once, or hundreds of usual ones.
  mostPendingBytes: 64_000_000,
  // Every client in use sends a body in one go; one that stands still for this long will not go on.
  stallMs: 10_000,
};

/** The request listener for an HTTP server: telemetry in, the API, the page. */
export function createHttp(parts: HttpParts): Express {
  const limits = { ...usualLimits, ...parts.bodyLimits };
  const bodies = createBodyReader(limits);
  const connections = parts.connections ?? (() => ({ open: 0, silent: 0 }));
  const intake = () => ({ connections: connections(), bodies: bodies.counts() });
  const app = express();
  app.disable("x-powered-by");
  app.use(createHeaders());
  const publicHost = toPublicHost(parts.publicUrl);
  // Before the guard, which would not know the form of a page that gives no referrer.
  app.use("/ack", createAckRoutes(parts, publicHost));
  app.use(createGuard(publicHost));
  app.use(createOperationsRoutes(parts.operations ?? noOperations));
  app.use(createInfluxRoutes(parts.ingest, bodies));
  app.use("/api/v1", createApiRoutes({ ...parts, intake }));
  app.use(createPageRoutes(parts.clientDir, parts.onVisitor));
  app.use(createNotFound());
  app.use(createErrorRoute(parts.log, limits.limitBytes));
  return app;
}
