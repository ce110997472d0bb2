import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureCrowd } from "./page/measure-crowd.ts";
import { measureFrames } from "./page/measure-frames.ts";
import { measureSoak } from "./page/measure-soak.ts";

// Is the live page smooth, does its memory stay, and does one page that does not read harm the others?
const { values: options } = parseArgs({
  options: {
    help: { type: "boolean", default: false },
    only: { type: "string", default: "frames,soak,crowd" },
    traces: { type: "string", default: "100" },
    loops: { type: "string", default: "200" },
    alarms: { type: "string", default: "2000" },
    pages: { type: "string", default: "200" },
    seconds: { type: "string", default: "20" },
    profile: { type: "string" },
  },
});
if (options.help) {
  process.stdout.write("npm run bench:page -- [--only frames]\n");
  process.exit(0);
}
const parts = new Set(options.only.split(","));
const dir = mkdtempSync(join(tmpdir(), "loopwatch-page-"));
const profile = options.profile ?? null;
if (profile !== null) mkdirSync(profile, { recursive: true });
const forMs = 1000 * Number(options.seconds);
try {
  if (parts.has("frames"))
    console.log(
      await measureFrames({
        ...{ dir, forMs, traces: Number(options.traces) },
        profileFile: profile === null ? null : join(profile, "frames.cpuprofile"),
      }),
    );
  if (parts.has("soak"))
    console.log(
      JSON.stringify(
        await measureSoak({ dir, loops: Number(options.loops), alarms: Number(options.alarms) }),
        null,
        1,
      ),
    );
  if (parts.has("crowd"))
    for (const way of ["feed", "io.emit"] as const)
      console.table(
        await measureCrowd(
          { way, channels: 100, rows: 10, periodMs: 100 },
          {
            pages: Number(options.pages),
            forMs,
            nodeOptions: profile === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`],
          },
        ),
      );
} finally {
  rmSync(dir, { recursive: true, force: true });
}
