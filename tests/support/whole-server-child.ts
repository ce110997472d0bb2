import { readFileSync } from "node:fs";
import { createLog } from "../../server/adapters/log.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";
import { parseConfig } from "../../server/boundary/config.ts";
import { createLoopwatch } from "../../server/compose.ts";

// The whole server with its page in a process of its own, which a test may stop, pause or kill.

const [file = "", clientDir = ""] = process.argv.slice(2);
const parsed = parseConfig(readFileSync(file, "utf8"), process.env);
if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
const log = createLog({ level: "error", forPeople: true, write: (line) => process.stderr.write(line) });
const house = await createLoopwatch(parsed.config, {
  ...{ version: "test", clientDir, searchPath: undefined, log, clock: createSystemClock() },
});
process.on("disconnect", () => process.exit());
process.send?.({ url: house.url });
