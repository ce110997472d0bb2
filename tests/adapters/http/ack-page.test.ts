import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AlarmView } from "../../../protocol/alarm.ts";
import { hours, minutes } from "../../../protocol/time.ts";
import type { AckToken } from "../../../server/app/desk-port.ts";
import { chromiumFlags, chromiumPath } from "../../support/chromium.ts";
import { fakeStartMs } from "../../support/fake-clock.ts";
import { openSmallHouse, type SmallHouse, testLinks } from "../../support/small-house.ts";
import { leakAlarm } from "../../support/test-desk.ts";

const acknowledgement = { by: "Grace Hopper", atMs: fakeStartMs, comment: "Pump A is off, valve 3 closed." };
const alarm: AlarmView = {
  ...leakAlarm,
  headline: "Coolant leak of 22.8 kg/h behind the radiator; the pressure falls with it",
  openedMs: fakeStartMs - minutes(12),
  onsetMs: fakeStartMs - minutes(20),
  timeLeft: { p05Ms: hours(6), p50Ms: hours(9), p95Ms: hours(14) },
  comments: [{ by: "Alan", atMs: fakeStartMs - minutes(3), comment: "I see frost on the outside." }],
};
const worse: AlarmView = { ...alarm, id: "loop-1.leak.2", severity: "emergency", previousId: alarm.id };

/** What is on record, and what is odd about the link, for each thing that the page can say. */
const cases: readonly (readonly [string, readonly AlarmView[], Partial<AckToken>])[] = [
  ["open emergency", [{ ...alarm, severity: "emergency" }], {}],
  ["open warning", [alarm], {}],
  ["open caution", [{ ...alarm, severity: "caution", timeLeft: null }], {}],
  ["open advisory", [{ ...alarm, severity: "advisory", leakKgPerH: null, timeLeft: null }], {}],
  ["returned", [{ ...alarm, state: "returned unacknowledged", returnedMs: fakeStartMs }], {}],
  ["acknowledged", [{ ...alarm, state: "acknowledged", acknowledgement, assignee: "Grace Hopper" }], {}],
  ["latched", [{ ...alarm, state: "latched", acknowledgement, returnedMs: fakeStartMs }], {}],
  [
    "blind and shelved",
    [
      {
        ...alarm,
        blindSinceMs: fakeStartMs,
        hold: { kind: "shelved", act: acknowledgement, untilMs: fakeStartMs + hours(1) },
      },
    ],
    {},
  ],
  ["over", [{ ...alarm, state: "normal", acknowledgement, returnedMs: fakeStartMs }], {}],
  ["replaced", [{ ...alarm, state: "normal" }, worse], {}],
  ["called again", [{ ...alarm, calls: 2 }], {}],
  ["expired", [alarm], { expiresMs: fakeStartMs }],
  ["nobody", [alarm], { personId: "bob" }],
  ["unknown", [], {}],
];

async function openHouse(alarms: readonly AlarmView[]): Promise<SmallHouse> {
  const house = await openSmallHouse({ clock: { nowMs: () => fakeStartMs } });
  house.desk.keep({ people: { ada: "Ada Lovelace" } });
  house.desk.say({
    alarms,
    incidents: [
      {
        id: alarm.incidentId,
        loopId: "loop-1",
        causeId: alarm.id,
        title: "",
        severity: "warning",
        openedMs: 1,
        closedMs: null,
        members: alarms.map(({ id, state, ...rest }) => ({
          ...rest,
          occurrenceId: id,
          beganMs: 1,
          stands: state !== "normal",
        })),
        timeline: [],
      },
    ],
  });
  return house;
}

const toAddress = (house: SmallHouse, change: Partial<AckToken> = {}): string => {
  const token = { occurrenceId: alarm.id, calls: 1, personId: "ada", expiresMs: fakeStartMs + 1000 };
  return house.url + new URL(testLinks.toUrl({ ...token, ...change })).pathname;
};

describe.skipIf(chromiumPath === null)("the acknowledge page on a phone (needs chromium)", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? "", args: [...chromiumFlags] });
  });
  afterAll(async () => {
    await browser?.close();
  });

  const openPhone = (colorScheme: "light" | "dark", javaScriptEnabled = true): Promise<BrowserContext> =>
    browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme, javaScriptEnabled });

  test.each(["light", "dark"] as const)(
    "has no accessibility fault that axe knows, fits, and breaks none of its own rules in %s",
    async (colorScheme) => {
      const phone = await openPhone(colorScheme);
      const page = await phone.newPage();
      const faults: string[] = [];
      page.on("console", (message) => {
        if (message.text().includes("Content Security Policy")) faults.push(message.text());
      });
      for (const [name, alarms, change] of cases) {
        const house = await openHouse(alarms);
        await page.goto(toAddress(house, change));
        const { violations } = await new AxeBuilder({ page }).analyze();
        faults.push(...violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html ?? ""}`));
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        if (width > 390) faults.push(`${name}: ${width} px wide`);
        const folder = process.env["ACK_PICTURES"];
        if (folder !== undefined)
          writeFileSync(
            join(folder, `${name.replaceAll(" ", "-")}-${colorScheme}.png`),
            await page.screenshot({ fullPage: true }),
          );
      }
      await phone.close();
      expect(faults).toEqual([]);
    },
    60_000,
  );

  test("acknowledges by its button, without any script", async () => {
    const house = await openHouse([alarm]);
    house.desk.answers(({ by, comment }) => {
      house.desk.say({
        alarms: [{ ...alarm, state: "acknowledged", acknowledgement: { by, comment, atMs: fakeStartMs } }],
      });
      return { ok: true };
    });
    const phone = await openPhone("light", false);
    const page = await phone.newPage();
    await page.goto(toAddress(house));
    expect(house.desk.acts).toEqual([]);
    await page.getByLabel("Comment, if you like").fill("On my way.\nTen minutes.");
    await page.getByRole("button", { name: "Acknowledge as Ada Lovelace" }).click();
    await page.getByText("You have acknowledged this alarm.").waitFor();
    expect(house.desk.acts).toMatchObject([
      { kind: "acknowledge", by: "Ada Lovelace", comment: "On my way.\nTen minutes." },
    ]);
    await page.reload();
    await page.getByText("You have acknowledged this alarm.").waitFor();
    expect(house.desk.acts).toHaveLength(1);
    expect(await page.getByRole("link", { name: "Open the live page" }).getAttribute("href")).toBe(
      "../#/alarms/loop-1.leak.1",
    );
    await phone.close();
  });

  test("cannot be acknowledged by a form of another site, though it knows the link", async () => {
    const house = await openHouse([alarm]);
    const elsewhere = await openSmallHouse();
    const phone = await openPhone("light");
    const page = await phone.newPage();
    await page.route(`${elsewhere.url}/trap`, (route) =>
      route.fulfill({
        contentType: "text/html",
        headers: { "referrer-policy": "no-referrer" },
        body: `<form method="post" action="${toAddress(house)}"><input name="version" value="1"><button>Win</button></form>`,
      }),
    );
    await page.goto(`${elsewhere.url}/trap`);
    await page.getByRole("button", { name: "Win" }).click();
    await page.getByText("Another site may not act here.").waitFor();
    expect(house.desk.acts).toEqual([]);
    await phone.close();
  });
});
