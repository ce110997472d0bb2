import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { localOperator } from "../../../server/app/doorkeeper.ts";
import { longestShelfMs } from "../../support/small-house.ts";
import { next, openSocketHouse } from "../../support/socket-house.ts";
import { leakAlarm } from "../../support/test-desk.ts";

describe("a page", () => {
  test.each([["websocket"], ["polling"]])(
    "over %s is greeted with everything it needs",
    async (transport) => {
      const house = await openSocketHouse();
      house.desk.say({ seq: 7, alarms: [leakAlarm] });
      const hello = await next(house.page({ transports: [transport] }), "hello");
      expect(hello).toEqual({ ...house.desk.hello(), scenario: null, you: localOperator });
      expect(house.feed.pages()).toBe(1);
    },
  );

  test("that is greeted anew does not hear what is older than that", async () => {
    const house = await openSocketHouse();
    const page = house.page();
    await next(page, "hello");
    const heard: string[] = [];
    page.onAny((event: string) => void heard.push(event));
    const done = next(page, "beat");
    house.feed.alarm(3, leakAlarm);
    house.feed.anew?.();
    house.feed.beat(3);
    await done;
    expect(heard).toEqual(["hello", "beat"]);
  });

  test("hears alarms, notices, mails, and everything that moves, of every loop", async () => {
    const house = await openSocketHouse();
    const page = house.page();
    await next(page, "hello");
    const heard: string[] = [];
    page.onAny((event: string) => void heard.push(event));
    const done = next(page, "mail");
    const beat = next(page, "beat");
    for (const loopId of ["a", "b", "c"]) {
      house.feed.frame({ loopId, tMs: [1], columns: [[1]], coalesced: 0 });
      house.feed.signal({ loopId, lastSampleMs: 1, lastArrivalMs: 1, silent: false });
    }
    house.feed.beat(3);
    house.feed.health(house.desk.hello().health);
    house.feed.overview({ flood: null });
    house.feed.alarm(3, leakAlarm);
    house.feed.mail({ id: "1-a", receivedMs: 1, from: "a@b", to: ["c@d"], subject: "Leak" });
    await done;
    expect(await beat).toMatchObject({ seq: 3 });
    await new Promise<void>((resolve) => {
      page.once("notice", () => resolve());
      house.feed.notice({
        id: "n",
        incidentId: null,
        occurrenceId: null,
        channel: "mail",
        to: "c@d",
        person: null,
        subject: "Leak",
        reason: "first",
        createdMs: 1,
        state: { kind: "accepted", atMs: 1, attempts: 1, response: "250" },
        insteadOf: null,
      });
    });
    expect([...heard].sort()).toEqual([
      "alarm",
      "beat",
      "frame",
      "frame",
      "frame",
      "health",
      "mail",
      "notice",
      "overview",
      "signal",
      "signal",
      "signal",
    ]);
  });

  test("acts in a person's name, and hears the desk's answer", async () => {
    const house = await openSocketHouse();
    const page = house.page();
    await next(page, "hello");
    const acknowledge = {
      kind: "acknowledge",
      occurrenceId: leakAlarm.id,
      version: 1,
      by: " Ada ",
      comment: "",
    } as const;
    const operate = {
      kind: "operate",
      loopId: "loop-1",
      operation: "refill",
      atMs: null,
      by: "Ada",
      comment: "",
    } as const;
    expect(await page.emitWithAck("act", acknowledge)).toEqual({ ok: true });
    expect(await page.emitWithAck("act", operate)).toEqual({ ok: true });
    expect(house.desk.acts).toEqual([{ ...acknowledge, by: "Ada" }, operate]);
    house.desk.answers({ ok: false, reason: "It is over." });
    expect(await page.emitWithAck("act", acknowledge)).toEqual({ ok: false, reason: "It is over." });
  });

  test.each([
    ["in nobody's name", { by: "" }, "Say who you are."],
    [
      "for longer than the house allows",
      { forMs: longestShelfMs + 1 },
      "An alarm can be shelved for at most 24 h.",
    ],
  ])("that acts %s is refused, and the desk is not asked", async (_name, change, reason) => {
    const house = await openSocketHouse();
    const page = house.page();
    await next(page, "hello");
    const shelve = {
      kind: "shelve",
      occurrenceId: leakAlarm.id,
      version: 1,
      by: "Ada",
      comment: "known",
      forMs: longestShelfMs,
      ...change,
    } as const;
    expect(await page.emitWithAck("act", shelve)).toEqual({ ok: false, reason });
    expect(house.desk.acts).toEqual([]);
  });

  test("that sends nonsense does no harm", async () => {
    const house = await openSocketHouse();
    const page = house.page();
    await next(page, "hello");
    const rough = page as unknown as { emit(event: string, ...args: unknown[]): void };
    rough.emit("act");
    rough.emit("act", 5, 6);
    rough.emit("setSpeed", "x");
    rough.emit("no such event", {});
    expect(await page.emitWithAck("setSpeed", { speed: 10 })).toEqual({
      ok: false,
      reason: "No simulator is connected.",
    });
  });

  test("with a message larger than any act is disconnected", async () => {
    const house = await openSocketHouse();
    const page = house.page();
    await next(page, "hello");
    const gone = new Promise<string>((resolve) => page.once("disconnect", resolve));
    page.emit("startScenario", { scenarioId: "x".repeat(70_000) }, () => undefined);
    expect(await gone).toBe("transport close");
  });

  test.each([
    ["another site", { origin: "https://evil.example.org" }],
    ["a name that is not ours", { host: "rebound.example.org" }],
  ])("of %s is not let in", async (_name, extraHeaders) => {
    const house = await openSocketHouse();
    const page = house.page({ extraHeaders });
    const refused = await new Promise((resolve) => page.once("connect_error", resolve));
    expect(refused).toBeInstanceOf(Error);
    expect(house.feed.pages()).toBe(0);
  });
});

describe("closing", () => {
  test("ends pages, polls, idle connections and the server itself", async () => {
    const house = await openSocketHouse();
    const [page, poller] = [house.page(), house.page({ transports: ["polling"] })];
    await Promise.all([next(page, "hello"), next(poller, "hello")]);
    // fetch keeps its connection open for the next question.
    await (await fetch(house.url)).text();
    const gone = new Promise((resolve) => page.once("disconnect", resolve));
    await house.feed.close();
    await gone;
    expect(house.server.listening).toBe(false);
  });

  test("does not wait for a connection that never finishes what it began", async () => {
    const house = await openSocketHouse();
    const stuck = connect(Number(new URL(house.url).port), "127.0.0.1");
    await new Promise<void>((resolve) =>
      stuck.write("POST /write HTTP/1.1\r\nHost: 127.0.0.1\r\n", () => resolve()),
    );
    // The server answers this one behind the other, so it knows of both.
    await (await fetch(house.url)).text();
    // A reset is an end as well.
    stuck.on("error", () => undefined);
    const ended = new Promise<void>((resolve) => stuck.once("close", () => resolve()));
    await house.feed.close();
    await ended;
    expect(house.server.listening).toBe(false);
  });

  test("twice is harmless", async () => {
    const house = await openSocketHouse();
    await house.feed.close();
    await house.feed.close();
    expect(house.server.listening).toBe(false);
  });
});
