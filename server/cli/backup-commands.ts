import type { Command } from "commander";
import type { backup, restore } from "./backup.ts";

const configHelp = "configuration (default: LOOPWATCH_CONFIG, ./loopwatch.yaml, the example)";

/** Declares `backup` and `restore`; the rest of the command line is in `program.ts`. */
export function addBackupCommands(
  command: (name: string, description: string) => Command,
  onBackup: (options: Parameters<typeof backup>[0]) => Promise<void>,
  onRestore: (options: Parameters<typeof restore>[0]) => Promise<void>,
): void {
  command("backup", "copy the state of a server, also while it runs, and check the copy")
    .requiredOption("--to <folder>", "an empty folder, or one that is made")
    .option("--telemetry", "also the telemetry, where SQLite keeps it", false)
    .option("--config <file>", configHelp)
    .option("--json", "print the manifest as JSON", false)
    .action(onBackup);

  command("restore", "put a backup in the place of a server's state; the server must not run")
    .requiredOption("--from <folder>", "a folder that backup wrote")
    .option("--config <file>", configHelp)
    .option("--json", "print the result as JSON", false)
    .action(onRestore);
}
