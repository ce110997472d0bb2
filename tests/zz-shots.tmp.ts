import { chromium } from "playwright-core";

const base = process.argv[2]!;
const out = process.argv[3]!;
const waitS = Number(process.argv[4] ?? 60);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
await page.goto(base);
await page.waitForTimeout(3000);
await page.screenshot({ path: `${out}/0-start.png` });
await page.waitForTimeout(waitS * 1000);
await page.screenshot({ path: `${out}/1-alarm.png`, fullPage: true });
for (const [name, hash] of [
  ["alarms", "#/alarms"],
  ["held", "#/alarms/held"],
  ["history", "#/alarms/history"],
  ["figures", "#/alarms/figures"],
  ["ledger", "#/alarms/ledger"],
  ["mailbox", "#/mailbox"],
] as const) {
  await page.goto(`${base}/${hash}`);
  await page.waitForTimeout(1200);
  await page.screenshot({ path: `${out}/2-${name}.png`, fullPage: true });
}
const phone = await browser.newPage({ viewport: { width: 390, height: 844 } });
await phone.goto(base);
await phone.waitForTimeout(2500);
await phone.screenshot({ path: `${out}/3-phone.png`, fullPage: true });
await browser.close();
