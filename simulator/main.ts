import { parseCommandLine } from "./command-line/command-line.ts";
import { renderList, renderListJson } from "./command-line/list.ts";
import type { CommandLine } from "./command-line/options.ts";
import { StoryError } from "./commands/choose-story.ts";
import { runLive } from "./commands/run-live.ts";
import { runLoad } from "./commands/run-load.ts";
import { createStopSignal } from "./commands/stop-signal.ts";
import type { CommandSurroundings } from "./commands/surroundings.ts";
import { writeFile } from "./commands/write-file.ts";
import { LibraryError, listScenarios } from "./description/library.ts";
import { PlantError } from "./plant/plant-error.ts";
import { OutputFileError } from "./senders/output-file-error.ts";

const print = (text: string): void => {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
};
const say = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

function createSurroundings(): CommandSurroundings {
  return {
    nowMs: () => Date.now(),
    stop: createStopSignal(),
    say,
    print,
    screen: {
      isTerminal: process.stderr.isTTY === true,
      write: (text) => {
        process.stderr.write(text);
      },
    },
  };
}

async function run(commandLine: CommandLine): Promise<0 | 1 | 2> {
  switch (commandLine.kind) {
    case "exit":
      (commandLine.code === 0 ? process.stdout : process.stderr).write(commandLine.text);
      return commandLine.code;
    case "list":
      print(commandLine.json ? renderListJson(listScenarios()) : renderList(listScenarios()));
      return 0;
    case "live":
      return runLive(commandLine.options, createSurroundings());
    case "file":
      return writeFile(commandLine.options, createSurroundings());
    case "load":
      return runLoad(commandLine.options, createSurroundings());
  }
}

/** 2: the person asked for what cannot be; 1: the world did not play along. */
async function runOrExplain(commandLine: CommandLine): Promise<0 | 1 | 2> {
  try {
    return await run(commandLine);
  } catch (error) {
    if (error instanceof StoryError || error instanceof RangeError) {
      say(error.message);
      return 2;
    }
    if (error instanceof OutputFileError || error instanceof LibraryError || error instanceof PlantError) {
      say(error.message);
      return 1;
    }
    throw error;
  }
}

// Idle connections and the parent's channel would keep the process for seconds.
process.exit(await runOrExplain(parseCommandLine(process.argv.slice(2), process.env)));
