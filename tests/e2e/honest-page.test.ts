import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { wireVersion } from "../../protocol/wire.ts";
import { busyDay } from "../support/busy-day.ts";
import { chromiumFlags, chromiumPath } from "../support/chromium.ts";
import { openPageHouse } from "../support/page-house.ts";
import { createTempDir } from "../support/temp-dir.ts";

/** What an operator is promised. */
const toldWithinMs = 5000;

const channels = [
  {
    id: "p",
    role: "pressure",
    unit: "kPa",
    source: { field: "p" },
    limits: [{ above: 400, severity: "caution" }],
  },
  { id: "t", role: "temperature", unit: "degC", source: { field: "t" } },
];

describe.skipIf(chromiumPath === null)("a page and its server (needs chromium)", () => {
  const dir = createTempDir();
  const clientDir = join(dir, "client");
  const problems: string[] = [];
  let server: ChildProcess;
  let address = "";
  let browser: Browser;
  let page: Page;

  /** On the same disk, and on the same port as before. */
  async function startServer(): Promise<void> {
    const file = join(dir, "loopwatch.yaml");
    const port = address === "" ? 0 : Number(new URL(address).port);
    const listen = { host: "127.0.0.1", port };
    const loops = [{ id: "loop-a", coolant: "water", chargeL: 100, channels }];
    const config = { listen, store: { kind: "sqlite" }, dataDir: join(dir, "data"), loops };
    writeFileSync(file, JSON.stringify(config));
    server = fork(
      fileURLToPath(new URL("../support/whole-server-child.ts", import.meta.url)),
      [file, clientDir],
      {
        execArgv: ["--import", "tsx"],
      },
    );
    const [{ url }] = (await once(server, "message")) as [{ readonly url: string }];
    address = url;
  }

  async function killServer(): Promise<void> {
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  }

  const see = (testId: string) => page.getByTestId(testId);
  const sound = (kind: string) => page.locator(`[data-testid="sound-switch"][data-sounding="${kind}"]`);

  async function send(pressure: number): Promise<void> {
    const body = `coolant_loop,loop=loop-a p=${pressure},t=21.5 ${Date.now()}`;
    const { status } = await fetch(`${address}/api/v2/write?precision=ms`, { method: "POST", body });
    expect(status).toBe(204);
  }

  /** What the picture says after one more sample. */
  async function shownAfter(pressure: number): Promise<string> {
    await send(pressure);
    return (await see("mimic-p").locator(".value").textContent()) ?? "";
  }

  /** Until the page is grey, says so and sounds; milliseconds. */
  async function timeUntilTold(act: () => unknown): Promise<number> {
    const startMs = performance.now();
    await act();
    await see("dead-banner").waitFor();
    await page.locator(".below-dead").waitFor();
    await sound("cut off").waitFor();
    return performance.now() - startMs;
  }

  beforeAll(async () => {
    const house = await openPageHouse(clientDir, busyDay);
    await house.close();
    mkdirSync(join(dir, "data"));
    await startServer();
    browser = await chromium.launch({ executablePath: chromiumPath ?? "", args: [...chromiumFlags] });
    page = await browser.newPage();
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(address);
    await see("sound-switch").click();
    await see("connection-state").filter({ hasText: "Live" }).waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    server?.kill("SIGKILL");
    rmSync(dir, { recursive: true, force: true });
  });

  test("says how long a sample took from its sensor to the screen", async () => {
    expect(await see("lateness").count()).toBe(0);
    // A sample is judged, and shown, when the loop's next second has come.
    const words = async (): Promise<string> => {
      await send(304);
      return (await see("lateness").allTextContents()).join();
    };
    await expect.poll(words, { timeout: 15_000 }).toMatch(/^\d+(\.\d)? s from sensor to screen$/);
  });

  test("a server that is killed is missed within five seconds, in words, in grey and in sound", async () => {
    expect(await timeUntilTold(killServer)).toBeLessThan(toldWithinMs);
    expect(await see("dead-banner").textContent()).toContain("what you see is old");
    expect(await page.title()).toContain("No connection");
    expect(await see("lateness").count()).toBe(0);
  });

  test("when it is back everything is right without a reload", async () => {
    await page.evaluate(() => Object.assign(window, { isStillTheSame: true }));
    await startServer();
    await see("dead-banner").waitFor({ state: "detached" });
    await sound("quiet").waitFor();
    await send(317);
    await see("loop-tile-loop-a").first().filter({ hasText: "just now" }).waitFor();
    await page.goto(`${address}/#/loop/loop-a`);
    await see("mimic-p").locator(".value").filter({ hasText: /^317/ }).waitFor();
    expect(await page.evaluate(() => "isStillTheSame" in window)).toBe(true);
  });

  test("a server that stands still is missed as soon, and heard again when it goes on", async () => {
    expect(await timeUntilTold(() => server.kill("SIGSTOP"))).toBeLessThan(toldWithinMs);
    server.kill("SIGCONT");
    await see("dead-banner").waitFor({ state: "detached" });
    await expect.poll(() => shownAfter(318), { timeout: 15_000 }).toMatch(/^318/);
  });

  test("a server with another wire asks the page to be loaded anew, and what was left out is told", async () => {
    const house = await openPageHouse(join(dir, "other"), busyDay);
    try {
      await page.goto(house.url);
      await see("connection-state").filter({ hasText: "Live" }).waitFor();
      expect(await page.locator(".outdated-banner").count()).toBe(0);
      const [loop] = busyDay.loops;
      house.pages.emit("frame", {
        ...{ loopId: loop?.id ?? "", coalesced: 41, tMs: [busyDay.serverMs] },
        columns: [...(loop?.channels ?? []), null].map(() => [1]),
      });
      await see("left-out").filter({ hasText: "41 samples left out in the last minute" }).waitFor();
      house.say({ ...busyDay, wireVersion: wireVersion + 1 });
      house.hangUp();
      await page.locator(".outdated-banner").filter({ hasText: "another version" }).waitFor();
    } finally {
      await house.close();
    }
    expect(problems).toEqual([]);
  });
});
