import { chromium } from "playwright-core";

const base = process.argv[2]!;
const out = process.argv[3]!;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const mails = (await (await fetch(`${base}/api/v1/mailbox`)).json()) as { id: string; subject: string }[];
console.log(mails.map((m) => m.subject));
let k = 0;
for (const m of mails.slice(0, 6)) {
  const mail = (await (await fetch(`${base}/api/v1/mailbox/${m.id}`)).json()) as {
    html: string;
    text: string;
    attachments: unknown;
  };
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.setContent(mail.html);
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${out}/mail-${k}.png`, fullPage: true });
  if (k === 0) console.log(mail.text, mail.attachments);
  k++;
}
await browser.close();
