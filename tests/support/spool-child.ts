import { writeSync } from "node:fs";
import { defaultSpoolLimits, openSpool } from "../../server/adapters/spool/create-spool.ts";

// Appends for ever, some at once, and prints each id after its `append` resolved, until somebody kills it.
const [dir = ""] = process.argv.slice(2);
const spool = await openSpool(dir, defaultSpoolLimits);
const atOnce = 5;
const appendFrom = async (first: number): Promise<void> => {
  for (let n = first; ; n += atOnce) {
    const id = await spool.append({ precision: "ms", receivedMs: n, lines: Buffer.from(`m v=${n} ${n}\n`) });
    writeSync(1, `${id} ${n}\n`);
  }
};
await Promise.all(Array.from({ length: atOnce }, (_, i) => appendFrom(i + 1)));
