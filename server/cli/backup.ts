import { DataDirError } from "../adapters/sqlite/data-lock.ts";
import { SqliteError } from "../adapters/sqlite/sqlite-driver.ts";
import type { BackupManifest } from "../boundary/backup-manifest.ts";
import type { Environment } from "../boundary/config-env.ts";
import { type Restored, restoreBackup, takeBackup } from "../start/backup.ts";
import { chooseConfig } from "../start/choose-config.ts";
import { readVersion } from "../start/read-version.ts";
import { StartError } from "../start/start-error.ts";
import { CommandError } from "./command-error.ts";
import { toCommandActor } from "./configured.ts";
import type { ExitCode, Terminal } from "./terminal.ts";

/** What both commands use of the world. */
interface Surroundings {
  readonly env: Environment;
  readonly terminal: Terminal;
  readonly nowMs: number;
}

/** `loopwatch backup --to DIR`: a checked copy of the state, and of the telemetry where SQLite keeps it, beside a running server. */
export async function backup(
  options: {
    readonly to: string;
    readonly telemetry: boolean;
    readonly config?: string;
    readonly json: boolean;
  },
  { env, terminal, nowMs }: Surroundings,
): Promise<ExitCode> {
  return explained(async () => {
    const { dataDir } = chooseConfig(options.config, env).config;
    const names = options.telemetry
      ? (["state.sqlite", "telemetry.sqlite"] as const)
      : (["state.sqlite"] as const);
    const manifest = await takeBackup({ dataDir, to: options.to, names, version: readVersion(), nowMs });
    if (options.json) terminal.out(`${JSON.stringify(manifest, null, 2)}\n`);
    else
      terminal.out(`${describe(manifest)}Keep ${options.to} as carefully as a password: it holds secrets.\n`);
    return 0;
  });
}

/** `loopwatch restore --from DIR`: puts a backup in place of what is there, which is kept aside. */
export async function restore(
  options: { readonly from: string; readonly config?: string; readonly json: boolean },
  { env, terminal, nowMs }: Surroundings,
): Promise<ExitCode> {
  return explained(async () => {
    const { dataDir } = chooseConfig(options.config, env).config;
    const { name: person, ...actor } = toCommandActor();
    const restored = await restoreBackup({ from: options.from, dataDir, by: { person, ...actor }, nowMs });
    const { manifest, asideDir, inForce } = restored;
    if (options.json) terminal.out(`${JSON.stringify(restored, null, 2)}\n`);
    else {
      const aside = asideDir === null ? "" : `What was there before is in ${asideDir}.\n`;
      terminal.out(`${describe(manifest)}${aside}${describeInForce(inForce)}`);
    }
    return 0;
  });
}

const describe = ({ loopwatch, takenAt, files }: BackupManifest): string =>
  `Backup of ${takenAt} by Loopwatch ${loopwatch}:\n${files.map(({ name, bytes }) => `  ${name}, ${bytes} bytes, whole\n`).join("")}`;

/** Whoever restores must know whom it lets in again. */
function describeInForce(inForce: Restored["inForce"]): string {
  if (inForce === null) return "";
  const accounts = inForce.accounts.map(({ name, role }) => `${name} (${role})`);
  return [
    "Everybody has to log in again.",
    "Accounts, passwords and tokens are those of the backup, also what was removed, changed or revoked since. In force:",
    `  accounts: ${accounts.join(", ") || "none"}`,
    `  tokens: ${inForce.tokens.join(", ") || "none"}`,
    "Take away what must not be: loopwatch user remove NAME, user password NAME, token revoke NAME.\n",
  ].join("\n");
}

/** Turns what is the user's to mend into an answer. */
async function explained(work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (cause) {
    const isAnswer =
      cause instanceof StartError || cause instanceof DataDirError || cause instanceof SqliteError;
    if (isAnswer) throw new CommandError(cause.message, cause);
    throw cause;
  }
}
