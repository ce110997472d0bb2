import { describe, expect, test } from "vitest";
import { minutes } from "../../protocol/time.ts";
import { openAccessHouse, password } from "../support/access-house.ts";

describe("a token", () => {
  const secretOfToken = (
    house: ReturnType<typeof openAccessHouse>,
    ...args: Parameters<typeof house.desk.addToken>
  ) => {
    const added = house.desk.addToken(...args);
    if (!added.ok) throw new Error(added.reason);
    return added.secret;
  };

  test("is known from the moment it is made, and says what it is good for", () => {
    const house = openAccessHouse();
    const some = secretOfToken(house, "Telegraf", { kind: "telemetry", loops: ["a", "b"] });
    const all = secretOfToken(house, "all", { kind: "telemetry", loops: "all" });
    const api = secretOfToken(house, "grafana", { kind: "api", role: "viewer" });
    expect(some).toMatch(/^lw_[A-Za-z0-9_-]{43}$/);
    expect([some, all, api, some.slice(3), "", "x".repeat(10_000)].map(house.access.grant)).toEqual([
      { kind: "telemetry", name: "Telegraf", loops: new Set(["a", "b"]) },
      { kind: "telemetry", name: "all", loops: "all" },
      { kind: "api", name: "grafana", role: "viewer" },
      ...[null, null, null],
    ]);
  });

  test("that is revoked by another process is good for nothing within a quarter of a second", async () => {
    const house = openAccessHouse();
    const secret = secretOfToken(house, "telegraf", { kind: "telemetry", loops: "all" });
    expect(house.access.grant(secret)).not.toBeNull();
    expect(house.desk.revokeToken("TELEGRAF")).toEqual({ ok: true });
    await house.clock.advance(250);
    expect(house.access.grant(secret)).toBeNull();
    const again = secretOfToken(house, "telegraf", { kind: "telemetry", loops: "all" });
    expect([house.access.grant(secret), house.access.grant(again)?.name]).toEqual([null, "telegraf"]);
  });

  test("costs no question to the disk with each request", () => {
    const house = openAccessHouse();
    const secret = secretOfToken(house, "telegraf", { kind: "telemetry", loops: "all" });
    house.access.grant(secret);
    house.books.close();
    expect(house.access.grant(secret)?.name).toBe("telegraf");
  });

  test("says when it was last used, to the minute", async () => {
    const house = openAccessHouse();
    const secret = secretOfToken(house, "telegraf", { kind: "telemetry", loops: "all" });
    expect(house.desk.tokens()[0]?.lastUsedMs).toBeNull();
    house.access.grant(secret);
    const usedMs = house.clock.nowMs();
    await house.clock.advance(minutes(1));
    expect(house.desk.tokens()[0]?.lastUsedMs).toBe(usedMs);
  });
});

test("every change is in the audit with who, before and after; what is refused is not, and no secret is", async () => {
  const { desk, audit } = openAccessHouse();
  await desk.addUser("Ada", "operator", password);
  await desk.addUser("Ben", "viewer", "another password");
  await desk.addUser("ADA", "viewer", password);
  await desk.addUser("Cyd", "viewer", "short");
  desk.setRole("ada", "administrator");
  await desk.setPassword("ada", "a password of today");
  desk.addToken("t", { kind: "telemetry", loops: ["one"] });
  desk.revokeToken("t");
  desk.removeUser("Ben");
  desk.removeUser("Ben");
  const told = audit().map(({ person, deed, subject, before, after }) => [
    person,
    deed,
    subject,
    before,
    after,
  ]);
  const allows = { kind: "telemetry", loops: ["one"] };
  expect(told).toEqual([
    ["root", "add account", "account:Ada", null, { role: "operator" }],
    ["root", "add account", "account:Ben", null, { role: "viewer" }],
    ["root", "change role", "account:Ada", { role: "operator" }, { role: "administrator" }],
    ["root", "change password", "account:Ada", null, null],
    ["root", "add token", "token:t", null, allows],
    ["root", "revoke token", "token:t", allows, null],
    ["root", "remove account", "account:Ben", { role: "viewer" }, null],
  ]);
});
