import type { LoadOptions } from "../command-line/options.ts";
import { loadChannels } from "../load/light-loops.ts";
import { systemLoadClock } from "../load/load-clock.ts";
import { type LoadCommand, renderLoadOutcome, runLoadCommand } from "../load/load-command.ts";
import { renderSummaryJson } from "../senders/summary.ts";
import type { CommandSurroundings } from "./surroundings.ts";

/** Runs many light loops. Rejects with `RangeError` or `OutputFileError`. Resolves with the exit code. */
export async function runLoad(options: LoadOptions, around: CommandSurroundings): Promise<0 | 1> {
  const { loops, rateHz, leakShare, seed, seconds, target, json } = options;
  const outlet: LoadCommand["outlet"] =
    target.kind === "http" ? { kind: "http", target } : { kind: "file", path: target.path };
  const lengthMs = seconds === null ? null : seconds * 1000;
  const outcome = await runLoadCommand(
    { loops, rateHz, leakShare, seed, lengthMs, outlet },
    { clock: systemLoadClock, stop: around.stop, screen: around.screen, say: around.say },
  );
  around.say(renderLoadOutcome(outcome, loadChannels.length));
  if (json) around.print(renderSummaryJson(outcome.counters, { loops, rateHz, seed }));
  return outcome.isWhole || (around.stop.aborted && outcome.counters.rejected === 0) ? 0 : 1;
}
