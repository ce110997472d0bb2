import { readJson, say, ToolError } from "./project.mjs";
import { run } from "./run.mjs";

/**
 * True when node_modules holds what the lock names. Contents are compared, not file times: a fresh
 * checkout of the same lock must not cost a minute, a lock with one new version must.
 */
export function dependenciesInstalled(lock, installed) {
  if (lock === null || installed === null) return false;
  return Object.entries(lock.packages).every(([path, entry]) => {
    if (path === "") return true;
    const there = installed.packages[path];
    // Binaries of other platforms are in the lock and not on the disk.
    return there === undefined ? entry.optional === true : there.version === entry.version;
  });
}

/** Installs the packages of the lock when they are not there; throws a sentence when npm cannot. */
export async function ensureDependencies() {
  if (dependenciesInstalled(readJson("package-lock.json"), readJson("node_modules", ".package-lock.json"))) {
    return;
  }
  say("installing packages (once, about half a minute) …");
  // The build needs the development packages, whatever NODE_ENV says.
  const ci = ["ci", "--include=dev", "--prefer-offline", "--no-audit", "--no-fund"];
  // Under `npm start` npm names itself; otherwise it is on the PATH, and a .cmd file on Windows.
  const npm = process.env["npm_execpath"];
  const result = npm?.endsWith(".js")
    ? await run([process.execPath, npm, ...ci], { quiet: true })
    : await run(["npm", ...ci], { quiet: true, shell: process.platform === "win32" });
  if (result.code === 0) return;
  process.stderr.write(result.output);
  throw new ToolError("The packages could not be installed: npm says why above. Repair that and try again.");
}
