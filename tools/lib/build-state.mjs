import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inProject } from "./project.mjs";

const stampPath = inProject("dist", "build-stamp");
const sources = [
  "protocol",
  "server",
  "simulator",
  "client",
  "package-lock.json",
  "tsconfig.base.json",
  "tools/lib/build-project.mjs",
];
const programs = ["dist/server/main.js", "dist/simulator/main.js"];
const page = "dist/client/index.html";

function newestMs(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  // A directory's own time moves when a file in it is added or deleted.
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestMs(join(path, name))),
    stat.mtimeMs,
  );
}

/** True when what the compiler makes is in dist. */
export const programsThere = () => programs.every((path) => existsSync(inProject(path)));

/** True when dist is missing, incomplete, or older than any source file. */
export function buildIsStale() {
  if (!existsSync(stampPath) || !programsThere() || !existsSync(inProject(page))) return true;
  const builtMs = statSync(stampPath).mtimeMs;
  return sources.some((source) => newestMs(inProject(source)) > builtMs);
}

/** Records a finished build under the time at which it began: a file saved meanwhile makes it stale. */
export function stampBuild(startedMs) {
  mkdirSync(inProject("dist"), { recursive: true });
  writeFileSync(stampPath, "");
  utimesSync(stampPath, startedMs / 1000, startedMs / 1000);
}
