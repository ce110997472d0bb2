import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { LoopView } from "../../protocol/telemetry.ts";
import { busyNowMs } from "../support/busy-alarms.ts";
import { chromiumFlags, chromiumPath } from "../support/chromium.ts";
import { toFrame, toLeakDay, toLeakEstimates, toMixedDay, toQuietDay, toWaves } from "../support/loop-day.ts";
import { gallery, richLoop, soyuzLoop } from "../support/loop-gallery.ts";
import { openPageHouse, type PageHouse } from "../support/page-house.ts";
import { firstScripts, scrollPace } from "../support/page-pace.ts";
import { createTempDir } from "../support/temp-dir.ts";

/** Script that a browser must have before it can draw the live view, compressed. */
const mostScriptBytes = 120_000;

/** Where pictures of the views are kept; nowhere unless somebody says so. */
const picturesDir = process.env["LOOPWATCH_PICTURES"] ?? null;

const themes = ["light", "dark", "night"] as const;

describe.skipIf(chromiumPath === null)("the page of a loop (needs chromium)", () => {
  const dir = createTempDir();
  const problems: string[] = [];
  let house: PageHouse;
  let browser: Browser;
  let page: Page;

  const answerHistory = (loop: LoopView): void =>
    house.answer(`/api/v1/loops/${loop.id}/history`, toWaves(loop, busyNowMs));

  beforeAll(async () => {
    house = await openPageHouse(dir, toMixedDay(gallery));
    for (const loop of gallery) {
      answerHistory(loop);
      house.answer(`/api/v1/loops/${loop.id}/history?of=estimate`, toLeakEstimates(loop, busyNowMs));
    }
    browser = await chromium.launch({ executablePath: chromiumPath ?? "", args: [...chromiumFlags] });
    if (picturesDir !== null) mkdirSync(picturesDir, { recursive: true });
  });

  afterAll(async () => {
    await browser?.close();
    await house?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  afterEach(async () => {
    await page?.context().close();
    house.say(toMixedDay(gallery));
  });

  const see = (testId: string) => page.getByTestId(testId);

  async function open(address: string, width = 1280, theme = "light"): Promise<void> {
    const context = await browser.newContext({
      ...{ viewport: { width, height: 900 }, reducedMotion: "reduce", acceptDownloads: true },
    });
    await context.addInitScript(
      (chosen) => localStorage.getItem("loopwatch.theme") ?? localStorage.setItem("loopwatch.theme", chosen),
      theme,
    );
    page = await context.newPage();
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(`${house.url}${address}`);
  }

  async function takePicture(name: string): Promise<void> {
    if (picturesDir !== null)
      await page.screenshot({ path: join(picturesDir, `${name}.png`), fullPage: true });
  }

  const figureOf = (channelId: string) => see(`mimic-${channelId}`).locator(".value");

  test("every loop has its picture, with every sensor's value in it, in every theme and on a phone", async () => {
    const faults: string[] = [];
    await open("#/");
    for (const [theme, width] of [...themes.map((name) => [name, 1280] as const), ["light", 390] as const]) {
      await page.setViewportSize({ width, height: 900 });
      if (width > 390) await see(`theme-${theme}`).click();
      for (const loop of gallery) {
        await page.goto(`${house.url}#/loop/${loop.id}`);
        const values = page.locator(".mimic-row .value").filter({ hasText: /\d|dry|off/ });
        await expect.poll(() => values.count()).toBe(loop.channels.length);
        if ((await page.evaluate(() => document.documentElement.scrollWidth)) > width)
          faults.push(`${loop.id} is wider than ${width} px`);
        await takePicture(`loop-${loop.id}-${theme}-${width}`);
      }
      if (width === 390) continue;
      const { violations } = await new AxeBuilder({ page }).analyze();
      faults.push(...violations.map(({ id, nodes }) => `${theme}: ${id} ${nodes[0]?.html ?? ""}`));
    }
    expect(faults).toEqual([]);
  });

  test("the picture follows what comes, and says what is not believed, isolated or silent", async () => {
    await open("#/loop/plant");
    await figureOf("main-flow").filter({ hasText: /\d/ }).waitFor();
    const frame = toFrame(richLoop, [busyNowMs + 1000]);
    const columns = frame.columns.map((column, i) =>
      richLoop.channels[i]?.id === "main-flow" ? [77.25] : column,
    );
    house.pages.emit("frame", { ...frame, columns });
    await figureOf("main-flow").filter({ hasText: "77.25" }).waitFor();
    expect(await see("mimic-exp-p1").getAttribute("data-state")).toBe("bad");
    expect(await see("mimic-exp-p2").textContent()).toContain("suspect");
    expect(await see("sensor-exp-p1").textContent()).toContain("is silent. Last sample 00:58:20");
    const [condition] = toQuietDay([richLoop]).conditions;
    if (condition) house.pages.emit("condition", condition);
    await page.locator('[data-testid="mimic-exp-p1"][data-state="ok"]').waitFor();
    await page.goto(`${house.url}#/loop/ms-22`);
    await see("mimic-isolation").filter({ hasText: "drawn broken" }).waitFor();
    await page.goto(`${house.url}#/loop/iss-a`);
    await see("mimic-silence").filter({ hasText: "last values 01:10:00" }).waitFor();
  });

  test("the leak is told in figures, with its forecast as it moved and what it may be", async () => {
    await open("#/loop/ms-22");
    await see("leak-rate").first().waitFor();
    expect(await see("leak-panel").locator("dd").allTextContents()).toEqual([
      ...["40.9 ± 0.2 L", "22.8 ± 1.2 kg/h", "31 min ", "42 min ", "1 h 3 min "],
    ]);
    await see("forecast").filter({ hasText: "it comes as it was said" }).waitFor();
    expect(await see("forecast").locator(".forecast-band").getAttribute("d")).toMatch(/^M0\.0 /);
    await see("verdicts").locator("summary").first().click();
    await see("verdicts").getByText("Temperature explains 0.3 kPa of it.").waitFor();
    await page.goto(`${house.url}#/loop/cdu`);
    await see("sensors").filter({ hasText: "all 14 are believed" }).waitFor();
    expect(await see("leak-panel").count()).toBe(0);
  });

  test("trends are panned and zoomed by keys, overlaid, and saved as figures and as a picture", async () => {
    await open("#/loop/ms-22");
    await see("trends").locator(".legend b").first().filter({ hasText: /\d/ }).waitFor();
    await see("trend-overlaid").click();
    await see("overlay").locator("canvas").waitFor();
    expect(await see("overlay").locator("li").count()).toBe(soyuzLoop.channels.length + 1);
    await takePicture("trends-overlaid");
    await see("trend-stacked").focus();
    await page.keyboard.press("+");
    await see("frozen").waitFor();
    const lengthOf = async (): Promise<number> => {
      const [, query = ""] = (await page.evaluate(() => location.hash)).split("?");
      const asked = new URLSearchParams(query);
      return Number(asked.get("to")) - Number(asked.get("from"));
    };
    expect(await lengthOf()).toBeCloseTo(3_600_000 / 1.6, -2);
    const before = await page.evaluate(() => location.hash);
    await page.keyboard.press("Shift+ArrowLeft");
    await expect.poll(() => page.evaluate(() => location.hash)).not.toBe(before);
    expect(await lengthOf()).toBeCloseTo(3_600_000 / 1.6, -2);
    const [figures] = await Promise.all([page.waitForEvent("download"), see("save-csv").click()]);
    expect(readFileSync(await figures.path(), "utf8")).toMatch(/^time,Accumulator pressure \[kPa\],/);
    const [picture] = await Promise.all([page.waitForEvent("download"), see("save-png").click()]);
    expect(
      readFileSync(await picture.path())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    await see("save-csv").focus();
    await page.keyboard.press("0");
    await see("frozen").waitFor({ state: "detached" });
  });

  test("a stretch drawn with the pointer is looked at alone", async () => {
    await open("#/loop/ms-22");
    await see("trends").locator(".legend b").first().filter({ hasText: /\d/ }).waitFor();
    const over = see("trends").locator(".u-over").first();
    await over.scrollIntoViewIfNeeded();
    const box = await over.boundingBox();
    if (!box) throw new Error("The chart has no place on the page.");
    await page.mouse.move(box.x + box.width / 4, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 24, { steps: 4 });
    await page.mouse.up();
    await see("frozen").waitFor();
  });

  test("units and zone are chosen in one place, kept, and followed by values and clock", async () => {
    await open("#/loop/ms-22");
    await see("open-settings").click();
    await see("unit-psi").click();
    await see("unit-°F").click();
    await see("zone-name").fill("Middle/Earth");
    await see("zone-take").click();
    await page.getByRole("alert").filter({ hasText: "no zone called" }).waitFor();
    await see("zone-name").fill("Asia/Kolkata");
    await see("zone-take").click();
    await takePicture("settings");
    await see("dialog-close").click();
    await page.reload();
    await figureOf("accumulator-pressure")
      .filter({ hasText: /^4\d\.\d\d$/ })
      .waitFor();
    expect(await see("mimic-radiator-in").textContent()).toContain("°F");
    expect(await page.locator("header time").textContent()).toMatch(
      /15 Dec 2022 06:(39|4\d):\d\d UTC\+05:30/,
    );
  });

  test("the sheet of keys opens by ? and closes by Escape, but not while somebody writes", async () => {
    await open("#/loop/ms-22");
    await see("mimic").waitFor();
    await page.keyboard.press("?");
    await see("shortcuts").filter({ hasText: "Back to live" }).waitFor();
    await takePicture("keys");
    await page.keyboard.press("Escape");
    await see("shortcuts").waitFor({ state: "detached" });
    await see("ack-name").focus();
    await page.keyboard.press("?");
    expect(await see("ack-name").inputValue()).toBe("?");
    expect(await see("shortcuts").count()).toBe(0);
  });

  test.each(themes)(
    "what is opened over the page, and the wall, have no fault that axe knows in the %s theme",
    async (theme) => {
      await open("#/loop/ms-22", 1280, theme);
      const faults: string[] = [];
      for (const [button, dialog] of [
        ["open-settings", "settings"],
        ["open-shortcuts", "shortcuts"],
      ] as const) {
        await see(button).click();
        await see(dialog).waitFor();
        const { violations } = await new AxeBuilder({ page }).analyze();
        faults.push(...violations.map(({ id, nodes }) => `${dialog}: ${id}: ${nodes[0]?.html ?? ""}`));
        await page.keyboard.press("Escape");
      }
      await page.goto(`${house.url}?kiosk`);
      await see("mimic").waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      faults.push(...violations.map(({ id, nodes }) => `kiosk: ${id}: ${nodes[0]?.html ?? ""}`));
      await takePicture(`kiosk-${theme}`);
      expect(faults).toEqual([]);
    },
  );

  test("a page on the wall shows the urgent loop and has nothing to press", async () => {
    await open("?kiosk");
    await see("kiosk").filter({ hasText: "Coolant leak" }).waitFor();
    expect(await see("kiosk").getAttribute("data-loop")).toBe("ms-22");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => document.activeElement?.closest("[data-testid=kiosk]") ?? null);
    expect(focused).toBeNull();
    expect(await page.locator("header").filter({ hasText: "Mailbox" }).count()).toBe(0);
  });

  test("three hundred loops stand by urgency, are scrolled smoothly, and only those in sight ask for history", async () => {
    const many = Array.from({ length: 300 }, (_, i) => ({
      ...soyuzLoop,
      id: `loop-${i}`,
      name: `Loop ${i}`,
    }));
    for (const loop of many) answerHistory(loop);
    const day = toQuietDay(many);
    const [alarm] = toLeakDay(gallery).alarms;
    if (!alarm) throw new Error("The leak day has an alarm.");
    house.say({ ...day, alarms: [{ ...alarm, id: "loop-217.leak.1", loopId: "loop-217" }] });
    const askedBefore = house.asked.length;
    await open("#/");
    await see("loop-tile-loop-299").waitFor();
    expect(await page.locator(".tile").first().getAttribute("data-testid")).toBe("loop-tile-loop-217");
    expect(new Set(house.asked.slice(askedBefore)).size).toBeLessThan(60);
    const busy = setInterval(() => {
      for (const { id } of many.slice(0, 100)) {
        const estimate = day.estimates.find(({ loopId }) => loopId === id);
        if (estimate) house.pages.emit("estimate", { ...estimate, inventoryL: 40 + Math.random() });
      }
    }, 250);
    const frames = await scrollPace(page);
    clearInterval(busy);
    console.info(`300 tiles, 400 estimates/s, scrolling: ${frames.toFixed(0)} frames/s`);
    const contained = await page
      .locator(".tile")
      .first()
      .evaluate((tile) => getComputedStyle(tile).contentVisibility);
    expect(contained).toBe("auto");
    await takePicture("overview-300");
    await page.goto(`${house.url}#/loop/loop-5`);
    await page.getByText("All 300 loops").waitFor();
  });

  test("the script of the live view is small", () => {
    const { names, bytes, others } = firstScripts(dir);
    console.info(
      `${names.length} scripts, ${(bytes / 1000).toFixed(1)} kB compressed; ${others} more when asked for`,
    );
    expect(bytes).toBeGreaterThan(40_000);
    expect(bytes).toBeLessThan(mostScriptBytes);
    expect(others).toBeGreaterThan(5);
  });

  test("nothing went wrong in the page meanwhile", () => {
    expect(problems).toEqual([]);
  });
});
