import { createScryptHasher } from "../../server/adapters/password/scrypt-hasher.ts";
import { runCommandLine } from "../../server/cli/program.ts";

/** What a command line did. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Waits that were asked for, milliseconds; each passed at once. */
  readonly waits: readonly number[];
}

/** Runs one command line in this process. Time passes only by waiting. */
export async function runCommand(
  args: readonly string[],
  options: {
    readonly isScreen?: boolean;
    readonly env?: Record<string, string>;
    readonly onWait?: () => Promise<void>;
    /** What a person types when asked, in order; without it, nobody sits there. */
    readonly types?: readonly string[];
    /** What is piped in. */
    readonly input?: string;
  } = {},
): Promise<Ran> {
  let [out, err, nowMs] = ["", "", 1_671_062_400_000];
  const waits: number[] = [];
  const typed = [...(options.types ?? [])];
  const code = await runCommandLine(args, {
    env: options.env ?? {},
    terminal: {
      out(text) {
        out += text;
      },
      err(text) {
        err += text;
      },
      isScreen: options.isScreen ?? false,
    },
    pace: {
      nowMs: () => nowMs,
      async wait(ms) {
        waits.push(ms);
        nowMs += ms;
        await options.onWait?.();
      },
    },
    hasher: createScryptHasher({ log2N: 4, r: 8, p: 1 }),
    password: {
      isAsked: options.types !== undefined,
      async ask(question) {
        err += question;
        return typed.shift() ?? "";
      },
      read: async () => options.input ?? "",
    },
  });
  return { code, out, err, waits };
}
