import { describe, expect, test } from "vitest";
import { healthyScenario, next, openSocketHouse } from "../../support/socket-house.ts";

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
