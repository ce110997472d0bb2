import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import type { KeptMail } from "../../../protocol/notice.ts";
import { minutes } from "../../../protocol/time.ts";
import { createOpenApi } from "../../../server/adapters/http/openapi/document.ts";
import { routeTable } from "../../../server/adapters/http/route-table.ts";
import { openPlantHouse } from "../../support/house-plant.ts";
import { toLocalActor } from "../../support/local-actor.ts";
import { mailboxOf, openSmallHouse } from "../../support/small-house.ts";
import type { Operation } from "./openapi-reading.ts";
import { toOperations } from "./openapi-reading.ts";

const document = createOpenApi("1.2.3");
const operations = toOperations(document);
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, keywords: ["components"] });
addFormats.default(ajv);
const check = (schema: object) => ajv.compile({ ...schema, components: document.components });

/** What is wrong with an answer; nothing for one that is as the document says. */
function faultsOf(path: string, answer: unknown, status = 200): readonly string[] {
  const operation = operations.find((one) => one.method === "get" && one.path === path);
  const schema = operation?.answers[status];
  if (schema === undefined) return [`${path} has no answer ${status} in the document.`];
  const matches = check(schema);
  if (matches(answer)) return [];
  return (matches.errors ?? []).map(
    ({ instancePath, message, params }) => `${path}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** Exactly one form of each act on an alarm. */
const actBody = (path: string, body: unknown): boolean => {
  const operation = operations.find((one: Operation) => one.method === "post" && one.path === path);
  return check(operation?.body ?? { not: {} })(body) === true;
};

test("every route of the API is in the document, and nothing else is", () => {
  // What stands in no row of the table does not exist (`checkRoutes`).
  const routes = routeTable
    .filter(({ path }) => path.startsWith("/api/v1/"))
    .map(({ method, path }) => `${method} ${path.slice("/api/v1".length).replaceAll(":id", "{id}")}`);
  expect(routes.length).toBeGreaterThan(25);
  expect(operations.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(routes.toSorted());
});

test("the document is sound: schemas compile, references lead somewhere, names of operations are different", () => {
  const text = JSON.stringify(document);
  const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? "");
  expect(names.filter((name) => !(name in document.components.schemas))).toEqual([]);
  expect(Object.keys(document.components.schemas).filter((name) => !names.includes(name))).toEqual([]);
  for (const schema of Object.values(document.components.schemas)) check(schema);
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
});

describe("answers of a real server match the document:", () => {
  test("a leak with its incident, notices, history and acts", async () => {
    const house = await openPlantHouse({ plays: "S01" });
    await house.after(minutes(4));
    const { desk } = house.monitor;
    const [alarm] = desk.ask("alarms");
    expect(alarm?.verdict).toBe("leak");
    const id = alarm?.id ?? "";
    const ada = toLocalActor("Ada", "127.0.0.1");
    const act = { occurrenceId: id, version: alarm?.version ?? 0, by: "Ada", comment: "seen" };
    expect(desk.act({ kind: "comment", ...act }, ada)).toEqual({ ok: true });
    const sensor = { loopId: "ms-22", alarmClass: "sensor", part: null } as const;
    expect(
      desk.act({ kind: "take out of service", key: sensor, version: 0, by: "Ada", comment: "new one" }, ada),
    ).toEqual({ ok: true });
    const { clock } = house;
    const span = `from=${clock.nowMs() - minutes(10)}&to=${clock.nowMs()}`;
    const asked: readonly (readonly [path: string, address: string, isFull: (answer: never) => boolean])[] = [
      ["/loops", "/loops", (list: readonly unknown[]) => list.length === 1],
      ["/loops/{id}", "/loops/ms-22", ({ estimate }: { estimate: unknown }) => estimate !== null],
      [
        "/loops/{id}/history",
        `/loops/ms-22/history?${span}`,
        ({ tMs }: { tMs: readonly number[] }) => tMs.length > 10,
      ],
      ["/alarms", "/alarms", (list: readonly unknown[]) => list.length > 0],
      ["/alarms", "/alarms?limit=5", (list: readonly unknown[]) => list.length > 0],
      [
        "/alarms/{id}",
        `/alarms/${id}`,
        ({ comments }: { comments: readonly unknown[] }) => comments.length === 1,
      ],
      ["/alarms/{id}/mail", `/alarms/${id}/mail`, ({ subject }: { subject: string }) => subject !== ""],
      ["/counts", "/counts", ({ held }: { held: number }) => held === 1],
      ["/held", "/held", (list: readonly unknown[]) => list.length === 1],
      ["/incidents", "/incidents", (list: readonly unknown[]) => list.length > 0],
      [
        "/incidents/{id}",
        `/incidents/${alarm?.incidentId}`,
        ({ timeline }: { timeline: readonly unknown[] }) => timeline.length > 1,
      ],
      ["/ledger", "/ledger", (list: readonly unknown[]) => list.length === 1],
      ["/figures", "/figures", ({ annunciated }: { annunciated: number }) => annunciated > 0],
      ["/notices", "/notices", (list: readonly unknown[]) => list.length > 0],
      ["/outbox", "/outbox", (list: readonly unknown[]) => list.length > 0],
      ["/health", "/health", ({ unused }: { unused: unknown }) => unused !== undefined],
      ["/count", "/count?measurement=coolant_loop", ({ points }: { points: number }) => points > 0],
      ["/proofs", "/proofs", () => true],
      ["/openapi.json", "/openapi.json", ({ openapi }: { openapi: string }) => openapi === "3.1.0"],
    ];
    for (const [path, address, isFull] of asked) {
      const answer = await house.get(`/api/v1${address}`);
      expect(faultsOf(path, answer)).toEqual([]);
      expect({ address, isFull: isFull(answer as never) }).toEqual({ address, isFull: true });
    }
  });

  test("kept mails, proofs, brokers and problems", async () => {
    const mail: KeptMail = {
      id: "1-a",
      receivedMs: 1,
      from: "a@b",
      to: ["c@d"],
      subject: "Leak",
      text: "Look",
      html: null,
      attachments: [{ name: "loopwatch.json", type: "application/json", bytes: 5 }],
    };
    const house = await openSmallHouse({ mailbox: mailboxOf([mail]) });
    const proof = { loopId: "loop-1", leakKgPerH: 1, atMs: 5, lastFoundMs: null };
    const broker = {
      url: "mqtt://b:1883",
      connected: true,
      received: 1,
      refused: 0,
      empty: 0,
      waiting: 0,
      problem: "",
      lastRefusal: "",
    };
    house.desk.say({
      health: { ...house.desk.hello().health, brokers: [broker] },
      proofs: [
        { ...proof, outcome: { kind: "found", afterMs: 1 } },
        { ...proof, outcome: { kind: "missed", waitedMs: 1 } },
        { ...proof, outcome: { kind: "not tried", reason: "silent" } },
      ],
    });
    for (const [path, address, status] of [
      ["/mailbox", "/mailbox", 200],
      ["/mailbox/{id}", "/mailbox/1-a", 200],
      ["/mailbox/{id}", "/mailbox/2", 404],
      ["/session", "/session", 200],
      ["/proofs", "/proofs", 200],
      ["/health", "/health", 200],
      ["/alarms", "/alarms?limit=no", 400],
    ] as const) {
      const response = await fetch(`${house.url}/api/v1${address}`);
      expect(response.status).toBe(status);
      expect(faultsOf(path, await response.json(), status)).toEqual([]);
    }
  });

  test("an answer with a part that the document does not know is seen", () => {
    const counts = {
      unacknowledged: 0,
      acknowledged: 0,
      returned: 0,
      returnedUnacknowledged: 0,
      held: 0,
      worst: null,
    };
    expect(faultsOf("/counts", counts)).toEqual([]);
    expect(faultsOf("/counts", { ...counts, extra: 1 })).toHaveLength(1);
    expect(faultsOf("/counts", { ...counts, held: undefined })).toHaveLength(1);
  });
});

test.each([
  ["/alarms/{id}/acknowledge", { version: 1, by: "Ada" }, true],
  ["/alarms/{id}/acknowledge", { by: "Ada" }, false],
  ["/alarms/{id}/assign", { version: 1, by: "Ada", to: "Ben" }, true],
  ["/alarms/{id}/shelve", { version: 1, by: "Ada", comment: "test", forMs: 3_600_000 }, true],
  ["/alarms/{id}/shelve", { version: 1, by: "Ada", comment: "test" }, false],
  ["/acts", { kind: "operate", loopId: "a", operation: "refill", by: "Ada" }, true],
  ["/acts", { kind: "operate", loopId: "a", operation: "party", by: "Ada" }, false],
])("an act at %s as %j is in the document: %s", (path, body, isKnown) => {
  expect(actBody(path, body)).toBe(isKnown);
});
