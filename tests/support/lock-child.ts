import { createDataLock } from "../../server/adapters/sqlite/data-lock.ts";

// Takes the lock or says why not, in one line, and stays until somebody kills it.
const [dir = ""] = process.argv.slice(2);
try {
  createDataLock(dir);
  process.stdout.write("locked\n");
} catch (error) {
  process.stdout.write(`${String(error)}\n`);
}
setInterval(() => undefined, 60_000);
