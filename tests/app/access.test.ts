import { describe, expect, test } from "vitest";
import { days, hours, minutes, seconds } from "../../protocol/time.ts";
import { openRaw } from "../../server/adapters/sqlite/sqlite-driver.ts";
import { openAccessHouse, password } from "../support/access-house.ts";
import { createFakeClock, fakeStartMs } from "../support/fake-clock.ts";

const withAda = async (given: Parameters<typeof openAccessHouse>[0] = {}) => {
  const house = openAccessHouse(given);
  await house.desk.addUser("Ada", "operator", password);
  await house.desk.addUser("Ben", "viewer", "another password");
  // Looks at the disk, so that only what comes later is counted.
  house.access.grant("no token");
  house.changes.count = 0;
  return house;
};

describe("the mode", () => {
  test("is open on this machine without accounts, and guarded as soon as there is one", async () => {
    const { access, desk, clock, changes } = openAccessHouse({ isOnlyThisMachine: true });
    expect(access.mode).toBe("open");
    await desk.addUser("Ada", "operator", password);
    await clock.advance(seconds(1));
    expect([access.mode, changes.count]).toEqual(["guarded", 1]);
    desk.removeUser("ada");
    await clock.advance(seconds(1));
    expect([access.mode, changes.count]).toEqual(["open", 2]);
  });

  test("is guarded where others can reach us, though nobody has an account", () => {
    expect(openAccessHouse().access.mode).toBe("guarded");
  });
});

describe("a login", () => {
  test("with the right password is a session of a week at most, whatever the case of the name", async () => {
    const { access, login, clock, audit } = await withAda();
    const result = await login("ADA");
    expect(result).toMatchObject({
      ok: true,
      expiresMs: clock.nowMs() + days(7),
      visitor: { name: "Ada", role: "operator", via: "session" },
    });
    if (result.ok) expect(access.visitor(result.secret)).toEqual(result.visitor);
    expect(audit().at(-1)).toMatchObject({
      ...{ person: "Ada", role: "operator", via: "session", address: "192.0.2.1" },
      ...{ deed: "log in", subject: "account:Ada", refusal: null },
    });
  });

  test("has a new secret each time, of which only a digest is on disk", async () => {
    const { secretOf, path } = await withAda();
    const secrets = [await secretOf(), await secretOf()];
    expect(new Set(secrets).size).toBe(2);
    const raw = openRaw(path);
    const all = JSON.stringify(
      ["account", "session", "audit"].map((table) => raw.prepare(`SELECT * FROM ${table}`).all()),
    );
    raw.close();
    for (const secret of [...secrets, password]) expect(all).not.toContain(secret);
  });

  test.each([
    ["a wrong password", "ada", "correct horse batterY"],
    ["another's password", "ada", "another password"],
    ["no password", "ada", ""],
    ["an unknown name", "eve", password],
    ["no name", "", password],
    ["a password of a megabyte", "ada", "x".repeat(1_000_000)],
    ["a name of a megabyte", "x".repeat(1_000_000), password],
  ])("with %s is refused with the same sentence", async (_name, name, typed) => {
    const { login, audit } = await withAda();
    expect(await login(name, typed)).toEqual({
      ok: false,
      reason: "The name or the password is wrong.",
      retryAfterS: null,
    });
    expect(audit().at(-1)).toMatchObject({
      deed: "log in",
      role: null,
      address: "192.0.2.1",
      after: { count: 1 },
    });
    expect(JSON.stringify(audit())).not.toContain("eve");
  });

  test("that fails again and again must wait; the owner does not, where they have logged in before", async () => {
    const { login, clock } = await withAda();
    expect(await login("ada", password, "198.51.100.7")).toMatchObject({ ok: true });
    for (let i = 0; i < 6; i++) await login("ada", "guess guess guess", "192.0.2.1");
    expect(await login("ada", password, "192.0.2.1")).toEqual({
      ok: false,
      reason: "Too many attempts have failed. Try again in 1 second.",
      retryAfterS: 1,
    });
    expect(await login("ada", password, "198.51.100.7")).toMatchObject({ ok: true });
    await clock.advance(seconds(1));
    expect(await login("ada", password, "192.0.2.1")).toMatchObject({ ok: true });
  });

  test("knows where its owner logged in before also after a restart, until the password changes", async () => {
    const before = await withAda();
    await before.secretOf("ada", password, "198.51.100.7");
    before.close();
    const { login, desk } = openAccessHouse({ path: before.path, clock: before.clock });
    for (let i = 0; i < 6; i++) await login("ada", "guess guess guess", "192.0.2.1");
    expect(await login("ada", password, "198.51.100.7")).toMatchObject({ ok: true });
    await desk.setPassword("ada", "a password of today");
    expect(await login("ada", "a password of today", "198.51.100.7")).toMatchObject({
      ok: false,
      retryAfterS: 1,
    });
  });

  test("by a flood is refused beyond what the machine can check, and costs nobody an attempt", async () => {
    const { access, login } = await withAda();
    const flood = Array.from({ length: 60 }, (_, i) =>
      access.login({ name: `user-${i}`, password, address: `10.0.0.${i}` }),
    );
    const reasons = (await Promise.all(flood)).map((one) => (one.ok ? "" : one.reason));
    expect(reasons.filter((reason) => reason.startsWith("Too many people"))).toHaveLength(50);
    expect(await login("ada")).toMatchObject({ ok: true });
  });

  test("whose password is changed meanwhile is refused", async () => {
    const { login, desk } = await withAda();
    const attempt = login();
    await Promise.all([desk.setPassword("ada", "a password of today"), attempt]);
    const secret = await attempt;
    expect(secret.ok && (await login("ada")).ok).toBe(false);
  });

  test("that failed ten thousand times in an hour is a few lines of the audit, with the count", async () => {
    const { login, clock, audit, close, path } = await withAda();
    const before = audit().length;
    for (let i = 0; i < 400; i++) {
      await login("ada", "guess guess guess", `10.0.${i % 250}.1`);
      if (i % 100 === 99) await clock.advance(minutes(10));
    }
    close();
    const lines = [...openAccessHouse({ path, clock }).audit()].slice(before);
    expect(lines.length).toBeLessThan(30);
    const counts = lines.map(({ after }) => (after as { readonly count: number }).count);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(400);
  });
});

