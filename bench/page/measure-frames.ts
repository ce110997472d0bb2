import { setTimeout as delay } from "node:timers/promises";
import { seconds } from "../../protocol/time.ts";
import { startPageServer } from "./page-server.ts";
import { toFrame, toHello, toHistory, toLoop } from "./plant.ts";
import { openTab, type TabWork } from "./watched-tab.ts";

/** How smoothly one loop's traces are drawn. Shares are of wall clock time. */
export interface FramesMeasured {
  readonly traces: number;
  readonly shape: string;
  readonly framesPerS: number;
  /** Between two frames, milliseconds. */
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly mainThreadShare: number;
  readonly scriptShare: number;
  readonly layoutShare: number;
}

const periodMs = 100;
/** Just before the page asks for its history anew, the most is drawn. */
const tailRows = 2500;

/** Counts animation frames inside the page. */
const watchFrames = `(forMs) => new Promise((resolve) => {
  const gaps = [];
  let lastMs = performance.now();
  const endMs = lastMs + forMs;
  const step = (nowMs) => {
    gaps.push(nowMs - lastMs);
    lastMs = nowMs;
    if (performance.now() < endMs) requestAnimationFrame(step);
    else resolve(gaps.slice(1));
  };
  requestAnimationFrame(step);
})`;

/** 100 traces on one page at 10 Hz, with an hour of history before them. */
export async function measureFrames(options: {
  readonly dir: string;
  readonly traces: number;
  readonly forMs: number;
  readonly profileFile: string | null;
}): Promise<readonly FramesMeasured[]> {
  // The inventory is a trace as well.
  const loop = toLoop("traces", options.traces - 1);
  const server = await startPageServer(
    options.dir,
    () => toHello([loop], Date.now()),
    () => toHistory(loop, Date.now()),
  );
  const tab = await openTab(`${server.url}#/loop/traces`);
  await tab.page.getByTestId("trends").locator("canvas").first().waitFor();
  await delay(seconds(1));
  server.pages.emit("frame", toFrame(loop, Date.now(), periodMs, tailRows));
  const sending = setInterval(
    () => server.pages.emit("frame", toFrame(loop, Date.now(), periodMs)),
    periodMs,
  );
  const measure = async (shape: string, file: string | null): Promise<FramesMeasured> => {
    await tab.page.getByTestId(`trend-${shape}`).click();
    await tab.page.getByTestId("trends").scrollIntoViewIfNeeded();
    await delay(seconds(2));
    const before = await tab.work();
    const gaps = await tab.profiled(file, () =>
      tab.page.evaluate<number[], number>(`(${watchFrames})(${options.forMs})`, options.forMs),
    );
    return { traces: options.traces, shape, ...toFigures(gaps, before, await tab.work()) };
  };
  try {
    const stacked = await measure("stacked", options.profileFile);
    return [stacked, await measure("overlaid", null)];
  } finally {
    clearInterval(sending);
    await tab.close();
    await server.close();
  }
}

function toFigures(gaps: readonly number[], before: TabWork, after: TabWork) {
  const sorted = gaps.toSorted((a, b) => a - b);
  const wallS = after.atS - before.atS;
  return {
    framesPerS: (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0),
    p99Ms: sorted[Math.floor(0.99 * sorted.length)] ?? Number.NaN,
    maxMs: sorted.at(-1) ?? Number.NaN,
    mainThreadShare: (after.taskS - before.taskS) / wallS,
    scriptShare: (after.scriptS - before.scriptS) / wallS,
    layoutShare: (after.layoutS - before.layoutS) / wallS,
  };
}
