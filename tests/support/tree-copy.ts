import { execFile, execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..", "..");

/** Longer than any command here takes on a busy machine; one that hangs must end the test, not the day. */
const commandLimitMs = 180_000;

/** Set by the npm and the vitest that run us, or by a person for a server of their own: not a stranger's. */
const ours =
  /^(npm_(package|lifecycle|command|execpath|node_execpath|config_local_prefix)|INIT_CWD|NODE_ENV|VITEST|INFLUX_|SMTP_|LOOPWATCH_|(PORT|HOST)$)/;

/** The environment of somebody who has just cloned the project. */
export const strangersEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));

/** How a command ended: stdout and stderr apart and as text. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The project as a stranger would get it, in a directory of its own. */
export interface TreeCopy {
  readonly dir: string;
  /** Runs a command there; never rejects. `env` is added to a stranger's. */
  run(command: readonly [string, ...string[]], env?: NodeJS.ProcessEnv): Promise<Ended>;
  read(path: string): string;
  write(path: string, text: string): void;
  delete(path: string): void;
  dispose(): void;
}

/** Every file that is in the repository or would be by `git add .`; none that git ignores. */
function projectFiles(): readonly string[] {
  return execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: root })
    .toString("utf8")
    .split("\0")
    .filter((path) => path !== "" && existsSync(join(root, path)));
}

/** Copies the tree. `linkModules` lends the copy this project's packages; without it there are none. */
export function createTreeCopy({ linkModules }: { readonly linkModules: boolean }): TreeCopy {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), "loopwatch-tree-")));
  for (const path of projectFiles()) cpSync(join(root, path), join(dir, path));
  if (linkModules) symlinkSync(join(root, "node_modules"), join(dir, "node_modules"), "dir");
  return {
    dir,
    run: ([command, ...args], env = {}) =>
      new Promise((settle) => {
        const options = {
          cwd: dir,
          env: { ...strangersEnv(), ...env },
          maxBuffer: 64 * 1024 * 1024,
          timeout: commandLimitMs,
        };
        execFile(command, args, options, (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
          settle({ code, stdout, stderr });
        });
      }),
    read: (path) => readFileSync(join(dir, path), "utf8"),
    write: (path, text) => {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    },
    delete: (path) => rmSync(join(dir, path), { force: true }),
    dispose: () => rmSync(dir, { recursive: true, force: true }),
  };
}
