import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { createResvgRasterizer } from "../server/adapters/picture/resvg-rasterizer.ts";
import { createPlotter } from "../server/app/plotter.ts";
import { exampleOnsetMs } from "../server/cli/example/example-alarms.ts";
import { createExampleHistory } from "../server/cli/example/example-history.ts";
import { exampleLoop } from "../server/cli/example/example-loop.ts";
import { toMailPreview } from "../server/domain/notice/mail-preview.ts";
import { exampleMails } from "./mails/example-mails.ts";

/** Widths of a phone and of a mail program's pane, and the reader's settings. */
const widthsPx = [390, 700] as const;
const schemes = ["light", "dark"] as const;

/** Height of a telephone's screen. */
const screenPx = 844;

/** Those that docs/mail.md shows: the whole mail, or what a screen shows of it. */
const shownInDocs: Readonly<Record<string, "whole" | "screen">> = {
  "call-390-light": "whole",
  "call-390-dark": "screen",
  "news-390-light": "screen",
  "bundle-390-light": "whole",
  "flood-390-dark": "screen",
};

const docsFolder = fileURLToPath(new URL("../docs/img/mail/", import.meta.url));

function findChromium(): string {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    const found = spawnSync("which", [name], { encoding: "utf8" });
    if (found.status === 0) return found.stdout.trim();
  }
  throw new Error("There is no chromium on the PATH.");
}

const warn = (message: string, detail?: unknown): void => console.error(message, detail ?? "");

/** Draws the mails for the docs; with a folder as argument every mail in every way, into that folder. */
async function drawMails(folder: string | undefined): Promise<void> {
  const target = folder ?? docsFolder;
  mkdirSync(target, { recursive: true });
  const plotter = createPlotter({
    loops: [exampleLoop],
    store: createExampleHistory(exampleOnsetMs),
    rasterizer: await createResvgRasterizer({ warn }),
    clock: { after: (ms, run) => toCancel(setTimeout(run, ms)) },
    log: { warn },
  });
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  for (const { name, mail } of exampleMails()) {
    const picture = mail.plot === null ? null : await plotter.draw(mail.plot);
    const { html, subject } = toMailPreview(mail, picture);
    process.stderr.write(`${name}: ${subject} (${html.length} characters)\n`);
    for (const width of widthsPx)
      for (const colorScheme of schemes) {
        const file = `${name}-${width}-${colorScheme}`;
        const shown = folder === undefined ? shownInDocs[file] : "whole";
        if (shown === undefined) continue;
        const page = await browser.newPage({ viewport: { width, height: screenPx }, colorScheme });
        await page.setContent(html);
        await page.screenshot({ path: `${target}/${file}.png`, fullPage: shown === "whole" });
        await page.close();
      }
  }
  await browser.close();
}

const toCancel = (timer: NodeJS.Timeout) => (): void => clearTimeout(timer);

await drawMails(process.argv[2]);
