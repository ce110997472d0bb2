import { io } from "socket.io-client";
import { describe, expect, onTestFinished, test } from "vitest";
import type { OperatorAct } from "../../protocol/wire.ts";
import { loginNeeded } from "../../protocol/wire.ts";
import { roleByEvent } from "../../server/adapters/live/socket-feed.ts";
import { createFakeAccess, toDoor } from "../support/fake-access.ts";
import {
  healthyScenario,
  next,
  openSocketHouse,
  type PageSocket,
  type PlantSocket,
} from "../support/socket-house.ts";

const act: OperatorAct = {
  kind: "comment",
  occurrenceId: "loop-1.leak.1",
  version: 1,
  by: "Somebody Else",
  comment: "on it",
};

async function openGuarded() {
  const access = createFakeAccess();
  const house = await openSocketHouse(toDoor(access, "token of the built-in simulator"));
  const withCookie = (secret: string) => ({ extraHeaders: { cookie: `loopwatch_session=${secret}` } });
  return { access, house, withCookie };
}

/** What a socket hears first: its greeting, or why it is not let in. */
const knock = (socket: PageSocket | PlantSocket): Promise<string> =>
  new Promise((resolve) => {
    const { once } = toPlain(socket);
    once("connect_error", (error) => resolve((error as Error).message));
    once("connect", () => resolve("in"));
  });

const cut = (socket: PageSocket | PlantSocket): Promise<unknown> =>
  new Promise((resolve) => toPlain(socket).once("disconnect", resolve));

/** Without the types of its events, which the two kinds of sockets do not share. */
const toPlain = (socket: PageSocket | PlantSocket) => ({
  once: (event: string, run: (said: unknown) => void) =>
    void (socket as unknown as { once(event: string, run: (said: unknown) => void): void }).once(event, run),
});

describe("a page's socket", () => {
  test.each([
    ["nothing", {}],
    ["an unknown session", { extraHeaders: { cookie: "loopwatch_session=made-up" } }],
    ["an unknown token", { auth: { token: "lw_made_up" } }],
    ["no text as a token", { auth: { token: { toString: "x" } } }],
    ["the built-in simulator's token", { auth: { token: "token of the built-in simulator" } }],
  ])("is not let in with %s", async (_name, options) => {
    const { house } = await openGuarded();
    expect(await knock(house.page(options))).toBe(loginNeeded);
    expect(house.feed.pages()).toBe(0);
  });

  test("is not let in with a token for telemetry, and is with one for the API", async () => {
    const { access, house } = await openGuarded();
    const sender = access.gives({ kind: "telemetry", name: "telegraf", loops: "all" });
    expect(await knock(house.page({ auth: { token: sender } }))).toBe(loginNeeded);
    const reader = access.gives({ kind: "api", name: "wall", role: "viewer" });
    const hello = await next(house.page({ auth: { token: reader } }), "hello");
    expect(hello.you).toEqual({ name: "wall", role: "viewer", via: "token" });
  });

  test("of a viewer sees everything, and every event that it sends is refused", async () => {
    const { access, house, withCookie } = await openGuarded();
    const page = house.page(withCookie(access.begins("viewer")));
    await next(page, "hello");
    for (const event of Object.keys(roleByEvent)) {
      const answer: unknown = await (
        page as never as { emitWithAck(...said: unknown[]): Promise<unknown> }
      ).emitWithAck(event, event === "act" ? act : { scenarioId: "healthy", speed: 2 });
      expect(answer, event).toEqual({ ok: false, reason: "This needs the role operator; you are viewer." });
    }
    expect(house.desk.acts).toEqual([]);
    expect(access.turned.map(({ name, deed }) => `${name}: ${deed}`)).toEqual([
      "the viewer: act",
      "the viewer: start scenario",
      "the viewer: set speed",
    ]);
    expect(access.entries).toEqual([]);
  });

  test("of an operator acts under the account's name, whatever name it says", async () => {
    const { access, house, withCookie } = await openGuarded();
    const page = house.page(withCookie(access.begins("operator", "Ada")));
    await next(page, "hello");
    expect(await page.emitWithAck("act", act)).toEqual({ ok: true });
    expect(house.desk.acts).toEqual([{ ...act, by: "Ada" }]);
  });

  test("of an operator leaves a line for what it asks of the simulator, done or not", async () => {
    const { access, house, withCookie } = await openGuarded();
    const page = house.page(withCookie(access.begins("operator", "Ada")));
    await next(page, "hello");
    await page.emitWithAck("setSpeed", { speed: 2 } as never);
    await page.emitWithAck("startScenario", { scenarioId: "healthy" } as never);
    expect(access.entries.map(({ person, deed, refusal }) => [person, deed, refusal === null])).toEqual([
      ["Ada", "set speed", false],
      ["Ada", "start scenario", false],
    ]);
  });

  test("is cut off when its session ends, and others stay", async () => {
    const { access, house, withCookie } = await openGuarded();
    const secret = access.begins("operator");
    const [mine, other] = [house.page(withCookie(secret)), house.page(withCookie(access.begins("viewer")))];
    await Promise.all([next(mine, "hello"), next(other, "hello")]);
    access.ends(secret);
    expect(await cut(mine)).toBe("io server disconnect");
    expect(house.feed.pages()).toBe(1);
    expect(other.connected).toBe(true);
    expect(await knock(house.page(withCookie(secret)))).toBe(loginNeeded);
  });

  test("whose role was taken away is cut off, and may do no more when it is back", async () => {
    const { access, house, withCookie } = await openGuarded();
    const secret = access.begins("operator");
    const page = house.page(withCookie(secret));
    await next(page, "hello");
    access.changes(secret, "viewer");
    await cut(page);
    const again = house.page(withCookie(secret));
    expect((await next(again, "hello")).you.role).toBe("viewer");
    expect(await again.emitWithAck("act", act)).toMatchObject({ ok: false });
  });

  test("that another site opens in a visitor's browser is not answered", async () => {
    const { access, house } = await openGuarded();
    const cookie = `loopwatch_session=${access.begins("administrator")}`;
    for (const transport of ["websocket", "polling"]) {
      const said = await knock(
        house.page({ transports: [transport], extraHeaders: { cookie, origin: "https://evil.example.org" } }),
      );
      expect(said).toMatch(/websocket error|xhr poll error/);
    }
  });

  test("that sends what is no event of ours, or far too much, harms nobody", async () => {
    const { access, house, withCookie } = await openGuarded();
    const secret = access.begins("operator");
    const wild = house.page(withCookie(secret)) as never as {
      emit(...said: unknown[]): void;
    } & PageSocket;
    await next(wild, "hello");
    wild.emit("hello", { loops: [] } as never);
    wild.emit("__proto__" as never, {} as never);
    wild.emit("constructor" as never, {} as never);
    wild.emit(
      "act",
      JSON.parse('{"__proto__":{"role":"administrator"},"kind":"comment"}'),
      "no function" as never,
    );
    wild.emit("act", null as never, 7 as never);
    wild.emit("act", { ...act, comment: "x".repeat(100_000) }, () => undefined);
    await cut(wild);
    expect(({} as { role?: string }).role).toBeUndefined();
    const page = house.page(withCookie(secret));
    expect((await next(page, "hello")).you.role).toBe("operator");
    expect(house.desk.acts).toEqual([]);
  });
});

