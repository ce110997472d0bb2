import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express, { Router } from "express";
import { describe, expect, onTestFinished, test } from "vitest";
import { createGate, createThreshold } from "../../server/adapters/http/gate.ts";
import { createLimiters, usualRateLimits } from "../../server/adapters/http/limits.ts";
import { checkRoutes } from "../../server/adapters/http/route-list.ts";
import { type RouteRow, routeTable } from "../../server/adapters/http/route-table.ts";
import { createVisits } from "../../server/adapters/http/visit.ts";
import { type AttackHouse, openAttackHouse } from "../support/attack-house.ts";
import { createFakeAccess, toDoor } from "../support/fake-access.ts";
import { openSmallHouse } from "../support/small-house.ts";
import { leakAlarm } from "../support/test-desk.ts";

interface Layer {
  readonly route?: {
    readonly path: string | string[];
    readonly stack: readonly { readonly method: string }[];
  };
  readonly handle: unknown;
}

/** Every route of a running application, however deep, with its path below its own router. */
function walk(stack: readonly Layer[]): readonly string[] {
  return stack.flatMap(({ route, handle }) => {
    if (route !== undefined)
      return [route.path].flat().flatMap((path) => route.stack.map(({ method }) => `${method} ${path}`));
    const inner = (handle as { readonly stack?: readonly Layer[] }).stack;
    return inner === undefined ? [] : walk(inner);
  });
}

const toPath = ({ path }: RouteRow): string =>
  path
    .replace("/loops/:id", "/loops/loop-1")
    .replace("/alarms/:id", `/alarms/${leakAlarm.id}`)
    .replace(":id", "some-id")
    .replace(":token", "some-token");

const body = (row: RouteRow): RequestInit =>
  row.method === "post" && row.path.startsWith("/api/v1")
    ? { body: "{}", headers: { "content-type": "application/json" } }
    : {};

const isShut = (status: number): boolean => status === 401 || status === 403;

const guarded = routeTable.filter(({ needs }) => needs !== "nothing");
const toName = ({ method, path }: RouteRow): string => `${method} ${path}`;

const ask = (house: AttackHouse, row: RouteRow, headers: Record<string, string> = {}, path = toPath(row)) => {
  const { headers: usual, ...init } = body(row);
  return house.ask(row.method.toUpperCase(), path, {
    ...init,
    headers: { ...(usual as object), ...headers },
  });
};

/** Keys that do not fit a door, by whose they are. */
function toTooLittle(
  { keys, session }: AttackHouse,
  { needs }: RouteRow,
): Record<string, Record<string, string>> {
  const stolen = session("administrator")["cookie"] ?? "";
  return {
    nobody: {},
    "an unknown session": { cookie: "loopwatch_session=made-up" },
    "an unknown token": { authorization: "Bearer lw_made_up" },
    "a revoked token": keys.revoked,
    "a session in another cookie": { cookie: stolen.replace("loopwatch", "__Host-loopwatch") },
    "a session as a token": { authorization: `Bearer ${stolen.split("=")[1]}` },
    ...(needs === "telemetry"
      ? { "a session": session("administrator"), "a token for the API": keys.apiViewer }
      : {}),
    ...(needs === "reader" ? { "telemetry of another loop": keys.otherLoop } : {}),
    ...(needs === "telemetry" || needs === "reader" ? {} : { telemetry: keys.telemetry }),
    ...(needs === "operator" ? { "a viewer": session("viewer"), "a viewer's token": keys.apiViewer } : {}),
  };
}

