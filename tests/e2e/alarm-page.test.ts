import { rmSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { pastAlarm } from "../support/busy-alarms.ts";
import { busyDay } from "../support/busy-day.ts";
import { busyFigures, busyLedger } from "../support/busy-records.ts";
import { chromiumFlags, chromiumPath } from "../support/chromium.ts";
import { openPageHouse, type PageHouse } from "../support/page-house.ts";
import { createTempDir } from "../support/temp-dir.ts";

const [leak] = busyDay.alarms;
const leakId = leak?.id ?? "";

const views: readonly [name: string, hash: string, testId: string][] = [
  ["the overview", "#/", "alarm-panel"],
  ["the alarms that stand", "#/alarms", "alarm-row"],
  ["what is held back", "#/alarms/held", "held-row"],
  ["past alarms", "#/alarms/history", "alarm-row"],
  ["the figures", "#/alarms/figures", "figures"],
  ["the leak ledger", "#/alarms/ledger", "ledger-leak"],
  ["one alarm", `#/alarms/${leakId}`, "incident-card"],
  ["one incident", `#/incident/${busyDay.incidents[0]?.id ?? ""}`, "timeline"],
  ["the outbox", "#/mailbox", "notice-row"],
  ["a trend that stands still", "#/loop/ms-22?from=1671064000000&to=1671065000000", "frozen"],
];

describe.skipIf(chromiumPath === null)("the page on a busy day (needs chromium)", () => {
  const dir = createTempDir();
  const problems: string[] = [];
  let house: PageHouse;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    house = await openPageHouse(dir, busyDay);
    for (const { id } of busyDay.loops)
      house.answer(`/api/v1/loops/${id}/history`, {
        loopId: id,
        fromMs: 0,
        toMs: 1,
        bucketMs: 1,
        tMs: [],
        columns: [],
      });
    house.answer("/api/v1/alarms", [pastAlarm]);
    house.answer(`/api/v1/alarms/${pastAlarm.id}`, pastAlarm);
    house.answer(`/api/v1/alarms/${leakId}/mail`, {
      subject: "EMERGENCY ms-22",
      text: "What to do",
      html: "<p>What to do</p><script>parent.document.title = 'taken over'</script>",
    });
    house.answer("/api/v1/figures", busyFigures);
    house.answer("/api/v1/ledger", busyLedger);
    browser = await chromium.launch({ executablePath: chromiumPath ?? "", args: [...chromiumFlags] });
  });

  afterAll(async () => {
    await browser?.close();
    await house?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  afterEach(async () => {
    await page?.context().close();
    house.answersActs({ ok: true });
  });

  async function open(hash: string, width = 1280, name = "Ada Lovelace"): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    page = await context.newPage();
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(house.url);
    await page.evaluate((operator) => localStorage.setItem("loopwatch.operator", operator), name);
    await page.goto(`${house.url}${hash}`);
    await page.reload();
    return page;
  }

  const see = (testId: string) => page.getByTestId(testId);
  const newest = () => house.acts.at(-1);

  test.each(["light", "dark", "night"])(
    "no view has a fault that axe knows in the %s theme",
    async (theme) => {
      await open("#/");
      await see(`theme-${theme}`).click();
      // What moves in from one colour to the other is of neither theme.
      await page.emulateMedia({ reducedMotion: "reduce" });
      const faults: string[] = [];
      for (const [name, hash, testId] of views) {
        await page.goto(`${house.url}${hash}`);
        await see(testId).first().waitFor();
        const { violations } = await new AxeBuilder({ page }).analyze();
        faults.push(...violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html ?? ""}`));
      }
      expect(faults).toEqual([]);
    },
  );

  test("no view is wider than a phone", async () => {
    await open("#/", 390);
    const wide: string[] = [];
    for (const [name, hash, testId] of views) {
      await page.goto(`${house.url}${hash}`);
      await see(testId).first().waitFor();
      if ((await page.evaluate(() => document.documentElement.scrollWidth)) > 390) wide.push(name);
    }
    expect(wide).toEqual([]);
  });

  test("in the list the arrow keys move, A acknowledges the version that is shown, S silences", async () => {
    await open("#/alarms");
    await page.locator("[data-alarm]").first().focus();
    await page.keyboard.press("a");
    await page
      .getByRole("status")
      .filter({ hasText: /^Acknowledged/ })
      .waitFor();
    expect(newest()).toEqual({
      kind: "acknowledge",
      occurrenceId: leakId,
      version: leak?.version,
      by: "Ada Lovelace",
      comment: "",
    });
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("s");
    await page
      .getByRole("status")
      .filter({ hasText: /^Silenced/ })
      .waitFor();
    expect(newest()).toMatchObject({ kind: "silence", occurrenceId: busyDay.alarms[1]?.id });
  });

  test("nobody acts without a name, and a refusal is shown in the server's words", async () => {
    await open(`#/alarms/${leakId}`, 1280, "");
    const before = house.acts.length;
    await see("ack-submit").click();
    await page.getByRole("alert").filter({ hasText: "Please write your name" }).waitFor();
    expect(house.acts.length).toBe(before);
    house.answersActs({ ok: false, reason: "Grace Hopper has acknowledged it already." });
    await see("ack-name").fill("Ada Lovelace");
    await see("ack-submit").click();
    await page.getByRole("alert").filter({ hasText: "Grace Hopper has acknowledged it already." }).waitFor();
  });

  test("nothing is shelved without a reason, and with one for as long as was said", async () => {
    await open(`#/alarms/${leakId}`);
    const before = house.acts.length;
    await see("acts-more").click();
    await see("shelve-60").click();
    await page.getByRole("alert").filter({ hasText: "write why" }).waitFor();
    expect(house.acts.length).toBe(before);
    await see("ack-comment").fill("Valve test until noon");
    await see("shelve-60").click();
    await page.getByRole("status").filter({ hasText: "On the shelf for 1 h" }).waitFor();
    expect(newest()).toMatchObject({ kind: "shelve", forMs: 3_600_000, comment: "Valve test until noon" });
  });

  test("an operation is declared only after a second question", async () => {
    await open("#/loop/cdu-1");
    await see("operations").click();
    await see("operation-choice").selectOption("isolation");
    const before = house.acts.length;
    await see("operation-declare").click();
    await see("operation-confirm").waitFor();
    expect(house.acts.length).toBe(before);
    await page.keyboard.press("Enter");
    await page.getByRole("status").filter({ hasText: "Isolation declared" }).waitFor();
    expect(newest()).toMatchObject({ kind: "operate", loopId: "cdu-1", operation: "isolation", atMs: null });
  });

  test("the mail as it would be sent is shown in a frame that can run nothing", async () => {
    await open(`#/alarms/${leakId}`);
    await see("mail-preview").click();
    await see("mail-html").waitFor();
    expect(await see("mail-html").getAttribute("sandbox")).toBe("");
    expect(await page.title()).not.toBe("taken over");
  });

  test("an alarm of long ago is read from the journal, and one that never was says so", async () => {
    await open(`#/alarms/${pastAlarm.id}`);
    await see("alarm-headline").filter({ hasText: pastAlarm.headline }).waitFor();
    expect(await see("ack-submit").count()).toBe(0);
    await page.goto(`${house.url}#/alarms/nobody.leak.1`);
    await page.getByRole("alert").filter({ hasText: "nobody.leak.1" }).waitFor();
  });

  test("a link to a stretch of time shows that stretch until the reader goes back to live", async () => {
    await open("#/loop/ms-22?from=1671064000000&to=1671065000000");
    await see("frozen").waitFor();
    const asked = house.asked.filter((url) => url.includes("ms-22/history"));
    expect(asked.some((url) => url.includes("from=1671064000000&to=1671065000000"))).toBe(true);
    await see("back-to-live").click();
    await see("frozen").waitFor({ state: "detached" });
  });

  test("the horn is off until a person turns it on, and silence is not an acknowledgement", async () => {
    await open("#/");
    expect(await see("sound-switch").getAttribute("data-sounding")).toBe("quiet");
    await see("sound-switch").click();
    await see("horn-banner").waitFor();
    expect(await see("sound-switch").getAttribute("data-sounding")).toBe("emergency");
    const before = house.acts.length;
    await see("horn-silence").click();
    await page.locator('[data-sounding="quiet"]').waitFor();
    await expect
      .poll(() => house.acts.slice(before).map(({ kind }) => kind))
      .toEqual(["silence", "silence", "silence"]);
  });

  test("after a reload a browser that keeps the page silent is said aloud, until somebody clicks", async () => {
    await open("#/");
    await page.evaluate(() => localStorage.setItem("loopwatch.sound", "on"));
    await page.reload();
    await see("sound-blocked").waitFor();
    await page.mouse.click(5, 5);
    await see("sound-blocked").waitFor({ state: "detached" });
  });

  test("ten thousand alarms in a flood leave the page usable", { timeout: 120_000 }, async () => {
    await open("#/alarms");
    await see("alarm-row").first().waitFor();
    await page.evaluate(() => {
      const seen = { longestGapMs: 0, longTasks: 0 };
      let lastMs = performance.now();
      const look = (): void => {
        seen.longestGapMs = Math.max(seen.longestGapMs, performance.now() - lastMs);
        lastMs = performance.now();
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      new PerformanceObserver((list) => {
        seen.longTasks += list.getEntries().length;
      }).observe({ type: "longtask" });
      Object.assign(window, { seen });
    });
    const many = 10_000;
    const startedMs = performance.now();
    for (let n = 0; n < many; n++) {
      const loop = busyDay.loops[n % busyDay.loops.length];
      if (leak && loop)
        house.pages.emit("alarm", {
          seq: busyDay.seq + n + 1,
          alarm: { ...leak, id: `${loop.id}.limit.x.${n}`, incidentId: `incident.${n}`, loopId: loop.id },
        });
      // As fast as the page draws: all at once would be one picture, and prove little.
      if (n % 100 === 99)
        await page.evaluate(() => new Promise((resolve) => void requestAnimationFrame(resolve)));
    }
    house.beatsWith(busyDay.seq + many);
    const sentMs = performance.now() - startedMs;
    await see("list-end")
      .filter({ hasText: `The first 100 of ${many + busyDay.alarms.length}` })
      .waitFor();
    const arrivedMs = performance.now() - startedMs - sentMs;
    const clickedMs = performance.now();
    await see("tab-held").click();
    await see("held-row").first().waitFor();
    const usableMs = performance.now() - clickedMs;
    const seen = await page.evaluate(
      () => (window as unknown as { seen: { longestGapMs: number; longTasks: number } }).seen,
    );
    console.info(
      `${many} alarms in ${(sentMs / 1000).toFixed(1)} s: longest time without a frame ${seen.longestGapMs.toFixed(0)} ms, ` +
        `${seen.longTasks} tasks over 50 ms, all counted ${arrivedMs.toFixed(0)} ms after the last, ` +
        `a click answered in ${usableMs.toFixed(0)} ms`,
    );
    await see("tab-standing").click();
    await see("list-end").waitFor();
    expect(await see("alarm-row").count()).toBe(100);
    await see("overview-link").click();
    await see("other-alarms").waitFor();
    expect(await see("alarm-panel").count()).toBe(1);
  });

  test("nothing went wrong in the page meanwhile", () => {
    expect(problems).toEqual([]);
  });
});
