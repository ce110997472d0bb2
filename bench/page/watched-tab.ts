import { writeFileSync } from "node:fs";
import { type CDPSession, chromium, type Page } from "playwright-core";
import { residentMb } from "../ingest/process-stats.ts";
import { chromiumFlags, chromiumPath } from "./chromium.ts";

/** What a tab's main thread has done since it was opened, seconds. */
export interface TabWork {
  readonly atS: number;
  readonly taskS: number;
  readonly scriptS: number;
  readonly layoutS: number;
}

/** A tab of a real browser that is measured. */
export interface WatchedTab {
  readonly page: Page;
  work(): Promise<TabWork>;
  /** Objects of the page after a collection, megabytes. */
  heapMb(): Promise<number>;
  /** Memory of the tab's process, megabytes. */
  residentMb(): Promise<number>;
  /** Runs it with the profiler on and writes what it found where a browser's tools can open it. */
  profiled<T>(file: string | null, run: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens a page in a browser of its own. Throws where there is none. */
export async function openTab(url: string): Promise<WatchedTab> {
  if (chromiumPath === null) throw new Error("This needs a chromium on the PATH.");
  const browser = await chromium.launch({ executablePath: chromiumPath, args: [...chromiumFlags] });
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => void faults.push(error.message));
  const tab: CDPSession = await context.newCDPSession(page);
  const whole: CDPSession = await browser.newBrowserCDPSession();
  await tab.send("Performance.enable", { timeDomain: "timeTicks" });
  await page.goto(url);

  const read = async (): Promise<ReadonlyMap<string, number>> => {
    const { metrics } = await tab.send("Performance.getMetrics");
    return new Map(metrics.map(({ name, value }) => [name, value]));
  };
  return {
    page,
    async work() {
      const metrics = await read();
      const of = (name: string): number => metrics.get(name) ?? Number.NaN;
      return {
        atS: of("Timestamp"),
        taskS: of("TaskDuration"),
        scriptS: of("ScriptDuration"),
        layoutS: of("LayoutDuration") + of("RecalcStyleDuration"),
      };
    },
    async heapMb() {
      await tab.send("HeapProfiler.collectGarbage");
      return ((await read()).get("JSHeapUsedSize") ?? Number.NaN) / 1e6;
    },
    async residentMb() {
      const { processInfo } = await whole.send("SystemInfo.getProcessInfo");
      const tabs = processInfo.filter(({ type }) => type === "renderer");
      return Math.max(...tabs.map(({ id }) => residentMb(id)));
    },
    async profiled(file, run) {
      if (file === null) return run();
      await tab.send("Profiler.enable");
      await tab.send("Profiler.start");
      const result = await run();
      const { profile } = await tab.send("Profiler.stop");
      writeFileSync(file, JSON.stringify(profile));
      return result;
    },
    async close() {
      await browser.close();
      if (faults.length > 0) throw new Error(`The page failed while it was measured: ${faults[0]}`);
    },
  };
}
