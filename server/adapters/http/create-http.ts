import express, { type Express, Router } from "express";
import type { Doorkeeper } from "../../app/doorkeeper.ts";
import type { Ingest } from "../../app/ingest.ts";
import type { Replays } from "../../app/replays.ts";
import { toPublicHost } from "../../boundary/origin.ts";
import type { createPeerReader } from "../../boundary/peer.ts";
import { type AckParts, createAckRoutes } from "./ack-routes.ts";
import { createAlarmRoutes } from "./alarm-routes.ts";
import { createErrorRoute } from "./answers.ts";
import { type ApiParts, createApiRoutes } from "./api-routes.ts";
import { type BodyLimits, createBodyReader } from "./body-reader.ts";
import { createGate, createThreshold } from "./gate.ts";
import { createGuard, createHeaders } from "./guard.ts";
import { createInfluxRoutes } from "./influx-routes.ts";
import type { ConnectionCounts } from "./intake-counts.ts";
import { createLimiters, type RateLimits, usualRateLimits } from "./limits.ts";
import { createOperationsRoutes, type OperationsParts } from "./operations-routes.ts";
import { createFileRoutes, createNotFound, createPageRoutes } from "./page-routes.ts";
import { createReplayRoutes } from "./replay-routes.ts";
import { checkRoutes, type Mount } from "./route-list.ts";
import { createSeriesRoutes } from "./series-routes.ts";
import { createSessionRoutes } from "./session-routes.ts";
import { createVisits } from "./visit.ts";

/** What the HTTP side needs. */
export interface HttpParts extends Omit<ApiParts, "intake" | "visits">, Omit<AckParts, "visits" | "names"> {
  readonly ingest: Ingest;
  readonly doorkeeper: Doorkeeper;
  readonly readPeer: ReturnType<typeof createPeerReader>;
  /** Folder of the built page; `null` serves none. */
  readonly clientDir: string | null;
  /** Address under which others know us, besides loopback; `null` when there is none. */
  readonly publicUrl: string | null;
  /** Called when somebody opens the page. */
  readonly onVisitor: () => void;
  /** What bodies of telemetry may hold of the server; what is left out has its usual value. */
  readonly bodyLimits?: Partial<BodyLimits>;
  readonly rateLimits?: Partial<RateLimits>;
  /** Connections of the server that listens; left out where nobody counts them. */
  readonly connections?: () => ConnectionCounts;
  /** Left out where nothing is replayed. */
  readonly replays?: Replays;
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

/** The request listener for an HTTP server: telemetry in, the API, the page. Throws when a route asks for nothing known. */
export function createHttp(parts: HttpParts): Express {
  const { doorkeeper, publicUrl, readPeer } = parts;
  const { access } = doorkeeper;
  const limits = { ...usualLimits, ...parts.bodyLimits };
  const bodies = createBodyReader(limits);
  const connections = parts.connections ?? (() => ({ open: 0, silent: 0 }));
  const intake = () => ({ connections: connections(), bodies: bodies.counts() });
  const visits = createVisits(doorkeeper, readPeer);
  const limiters = createLimiters({ ...usualRateLimits, ...parts.rateLimits }, visits);
  const publicHost = toPublicHost(publicUrl);
  const names = () => ({ publicHost, mode: access.mode });

  const letters: Mount = { at: "/ack", router: createAckRoutes({ ...parts, visits, names }) };
  const mounts: readonly Mount[] = [
    { at: "", router: createOperationsRoutes(parts.operations ?? noOperations) },
    { at: "", router: createInfluxRoutes(parts.ingest, bodies, visits) },
    {
      at: "/api/v1",
      router: createSessionRoutes({ access, visits, clock: parts.clock, limit: limiters.logins }),
    },
    { at: "/api/v1", router: createApiRoutes({ ...parts, intake }) },
    { at: "/api/v1", router: createSeriesRoutes(parts) },
    { at: "/api/v1", router: createAlarmRoutes({ ...parts, visits }) },
    ...(parts.replays ? [{ at: "/api/v1", router: createReplayRoutes(parts.replays, visits) }] : []),
    { at: "", router: createPageRoutes(parts.clientDir, parts.onVisitor) },
  ];
  checkRoutes([letters, ...mounts]);
  const routes = Router();
  for (const { at, router } of mounts) routes.use(at === "" ? "/" : at, router);

  const app = express();
  app.disable("x-powered-by");
  app.use(createHeaders((request) => visits.of(request).peer.isHttps));
  // Before the guard, which would not know the form of a page that gives no referrer.
  app.use(letters.at, letters.router);
  app.use("/api/v1", (_request, response, next) => {
    response.set("Cache-Control", "no-store");
    next();
  });
  app.use(createGuard(names));
  app.use(createGate({ doorkeeper, visits, limiters }));
  app.use(createThreshold(visits, routes));
  app.use(createFileRoutes(parts.clientDir));
  app.use(createNotFound());
  app.use(createErrorRoute(parts.log, limits.limitBytes));
  return app;
}
