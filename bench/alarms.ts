import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureDelays } from "./alarms/measure-delays.ts";
import { measureDesk } from "./alarms/measure-desk.ts";
import { measureFlood } from "./alarms/measure-flood.ts";

// `npm run bench:alarms`: what a mail server costs a decision, and ten thousand alarms in a minute; the real server.

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "desk,delays,flood" },
    alarms: { type: "string", default: "200" },
    loops: { type: "string", default: "2500" },
    seconds: { type: "string", default: "60" },
    profile: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (options.help) {
  process.stdout.write(
    "npm run bench:alarms -- [--only desk,delays,flood] [--alarms N] [--loops N] [--seconds N] [--profile DIR]\n",
  );
  process.exit(0);
}

const wanted = options.only.split(",");
const nodeOptions = options.profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${options.profile}`];
const dir = mkdtempSync(join(tmpdir(), "loopwatch-bench-"));
process.stdout.write(`Node ${process.version} on ${cpus().length} x ${cpus()[0]?.model ?? "unknown"}\n`);
try {
  if (wanted.includes("desk")) {
    process.stdout.write("\nThe alarm desk alone, ten thousand alarms in a minute of its clock\n\n");
    process.stdout.write(`${measureDesk(dir)}\n`);
  }
  if (wanted.includes("delays")) {
    process.stdout.write("\nFrom telemetry sent to the alarm on a page\n\n");
    process.stdout.write(`${await measureDelays(dir, Number(options.alarms))}\n`);
  }
  if (wanted.includes("flood")) {
    const shape = { loops: Number(options.loops), seconds: Number(options.seconds), nodeOptions };
    process.stdout.write("\nEvery limit of every loop passed within a minute\n\n");
    process.stdout.write(`${await measureFlood(join(dir, "flood"), shape)}\n`);
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
