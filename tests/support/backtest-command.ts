import { type Ran, runCommand } from "./test-terminal.ts";

/** `loopwatch backtest` in this process. */
export const backtest = (...args: readonly string[]): Promise<Ran> => runCommand(["backtest", ...args]);

/** The document that a backtest prints with `--json -`, and what the command did besides. */
export async function documentOf(...args: readonly string[]) {
  const { out, err, code } = await backtest(...args, "--json", "-");
  return { document: JSON.parse(out), out, err, code };
}
