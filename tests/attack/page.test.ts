import { rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { chromiumFlags, chromiumPath } from "../support/chromium.ts";
import { type GuardedHouse, openGuardedHouse, password } from "../support/guarded-house.ts";
import { buildPage } from "../support/page-house.ts";
import { createTempDir } from "../support/temp-dir.ts";

/** Runs where anything is taken for markup or for code. */
const evil = "<img src=x onerror=window.owned=1><script>window.owned=1</script>";
const evilName = `"><svg onload=window.owned=1>`;

const text = `mail: { to: [a@example.org] }
loops:
  - id: loop-1
    name: '${evilName}'
    coolant: water
    chargeL: 100
    referencePressureKpa: 300
    accumulator: { volumeL: 10, gasL: 6 }
    guidance: { leak: '${evil}' }
    channels:
      - id: pressure
        name: '<b onmouseover=window.owned=1>p</b>'
        position: '<img src=x onerror=window.owned=1>'
        role: pressure
        source: { field: p }
        limits: [{ above: 400, severity: warning, for: 1s }]
`;

describe.skipIf(chromiumPath === null)("the page of a guarded house (needs chromium)", () => {
  const dir = createTempDir();
  const violations: string[] = [];
  let house: GuardedHouse;
  let browser: Browser;
  let page: Page;
  let alarmId = "";

  beforeAll(async () => {
    const clientDir = join(dir, "client");
    await buildPage(clientDir);
    house = await openGuardedHouse(text, dir, clientDir);
    const startMs = Date.now() - 60_000;
    const lines = Array.from(
      { length: 60 },
      (_, s) => `coolant_loop,loop=loop-1 p=500 ${startMs + s * 1000}`,
    );
    await house.loopwatch.monitor.ingest.accept(Buffer.from(lines.join("\n")), "ms");
    browser = await chromium.launch({ executablePath: chromiumPath ?? "", args: [...chromiumFlags] });
    const alarms = () => house.loopwatch.monitor.desk.hello().alarms;
    await vi.waitUntil(() => alarms().some(({ alarmClass }) => alarmClass === "limit"), 10_000);
    await vi.waitUntil(() => house.loopwatch.monitor.desk.hello().mails.length > 0, 20_000);
    alarmId =
      house.loopwatch.monitor.desk.hello().alarms.find(({ alarmClass }) => alarmClass === "limit")?.id ?? "";
    const actor = { name: "Ada", role: "operator", via: "session", address: "" } as const;
    const { version = 0 } = house.loopwatch.monitor.desk.alarm(alarmId) ?? {};
    const said = { kind: "comment", occurrenceId: alarmId, version, by: "Ada", comment: evil } as const;
    expect(house.loopwatch.monitor.desk.act(said, actor)).toEqual({ ok: true });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await house?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  afterEach(async () => {
    await page?.context().close();
  });

  async function open(hash: string, width = 1280): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    page = await context.newPage();
    page.on("console", (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) violations.push(message.text());
    });
    page.on("pageerror", (error) => violations.push(error.message));
    await page.goto(`${house.url}/${hash}`);
    return page;
  }
  const see = (testId: string) => page.getByTestId(testId);
  async function logIn(name: string, word = password): Promise<void> {
    await see("login-name").fill(name);
    await see("login-password").fill(word);
    await see("login-submit").click();
  }
  const isOwned = (): Promise<boolean> =>
    page.evaluate(() => (window as unknown as { owned?: number }).owned !== undefined);

  test("shows nothing before somebody has logged in, says what is wrong, and then leads to where the link led", async () => {
    await open(`#/alarms/${alarmId}`);
    await see("login").waitFor();
    expect(await page.content()).not.toContain("loop-1.");
    await logIn("Ada", "a wrong password");
    await see("login-problem").waitFor();
    expect(await see("login-problem").textContent()).toBe("The name or the password is wrong.");
    expect(await see("login-password").inputValue()).toBe("");
    await logIn("Ada");
    await see("alarm-headline").waitFor();
    expect(page.url()).toContain(`#/alarms/${alarmId}`);
    expect(await see("who").textContent()).toBe("Ada (operator)");
    expect(await page.locator("input[name=name]").count()).toBe(0);
    expect(await page.evaluate(() => document.cookie)).toBe("");
  });

  test("runs no script from a loop's name, a channel, a comment or a mail, and needs no style that its policy forbids", async () => {
    await open(`#/alarms/${alarmId}`);
    await logIn("Ada");
    await see("alarm-headline").waitFor();
    await see("mail-preview").click();
    await see("mail-html").waitFor();
    await page.frameLocator("[data-testid=mail-html]").getByText("Loopwatch").first().waitFor();
    for (const hash of [
      "#/",
      "#/alarms",
      "#/mailbox",
      "#/loop/loop-1",
      "#/alarms/history",
      "#/alarms/figures",
    ]) {
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      // Two frames: what was to be drawn is drawn, and what would run has run.
      await page.evaluate(
        () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(0)))),
      );
      expect(await isOwned(), hash).toBe(false);
    }
    await page.evaluate(() => {
      location.hash = "#/loop/loop-1";
    });
    await page.locator(".uplot canvas").first().waitFor();
    const box = await page.locator(".uplot canvas").first().boundingBox();
    expect(box?.height ?? 0).toBeGreaterThan(20);
    expect(await page.getByText(evilName).count()).toBeGreaterThan(0);
    const [mail] = house.loopwatch.monitor.desk.hello().mails;
    await page.evaluate((id) => {
      location.hash = `#/mailbox/${id}`;
    }, mail?.id ?? "");
    await page.getByText("HTML", { exact: true }).click();
    await page.frameLocator("[data-testid=mail-html]").getByText("pressure").first().waitFor();
    expect(await isOwned()).toBe(false);
    expect(violations).toEqual([]);
  });

  test("would run no script even if markup came through", async () => {
    await open("#/");
    await see("login").waitFor();
    const refused = page.waitForEvent("console", (message) =>
      message.text().includes("Content Security Policy"),
    );
    await page.evaluate((markup) => document.body.insertAdjacentHTML("beforeend", markup), evil);
    await refused;
    expect(await isOwned()).toBe(false);
    violations.length = 0;
  });

  test("lets a viewer look at everything and act on nothing, and says why", async () => {
    await open(`#/alarms/${alarmId}`);
    await logIn("Vic");
    await see("alarm-headline").waitFor();
    expect(await see("viewer-note").first().textContent()).toContain("need the role operator");
    expect(await see("ack-submit").count()).toBe(0);
  });

  test("says that a session has ended while it was open, and leads back to its place", async () => {
    await open(`#/alarms/${alarmId}`);
    await logIn("Ada");
    await see("alarm-headline").waitFor();
    expect(house.desk.logoutUser("Ada")).toMatchObject({ ok: true });
    await page.getByText("Your session has ended").waitFor({ timeout: 5000 });
    expect(await see("dead-banner").count()).toBe(0);
    expect(await page.title()).toBe("Log in · Loopwatch");
    await logIn("Ada");
    await see("alarm-headline").waitFor();
    expect(page.url()).toContain(`#/alarms/${alarmId}`);
    await see("log-out").click();
    await page.getByText("You are logged out").waitFor();
    await page.reload();
    await see("login").waitFor();
  });

  test.each(["light", "dark", "night"])(
    "has a way in without an accessibility fault in the %s theme, also on a phone",
    async (theme) => {
      await open("#/", 360);
      await see("login").waitFor();
      await see(`theme-${theme}`).click();
      const { violations: faults } = await new AxeBuilder({ page }).analyze();
      expect(faults.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    },
  );

  test("is acted on by no other site in the same browser", async () => {
    await open("#/");
    await logIn("Ada");
    await see("who").waitFor();
    const before = house.loopwatch.monitor.desk.alarm(alarmId)?.version;
    // The same machine under another port: the same site, but another origin.
    const acknowledge = `${house.url}/api/v1/alarms/${alarmId}/acknowledge`;
    const server = createServer((_request, response) => {
      response.setHeader("content-type", "text/html");
      response.end(`<form id=f method=post enctype="text/plain" action="${acknowledge}" target=inner>
<input name='{"version":${before},"by":"Eve","comment":"' value='"}'></form><iframe name=inner></iframe>`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const other = await page.context().newPage();
    await other.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const said = await other.evaluate(
      async ({ url, address }) => {
        const tries: Record<string, unknown> = {};
        const ask = async (name: string, path: string, init: RequestInit) => {
          try {
            tries[name] = (await fetch(`${url}${path}`, { credentials: "include", ...init })).status;
          } catch {
            tries[name] = "refused";
          }
        };
        const body = '{"version":1,"by":"Eve"}';
        await ask("read", "/api/v1/alarms", {});
        await ask("plain", address, { method: "POST", body });
        await ask("json", address, { method: "POST", body, headers: { "content-type": "application/json" } });
        await ask("blind", address, { method: "POST", body, mode: "no-cors" });
        tries["socket"] = await new Promise((resolve) => {
          const socket = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
          socket.onopen = () => resolve("open");
          socket.onerror = () => resolve("refused");
        });
        (document.getElementById("f") as HTMLFormElement).submit();
        return tries;
      },
      { url: house.url, address: `/api/v1/alarms/${alarmId}/acknowledge` },
    );
    await other.waitForLoadState("networkidle");
    server.close();
    // What a page cannot read has the status 0.
    expect(said).toEqual({
      read: "refused",
      plain: "refused",
      json: "refused",
      blind: expect.anything(),
      socket: "refused",
    });
    expect(house.loopwatch.monitor.desk.alarm(alarmId)).toMatchObject({
      version: before,
      acknowledgement: null,
    });
  });
});
