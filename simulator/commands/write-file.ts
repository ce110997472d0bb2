import { hours } from "../../protocol/time.ts";
import type { FileOptions } from "../command-line/options.ts";
import { renderCalendar } from "../link/render-calendar.ts";
import { renderSummary, renderSummaryJson } from "../senders/summary.ts";
import { createSimulation } from "../story/simulation.ts";
import { createTruthRecorder } from "../story/truth-file.ts";
import { createProgress } from "../write-file/progress.ts";
import { writeStory } from "../write-file/write-story.ts";
import { chooseStory } from "./choose-story.ts";
import { toLoopName } from "./loop-name.ts";
import type { CommandSurroundings } from "./surroundings.ts";

/** Controllers publish their windows some days ahead. */
const calendarLeadMs = hours(72);

/** Writes a whole story into a file. Throws `StoryError`; rejects with `OutputFileError`. Resolves with the exit code. */
export async function writeFile(options: FileOptions, around: CommandSurroundings): Promise<0 | 1> {
  const { out, seed, startMs, lengthS, json } = options;
  const { say } = around;
  const chosen = chooseStory(options.story);
  const loopId = options.loopId ?? toLoopName(chosen.plantId);
  const scenario = lengthS === null ? chosen : { ...chosen, lengthS };
  const truth = createTruthRecorder(loopId, seed);
  const simulation = createSimulation({
    loopId,
    seed,
    startMs,
    scenario,
    onStep: (atMs, now) => truth.record(atMs, now),
  });
  const written = await writeStory({
    source: simulation,
    channels: scenario.plant.sensors,
    path: out.path,
    format: out.format,
    renderTruth: () => truth.renderTruth(simulation.progress()),
    renderCalendar: () => {
      const { startedMs, endMs } = simulation.progress();
      const windows = simulation.plannedWindows(startedMs, endMs);
      return windows.length === 0
        ? null
        : renderCalendar(windows, { loopId, madeAtMs: startedMs - calendarLeadMs });
    },
    progress: createProgress(scenario.id, around.screen),
    stop: around.stop,
  });
  const { counters, paths, partPath, operationsLeftOut } = written;
  const isWhole = written.kind === "whole";
  if (isWhole) say(`Wrote ${paths.join(", ")}.`);
  else say(`Broken off${partPath === null ? "" : `; what there is stands in ${partPath}`}.`);
  if (operationsLeftOut > 0) {
    say(`A CSV file has no place for declared operations: ${operationsLeftOut} left out. An .lp file has.`);
  }
  say(renderSummary(counters, out.format === "csv" ? "rows" : "lines"));
  if (json) {
    around.print(renderSummaryJson(counters, { scenario: scenario.id, loop: loopId, seed, file: out.path }));
  }
  return isWhole ? 0 : 1;
}
