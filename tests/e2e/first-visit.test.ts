import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deadAfterMs } from "../../protocol/wire.ts";
import { processesOf, type StartedServer, startServer } from "../readme/started-server.ts";
import { chromiumFlags, chromiumPath } from "../support/chromium.ts";
import { createTempDir } from "../support/temp-dir.ts";

/** A visitor is promised an alarm within two minutes of the first look. */
const alarmWithinMs = 120_000;

/** Drawing and the page's own timer come on top of the time after which a silent server counts as gone. */
const drawnWithinMs = 5000;

describe.skipIf(chromiumPath === null)(
  "a first visit, from the healthy loop to the mail (needs chromium)",
  () => {
    const dataDir = createTempDir();
    const problems: string[] = [];
    let server: StartedServer;
    let browser: Browser;
    let context: BrowserContext;
    let page: Page;
    let isStopped = false;

    const start = (env: NodeJS.ProcessEnv): Promise<StartedServer> =>
      startServer([process.execPath, "tools/start.mjs"], fileURLToPath(new URL("../..", import.meta.url)), {
        LOOPWATCH_DATA: dataDir,
        ...env,
      });

    beforeAll(async () => {
      server = await start({ LOOPWATCH_PORT: "0" });
      browser = await chromium.launch({ executablePath: chromiumPath ?? "", args: [...chromiumFlags] });
      context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      page = await context.newPage();
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" && !isStopped) problems.push(message.text());
      });
    });

    afterAll(async () => {
      await browser?.close();
      if (!isStopped) await server?.interrupt();
    });

    const see = (testId: string) => page.getByTestId(testId);

    test("the page shows a healthy, simulated loop and says which scenario runs", async () => {
      await page.goto(server.address);
      await see("scenario-title").waitFor();
      expect(await see("loop-tile-ms-22").first().textContent()).toContain("MS-22");
      await see("detection-state").first().waitFor();
      expect(await page.getByTestId("alarm-panel").count()).toBe(0);
      expect(await see("store-badge").textContent()).toMatch(/InfluxDB|SQLite/);
    });

    test("the leak's alarm appears by itself, with its rate and the time that is left", async () => {
      await see("alarm-headline").waitFor({ timeout: alarmWithinMs });
      expect(await see("alarm-headline").textContent()).toMatch(/Coolant leak/);
      expect(await see("leak-rate").first().textContent()).toMatch(/\d.*kg\/h/);
      expect(await see("time-left").first().textContent()).toMatch(/\d+ (s|min|h)/);
      expect(await page.title()).toMatch(/emergency|warning|leak/i);
    });

    test.each(["light", "dark", "night"])(
      "an alarm in the %s theme has no accessibility fault that axe knows",
      async (theme) => {
        await see(`theme-${theme}`).click();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
      },
    );

    test("a person acknowledges it by name", async () => {
      await see("ack-name").fill("Ada Lovelace");
      await see("ack-submit").click();
      await see("ack-by").waitFor();
      expect(await see("ack-by").textContent()).toContain("Ada Lovelace");
    });

    test("the mail about it is in the mailbox and can be read", async () => {
      await see("mailbox-link").click();
      const row = see("mail-row")
        .filter({ hasText: /EMERGENCY|WARNING/ })
        .last();
      await row.waitFor();
      await row.click();
      await see("mail-body").waitFor();
      await page
        .getByText(/pressure went from/)
        .first()
        .waitFor();
    });

    test("another scenario starts from the page, and the repaired loop is healthy again", async () => {
      await page.goto(server.address);
      await see("scenario-choice").selectOption("healthy");
      await see("scenario-start").click();
      await page.getByTestId("scenario-title").filter({ hasText: "Healthy" }).waitFor();
      await page
        .locator('[data-testid="detection-state"][data-kind="watching"]')
        .first()
        .waitFor({ timeout: 60_000 });
    });

    test("nothing went wrong in the page meanwhile", () => {
      expect(problems).toEqual([]);
    });

    test("when the server stops, the page says so and no process is left behind", async () => {
      isStopped = true;
      const exit = await server.interrupt();
      expect(exit).toEqual({ code: 0, signal: null });
      await see("dead-banner").waitFor({ timeout: deadAfterMs + drawnWithinMs });
      expect(processesOf(dataDir)).toEqual([]);
    });

    test("when the server is back, the page comes back by itself and still knows the loop", async () => {
      const { port } = new URL(server.address);
      server = await start({ LOOPWATCH_PORT: port });
      isStopped = false;
      await see("dead-banner").waitFor({ state: "detached", timeout: 30_000 });
      await see("loop-tile-ms-22").filter({ hasText: /\d L/ }).first().waitFor();
    });
  },
);