describe("a session", () => {
  test.each(["", "x", "x".repeat(10_000), "lw_abc"])("is not %j", async (secret) => {
    const { access } = await withAda();
    expect(access.visitor(secret)).toBeNull();
  });

  test("ends by logging out, once, and others of the same account go on", async () => {
    const { access, secretOf, changes, audit } = await withAda();
    const [one, other] = [await secretOf(), await secretOf()];
    access.logout(one, "192.0.2.1");
    access.logout(one, "192.0.2.1");
    expect([access.visitor(one), access.visitor(other)?.name, changes.count]).toEqual([null, "Ada", 1]);
    expect(audit().filter(({ deed }) => deed === "log out")).toHaveLength(1);
  });

  test("ends unused after twelve hours, and open sockets hear of it", async () => {
    const before = await withAda();
    const secret = await before.secretOf();
    before.close();
    const { access, clock, changes } = openAccessHouse({
      path: before.path,
      clock: createFakeClock(fakeStartMs + hours(12) - minutes(2)),
    });
    await clock.advance(minutes(1));
    expect(changes.count).toBe(0);
    await clock.advance(minutes(1));
    expect([access.visitor(secret), changes.count]).toEqual([null, 1]);
  });

  test("in use goes on for a week and no longer, also across restarts", async () => {
    const first = await withAda();
    const { path } = first;
    const secret = await first.secretOf();
    first.close();
    const seen: (string | null)[] = [];
    for (let i = 1; i <= 17; i++) {
      const house = openAccessHouse({ path, clock: createFakeClock(fakeStartMs + hours(10 * i)) });
      seen.push(house.access.visitor(secret)?.name ?? null);
      house.close();
    }
    expect(seen).toEqual([...Array(16).fill("Ada"), null]);
  });

  test.each<[string, (house: Awaited<ReturnType<typeof withAda>>) => unknown]>([
    ["the password is changed", ({ desk }) => desk.setPassword("ada", "a password of today")],
    ["the account is removed", ({ desk }) => desk.removeUser("ada")],
    ["an administrator ends it", ({ desk }) => desk.logoutUser("ada")],
    [
      "the account is removed and another one of that name made",
      async ({ desk }) => {
        desk.removeUser("ada");
        await desk.addUser("Ada", "administrator", password);
      },
    ],
  ])("ends by a command of another process when %s, and nobody else's does", async (_name, change) => {
    const house = await withAda();
    const [adas, bens] = [await house.secretOf(), await house.secretOf("ben", "another password")];
    expect(house.access.visitor(adas)?.name).toBe("Ada");
    await change(house);
    await house.clock.advance(seconds(1));
    expect([house.access.visitor(adas), house.access.visitor(bens)?.name]).toEqual([null, "Ben"]);
    expect(house.changes.count).toBe(1);
  });

  test("has another role as soon as a command gives one", async () => {
    const { access, desk, secretOf, clock, changes } = await withAda();
    const secret = await secretOf();
    desk.setRole("ada", "viewer");
    await clock.advance(seconds(1));
    expect([access.visitor(secret)?.role, changes.count]).toEqual(["viewer", 1]);
  });

  test("gives way to the newest twenty of an account", async () => {
    const { access, secretOf, clock } = await withAda();
    const secrets: string[] = [];
    for (let i = 0; i < 21; i++) {
      secrets.push(await secretOf());
      await clock.advance(1);
    }
    expect(secrets.map((secret) => access.visitor(secret) !== null)).toEqual([
      false,
      ...Array(20).fill(true),
    ]);
  });
});
