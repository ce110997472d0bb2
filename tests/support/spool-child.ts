import { writeSync } from "node:fs";
import { createSqliteSpool } from "../../server/adapters/sqlite/sqlite-spool.ts";

// Appends for ever and prints each id after `append` returned, until somebody kills it.
const [path = ""] = process.argv.slice(2);
const spool = createSqliteSpool(path);
for (let n = 1; ; n++) {
  const id = spool.append({ precision: "ms", receivedMs: n, lines: Buffer.from(`m v=${n} ${n}\n`) });
  writeSync(1, `${id} ${n}\n`);
}