describe("every door over HTTP", () => {
  test("stands in the table, and the running server asks by the whole of it", async () => {
    const { app } = await openAttackHouse();
    const found = walk((app as unknown as { router: { stack: Layer[] } }).router.stack);
    for (const row of routeTable) expect(found).toContain(toName(row));
    const isListed = (one: string): boolean =>
      routeTable.some(
        ({ method, path }) => one.startsWith(`${method} `) && path.endsWith(one.split(" ")[1] ?? one),
      );
    expect(found.filter((one) => !isListed(one))).toEqual([]);
    expect(found.length).toBeGreaterThan(routeTable.length);
  });

  test("that is in no row keeps the server from starting", () => {
    const router = Router();
    router.get("/forgotten", () => undefined);
    expect(() => checkRoutes([{ at: "/api/v1", router }])).toThrow("GET /api/v1/forgotten stands in no row");
    const outer = Router();
    outer.use("/deep", router);
    expect(() => checkRoutes([{ at: "/api/v1", router: outer }])).toThrow("cannot be listed");
  });

  test("is shut to whoever has no right or too little", async () => {
    const house = await openAttackHouse();
    const open: string[] = [];
    for (const row of guarded)
      for (const [who, headers] of Object.entries(toTooLittle(house, row))) {
        const response = await ask(house, row, headers);
        const answer = (await response.json()) as { code: string };
        if (!isShut(response.status) || !/^(unauthorized|forbidden)$/.test(answer.code))
          open.push(`${toName(row)} for ${who}: ${response.status}`);
      }
    expect(open).toEqual([]);
    expect(house.desk.acts).toEqual([]);
  });

  test("opens to whoever has the right, and the page to everybody", async () => {
    const house = await openAttackHouse();
    const shut: string[] = [];
    for (const row of routeTable) {
      const role = row.needs === "operator" || row.needs === "administrator" ? row.needs : "viewer";
      const right = row.needs === "telemetry" ? house.keys.telemetry : house.session(role);
      const { status } = await ask(house, row, row.needs === "nothing" ? {} : right);
      if (isShut(status)) shut.push(`${toName(row)}: ${status}`);
    }
    expect(shut).toEqual([]);
  });

  test("opens by no other spelling of its address", async () => {
    const house = await openAttackHouse();
    const open: string[] = [];
    for (const row of guarded) {
      const path = toPath(row);
      const last = path.at(-1) ?? "";
      const spellings = [
        path.toUpperCase(),
        `${path}/`,
        `${path}?x=1`,
        `/${path}`,
        path.replaceAll("/", "//"),
        `${path.slice(0, -1)}%${last.charCodeAt(0).toString(16)}`,
        `/assets/..%2f${path.slice(1)}`,
        `/ack/..%2f${path.slice(1)}`,
        `${path}%00`,
        `${path};x=1`,
      ];
      for (const spelling of spellings) {
        const { status } = await ask(house, row, {}, spelling);
        if (![400, 401, 403, 404].includes(status)) open.push(`${row.method} ${spelling}: ${status}`);
      }
    }
    expect(open).toEqual([]);
  });

  test("opens by no other method, and by no header that names another method, address or visitor", async () => {
    const house = await openAttackHouse();
    for (const path of ["/api/v1/loops", `/api/v1/alarms/${leakAlarm.id}`, "/api/v1/acts", "/write"])
      for (const method of ["HEAD", "PUT", "PATCH", "DELETE", "PROPFIND"])
        expect([401, 404], `${method} ${path}`).toContain((await house.ask(method, path)).status);
    const tricks = {
      "x-http-method-override": "GET",
      "x-original-url": "/healthz",
      "x-rewrite-url": "/healthz",
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-host": "localhost",
      "x-real-ip": "127.0.0.1",
    };
    expect((await house.ask("GET", "/api/v1/loops", { headers: tricks })).status).toBe(401);
  });

  test("asks for nothing where only this machine is served", async () => {
    const house = await openSmallHouse();
    for (const row of routeTable) {
      const { status } = await fetch(`${house.url}${toPath(row)}`, {
        method: row.method.toUpperCase(),
        ...body(row),
      });
      expect(isShut(status), row.path).toBe(false);
    }
  });
});

test("a route behind the gate that no row knows is not reached", async () => {
  const { doorkeeper, readPeer } = toDoor(createFakeAccess());
  const visits = createVisits(doorkeeper, readPeer);
  const rogue = Router();
  rogue.get("/api/v1/rogue", (_request, response) => void response.send("in"));
  const app = express();
  app.use(createGate({ doorkeeper, visits, limiters: createLimiters(usualRateLimits, visits) }));
  app.use(createThreshold(visits, rogue));
  const server = app.listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  expect((await fetch(`http://127.0.0.1:${port}/api/v1/rogue`)).status).toBe(404);
});