describe("a simulator's socket", () => {
  test("is let in with a token for telemetry alone", async () => {
    const { access, house, withCookie } = await openGuarded();
    const api = access.gives({ kind: "api", name: "grafana", role: "administrator" });
    expect(await knock(house.plant())).toBe(loginNeeded);
    expect(await knock(house.plant({ auth: { token: api } }))).toBe(loginNeeded);
    expect(await knock(house.plant(withCookie(access.begins("administrator"))))).toBe(loginNeeded);
    expect(await knock(house.plant({ auth: { token: "token of the built-in simulator" } }))).toBe("in");
    const telemetry = access.gives({ kind: "telemetry", name: "sim", loops: "all" });
    expect(await knock(house.plant({ extraHeaders: { authorization: `Token ${telemetry}` } }))).toBe("in");
  });

  test("speaks for the loops of its token and for no other, and goes when the token is revoked", async () => {
    const { access, house, withCookie } = await openGuarded();
    const page = house.page(withCookie(access.begins("viewer")));
    await next(page, "hello");
    const foreign = access.gives({ kind: "telemetry", name: "a", loops: new Set(["loop-2"]) });
    const own = access.gives({ kind: "telemetry", name: "b", loops: new Set(["loop-1"]) });
    const liar = house.plant({ auth: { token: foreign } });
    await knock(liar);
    liar.emit("announce", { ...healthyScenario, title: "A lie" });
    const plant = house.plant({ auth: { token: own } });
    await knock(plant);
    const heard = next(page, "scenario");
    plant.emit("announce", healthyScenario);
    expect((await heard)?.title).toBe("Healthy");
    expect(house.log.entries.map(({ message }) => message).join()).toContain(
      "speaks for a loop that its token is not good for",
    );
    access.ends(own);
    expect(await cut(plant)).toBe("io server disconnect");
  });
});

test("there is no other namespace", async () => {
  const { access, house } = await openGuarded();
  const cookie = `loopwatch_session=${access.begins("administrator")}`;
  const socket = io(`${house.url}/admin`, {
    transports: ["websocket"],
    reconnection: false,
    extraHeaders: { cookie },
  });
  onTestFinished(() => void socket.disconnect());
  const said = await new Promise((resolve) =>
    socket.once("connect_error", (error) => resolve(error.message)),
  );
  expect(said).toBe("Invalid namespace");
});
