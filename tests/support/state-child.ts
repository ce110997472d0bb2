import { writeSync } from "node:fs";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { toEntry, toNotice, toView } from "./state-samples.ts";

// Commits for ever and prints each number after `commit` returned, until somebody kills it.
const [path = ""] = process.argv.slice(2);
const state = createSqliteState(path);
for (let seq = 1; ; seq++) {
  state.commit({
    journal: [toEntry(seq)],
    notices: [toNotice(`notice-${seq}`)],
    occurrences: [toView(`ms-22.leak.${seq}`)],
    ...(seq % 5 === 0 ? { snapshot: { seq, version: 1, state: { upTo: seq } } } : {}),
  });
  writeSync(1, `${seq}\n`);
}
