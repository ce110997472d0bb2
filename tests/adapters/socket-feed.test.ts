import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { leakAlarm } from "../support/small-house.ts";
import { healthyScenario, next, openSocketHouse } from "../support/socket-house.ts";

describe("a page", () => {
  test.each([["websocket"], ["polling"]])(
    "over %s is greeted with everything it needs",
    async (transport) => {
      const house = await openSocketHouse();
      house.desk.say({ seq: 7, alarms: [leakAlarm] });
      const hello = await next(house.page({ transports: [transport] }), "hello");
      expect(hello).toEqual({ ...house.desk.hello(), scenario: null });
      expect(house.feed.pages()).toBe(1);
    },
  );

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
    house.feed.alarm(3, leakAlarm);
    house.feed.mail({ id: "1-a", receivedMs: 1, from: "a@b", to: ["c@d"], subject: "Leak" });
    await done;
    expect(await beat).toMatchObject({ seq: 3 });
    await new Promise<void>((resolve) => {
      page.once("notice", () => resolve());
      house.feed.notice({
        id: "n",
        occurrenceId: null,
        to: "c@d",
        subject: "Leak",
        reason: "first",
        createdMs: 1,
        state: { kind: "accepted", atMs: 1, attempts: 1, response: "250" },
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
      "signal",
      "signal",
      "signal",
    ]);
  });

  test("acknowledges in a person's name, and hears the desk's answer", async () => {
    const house = await openSocketHouse();
    const page = house.page();
    await next(page, "hello");
    const act = { occurrenceId: leakAlarm.id, version: 1, by: " Ada ", comment: "" };
    expect(await page.emitWithAck("acknowledge", act)).toEqual({ ok: true });
    expect(house.desk.acts).toEqual([{ ...act, by: "Ada" }]);
    house.desk.answers({ ok: false, reason: "It is over." });
    expect(await page.emitWithAck("acknowledge", act)).toEqual({ ok: false, reason: "It is over." });
  });

  test("that acknowledges in nobody's name is refused, and the desk is not asked", async () => {
    const house = await openSocketHouse();
    const page = house.page();
    await next(page, "hello");
    const act = { occurrenceId: leakAlarm.id, version: 1, by: "", comment: "" };
    expect(await page.emitWithAck("acknowledge", act)).toEqual({
      ok: false,
      reason: "Say who acknowledges.",
    });
    expect(house.desk.acts).toEqual([]);
  });

  test("that sends nonsense does no harm", async () => {
    const house = await openSocketHouse();
    const page = house.page();
    await next(page, "hello");
    const rough = page as unknown as { emit(event: string, ...args: unknown[]): void };
    rough.emit("acknowledge");
    rough.emit("acknowledge", 5, 6);
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

describe("a simulator", () => {
  test("is shown to pages that are there and to those that come, until it goes", async () => {
    const house = await openSocketHouse();
    const early = house.page();
    await next(early, "hello");
    const plant = house.plant();
    const announced = next(early, "scenario");
    plant.emit("announce", healthyScenario);
    expect(await announced).toEqual(healthyScenario);
    const late = house.page();
    expect((await next(late, "hello")).scenario).toEqual(healthyScenario);
    const gone = next(early, "scenario");
    plant.disconnect();
    expect(await gone).toBeNull();
  });

  test("is asked for another story and another speed, and its answer reaches the page", async () => {
    const house = await openSocketHouse();
    const [page, plant] = [house.page(), house.plant()];
    await next(page, "hello");
    plant.on("startScenario", ({ scenarioId }, answer) =>
      answer(scenarioId === "puncture" ? { ok: true } : { ok: false, reason: "There is no such story." }),
    );
    plant.on("setSpeed", (_act, answer) => answer({ ok: true }));
    const announced = next(page, "scenario");
    plant.emit("announce", healthyScenario);
    await announced;
    expect(await page.emitWithAck("startScenario", { scenarioId: "puncture" })).toEqual({ ok: true });
    expect(await page.emitWithAck("startScenario", { scenarioId: "flood" })).toEqual({
      ok: false,
      reason: "There is no such story.",
    });
    expect(await page.emitWithAck("setSpeed", { speed: 60 })).toEqual({ ok: true });
    expect(await page.emitWithAck("setSpeed", { speed: 601 })).toEqual({
      ok: false,
      reason: "The speed is a number from 1 to 600.",
    });
  });

  test("that answers with nonsense is a refusal, and one that goes without an answer too", async () => {
    const house = await openSocketHouse();
    const [page, plant] = [house.page(), house.plant()];
    await next(page, "hello");
    const rough = plant as unknown as {
      on(event: string, run: (act: unknown, answer: (result: unknown) => void) => void): void;
    };
    rough.on("setSpeed", (_act, answer) => answer("maybe"));
    plant.on("startScenario", () => void plant.disconnect());
    const announced = next(page, "scenario");
    plant.emit("announce", healthyScenario);
    await announced;
    expect(await page.emitWithAck("setSpeed", { speed: 2 })).toEqual({
      ok: false,
      reason: "The simulator gave an answer that is not understood.",
    });
    expect(await page.emitWithAck("startScenario", { scenarioId: "x" })).toEqual({
      ok: false,
      reason: "The simulator did not answer; try again.",
    });
  });

  test("that announces nonsense is not shown, and the log says so", async () => {
    const house = await openSocketHouse();
    const plant = house.plant();
    const rough = plant as unknown as { emit(event: string, ...args: unknown[]): void };
    rough.emit("announce", { loopId: "../.." });
    const answered = new Promise((resolve) => plant.once("connect", () => resolve(true)));
    await answered;
    // The plant's words arrive in order, so this one proves that the nonsense was read.
    const page = house.page();
    await next(page, "hello");
    const announced = next(page, "scenario");
    plant.emit("announce", healthyScenario);
    expect(await announced).toEqual(healthyScenario);
    expect(house.log.entries.map(({ message }) => message)).toContain(
      "A simulator's announcement was not understood.",
    );
  });

  test("does not take the page over from one that was there before", async () => {
    const house = await openSocketHouse();
    const page = house.page();
    await next(page, "hello");
    const [first, second] = [house.plant(), house.plant()];
    const shown = next(page, "scenario");
    first.emit("announce", healthyScenario);
    await shown;
    const seen: unknown[] = [];
    page.on("scenario", (scenario) => void seen.push(scenario?.title));
    second.emit("announce", { ...healthyScenario, title: "Second" });
    // Nonsense behind it leaves a mark in the log: then the server has read both.
    const rough = second as unknown as { emit(event: string, ...args: unknown[]): void };
    rough.emit("announce", 5);
    await expect.poll(() => house.log.entries.map(({ level }) => level)).toContain("warn");
    const handed = next(page, "scenario");
    first.disconnect();
    expect((await handed)?.title).toBe("Second");
    expect(seen).toEqual(["Second"]);
  });
});

describe("a visitor", () => {
  const told = (plant: { once(event: "visitorArrived", run: () => void): unknown }) =>
    new Promise<string>((resolve) => plant.once("visitorArrived", () => resolve("told")));

  test("who fetches the page is told to the simulator that is there", async () => {
    const house = await openSocketHouse();
    const plant = house.plant();
    const arrived = told(plant);
    await new Promise((resolve) => plant.once("connect", () => resolve(true)));
    house.feed.visitorArrived();
    expect(await arrived).toBe("told");
  });

  test("whose page connects is told too, also to a simulator that comes later", async () => {
    const house = await openSocketHouse();
    await next(house.page(), "hello");
    expect(await told(house.plant())).toBe("told");
  });

  test("is told once, however many come", async () => {
    const house = await openSocketHouse();
    const plant = house.plant();
    let times = 0;
    plant.on("visitorArrived", () => void times++);
    await new Promise((resolve) => plant.once("connect", () => resolve(true)));
    const page = house.page();
    await next(page, "hello");
    house.feed.visitorArrived();
    await next(house.page(), "hello");
    // An answered question behind it proves that everything before it has arrived.
    plant.on("setSpeed", (_act, answer) => answer({ ok: true }));
    const announced = next(page, "scenario");
    plant.emit("announce", healthyScenario);
    await announced;
    await page.emitWithAck("setSpeed", { speed: 2 });
    expect(times).toBe(1);
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
