import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../server/boundary/config.ts";
import { findYear, parseIssFile, type RecordedChannel } from "../../../server/boundary/recording.ts";
import type { Channel, Loop } from "../../../server/domain/loop/loop.ts";
import { findSilences, type Silence } from "./inject-loss.ts";

/** The tag that names a channel's file, as in `loopwatch backtest --format iss`. */
const fileTag = "id";

/** Any year does where the folder does not name it: nothing here looks at the calendar. */
const anyYear = 2018;

function readLoops(file: URL): readonly Loop[] {
  const parsed = parseConfig(readFileSync(file, "utf8"), {});
  if (parsed.ok) return parsed.config.loops;
  throw new Error(`${file.pathname} has problems; \`loopwatch check\` names them.`);
}

const toFile = (folder: string, { source }: Channel): string => join(folder, `${source.tags[fileTag]}.txt`);

/** What tells the inventory of a loop; the station's loops have one such sensor each. */
export const tellingPlace = ({ channels }: Loop): number =>
  channels.findIndex(({ role }) => role === "quantity" || role === "pressure");

/**
 * The station's loops of which a recording is there: the external ones as `loopwatch.example.yaml` has them, the internal
 * ones as `internal-loops.yaml` does. A channel without a file is left out, a loop without its telling sensor as well.
 */
export function findStationLoops(folder: string): readonly Loop[] {
  const example = readLoops(new URL("../../../loopwatch.example.yaml", import.meta.url));
  const internal = readLoops(new URL("internal-loops.yaml", import.meta.url));
  return [...example.filter(({ id }) => id.startsWith("iss-")), ...internal]
    .map((loop) => ({
      ...loop,
      channels: loop.channels.filter((channel) => existsSync(toFile(folder, channel))),
    }))
    .filter((loop) => tellingPlace(loop) >= 0);
}

/** When nothing was received from the station, by all files of its recording together. */
export const readSilences = (folder: string): readonly Silence[] =>
  findSilences(
    readdirSync(folder)
      .filter((name) => name.endsWith(".txt"))
      .map((name) => parseIssFile(name, readFileSync(join(folder, name), "utf8"), yearOf(folder))),
  );

const yearOf = (folder: string): number => findYear(folder) ?? anyYear;

/** A loop's channels as recorded, in their order. */
export const readChannels = (folder: string, loop: Loop): readonly RecordedChannel[] =>
  loop.channels.map((channel) => {
    const id = channel.source.tags[fileTag] ?? "";
    return parseIssFile(id, readFileSync(toFile(folder, channel), "utf8"), yearOf(folder));
  });
