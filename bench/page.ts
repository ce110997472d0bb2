import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureCrowd } from "./page/measure-crowd.ts";
import { measureFrames } from "./page/measure-frames.ts";
import { measureSoak } from "./page/measure-soak.ts";
import { toFrame, toLoop } from "./page/plant.ts";
import { type CrowdCase, type PageMeasured, renderReport } from "./page/report.ts";

// Is the live page smooth, does its memory stay, and does a page that does not read harm the others? Needs a chromium.
const { values: options } = parseArgs({
  options: {
    help: { type: "boolean", default: false },
    only: { type: "string", default: "frames,soak,crowd" },
    traces: { type: "string", default: "100" },
    loops: { type: "string", default: "200" },
    alarms: { type: "string", default: "2000" },
    minutes: { type: "string", default: "30" },
    pages: { type: "string", default: "200" },
    seconds: { type: "string", default: "20" },
    write: { type: "boolean", default: false },
    profile: { type: "string" },
  },
});
if (options.help) {
  process.stdout.write(
    "npm run bench:page -- [--only frames,soak,crowd] [--traces N] [--loops N] [--alarms N] [--minutes N] [--pages N] [--seconds N] " +
      "[--write] [--profile DIR]\n",
  );
  process.exit(0);
}
const parts = new Set(options.only.split(","));
const forMs = 1000 * Number(options.seconds);
const profile = options.profile ?? null;
if (profile !== null) mkdirSync(profile, { recursive: true });
const nodeOptions = profile === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
const dir = mkdtempSync(join(tmpdir(), "loopwatch-page-"));

const channels = 100;
const periodMs = 100;

/** Both ways with one load, one after the other. `rows`: samples of each channel in a frame. */
async function measureCase(pages: number, rows: number): Promise<CrowdCase> {
  const measured = [];
  for (const way of ["feed", "io.emit"] as const)
    measured.push(...(await measureCrowd({ way, channels, rows, periodMs }, { pages, forMs, nodeOptions })));
  const frameBytes = JSON.stringify(toFrame(toLoop("crowd", channels), Date.now(), 1, rows)).length;
  return { pages, kbPerS: frameBytes / periodMs, forS: forMs / 1000, rows: measured };
}

try {
  const measured: PageMeasured = {
    frames: parts.has("frames")
      ? await measureFrames({
          ...{ dir, forMs, traces: Number(options.traces) },
          profileFile: profile === null ? null : join(profile, "frames.cpuprofile"),
        })
      : null,
    soak: parts.has("soak")
      ? await measureSoak({
          dir,
          loops: Number(options.loops),
          alarms: Number(options.alarms),
          minutes: Number(options.minutes),
        })
      : null,
    // Few pages with very much to read: more than the system's own buffers hold.
    crowd: parts.has("crowd")
      ? [await measureCase(Number(options.pages), 10), await measureCase(10, 100)]
      : null,
  };
  const load = loadavg()[0]?.toFixed(1) ?? "unknown";
  const text = renderReport(
    measured,
    `${cpus().length} cores, Node ${process.versions.node}; at the end ${load} processes wanted to run.`,
  );
  process.stdout.write(text);
  if (options.write) writeFileSync(new URL("../docs/page-performance.md", import.meta.url), text);
} finally {
  rmSync(dir, { recursive: true, force: true });
}
