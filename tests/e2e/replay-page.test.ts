import { rmSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { hours, minutes } from "../../protocol/time.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";
import { createLoopwatch, type Loopwatch } from "../../server/compose.ts";
import { createSimulation } from "../../simulator/story/simulation.ts";
import { chromiumFlags, chromiumPath } from "../support/chromium.ts";
import { exampleConfig, exampleLoop, linesUntil, scenarioNamed } from "../support/example.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { buildPage } from "../support/page-house.ts";
import { createTempDir } from "../support/temp-dir.ts";

const learningMs = hours(3);
const loop = { ...exampleLoop("ms-22"), learningMs };

/** Where screenshots go, for whoever wants to look at them. */
const picturesDir = process.env["LOOPWATCH_SCREENSHOTS"];

describe.skipIf(chromiumPath === null)("a past incident on the page (needs chromium)", () => {
  const dir = createTempDir();
  const problems: string[] = [];
  let house: Loopwatch;
  let browser: Browser;
  let page: Page;
  let incident = "";

  beforeAll(async () => {
    const clientDir = join(dir, "client");
    await buildPage(clientDir);
    const config = {
      ...exampleConfig(),
      ...{ loops: [loop], store: { kind: "sqlite" as const }, dataDir: join(dir, "data") },
      listen: { host: "127.0.0.1", port: 0 },
    };
    house = await createLoopwatch(config, {
      ...{ version: "test", clientDir, searchPath: undefined, log: createMemoryLog() },
      clock: createSystemClock(),
    });
    const startMs = Math.floor(Date.now() / 1000) * 1000 - learningMs - minutes(30);
    const simulation = createSimulation({
      ...{ loopId: loop.id, seed: 1, scenario: scenarioNamed("puncture"), preludeMs: learningMs, startMs },
      eventDelayMs: minutes(10),
    });
    for (let atMs = startMs; atMs <= startMs + learningMs + minutes(25); atMs += minutes(30)) {
      const lines = linesUntil(simulation, atMs + minutes(30));
      if (lines !== "") await house.monitor.ingest.accept(Buffer.from(lines), "ms");
    }
    await house.monitor.stored();
    const desk = () => house.monitor.desk.hello();
    await vi.waitUntil(() => desk().alarms.some(({ alarmClass }) => alarmClass === "leak"), 20_000);
    incident = desk().alarms.find(({ alarmClass }) => alarmClass === "leak")?.incidentId ?? "";
    browser = await chromium.launch({ executablePath: chromiumPath ?? "", args: [...chromiumFlags] });
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await house?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  afterEach(async () => {
    await page?.context().close();
  });

  const see = (testId: string) => page.getByTestId(testId);
  const seconds = async (): Promise<number> => Number(await see("replay-scrub").inputValue()) / 1000;

  /** Follows the button of the incident until the replay plays. */
  async function open(width = 1280): Promise<void> {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    page = await context.newPage();
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    await page.goto(`${house.url}/#/incident/${encodeURIComponent(incident)}`);
    await see("replay-link").click();
    await see("replay-play").waitFor({ timeout: 120_000 });
  }

  test("plays through the page as it was, beside what is live, and nobody can act on it", async () => {
    await open();
    await see("replay-play").click();
    const atS = await seconds();
    expect(await see("replay-band").textContent()).toMatch(/REPLAY Not live/);
    expect(await see("replay-live").textContent()).toMatch(/Live now: [1-9]/);
    expect(await see("alarm-panel").count()).toBe(0);

    // By keyboard alone: the end, and the leak stands there as it did.
    await page.locator("body").press("End");
    await see("alarm-panel").first().waitFor();
    expect(await see("alarm-headline").first().textContent()).toMatch(/leak/i);
    expect(await see("ack-submit").count()).toBe(0);
    expect(await see("operations").count()).toBe(0);
    expect(await see("viewer-note").count()).toBe(0);
    expect(await see("replay-told").locator("[data-kind=both]").count()).toBeGreaterThan(0);
    expect(
      await see("replay-told").locator("[data-kind='only live'], [data-kind='only replay']").count(),
    ).toBe(0);

    await page.locator("body").press("Home");
    await see("alarm-panel").first().waitFor({ state: "detached" });
    await page.locator("body").press("ArrowRight");
    await page.locator("body").press("Shift+ArrowRight");
    expect((await seconds()) - atS).toBeLessThan(80);
    await see("replay-speed").selectOption("1000");
    expect(page.url()).toContain("speed=1000");
    await see("replay-play").focus();
    await page.keyboard.press("Enter");
    await see("alarm-panel").first().waitFor({ timeout: 30_000 });

    await see("back-to-live").click();
    await see("replay-band").waitFor({ state: "detached" });
    expect(page.url()).toContain("#/loop/ms-22");
  });

  test("has no fault that axe knows, in any theme, and fits a phone", async () => {
    await open();
    await page.emulateMedia({ reducedMotion: "reduce" });
    await see("replay-play").click();
    await page.locator("body").press("End");
    await see("alarm-panel").first().waitFor();
    const faults: string[] = [];
    for (const theme of ["light", "dark", "night"]) {
      await see(`theme-${theme}`).click();
      if (picturesDir)
        await page.screenshot({ path: join(picturesDir, `replay-${theme}.png`), fullPage: true });
      const { violations } = await new AxeBuilder({ page }).analyze();
      faults.push(...violations.map(({ id, nodes }) => `${theme}: ${id}: ${nodes[0]?.html ?? ""}`));
    }
    expect(faults).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    if (picturesDir) await page.screenshot({ path: join(picturesDir, "replay-phone.png"), fullPage: true });
  });

  test("nothing went wrong in the browser meanwhile", () => {
    expect(problems).toEqual([]);
  });
});
