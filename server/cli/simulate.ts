import { startSimulator } from "../start/simulator-process.ts";
import type { ExitCode } from "./terminal.ts";

/**
 * `loopwatch simulate`: the built-in simulator in the foreground, a process of its own; all arguments are its.
 * Resolves with its answer when it has ended.
 */
export async function simulate(args: readonly string[]): Promise<ExitCode | 2> {
  const simulator = startSimulator(args);
  const stop = (): void => {
    // The exit below reports what came of it.
    simulator.stop().catch(() => simulator.child.kill("SIGKILL"));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const code = await new Promise<number | null>((resolve, reject) => {
    simulator.child.once("error", reject);
    simulator.child.once("exit", resolve);
  });
  process.off("SIGINT", stop);
  process.off("SIGTERM", stop);
  if (code === 0 || code === 2) return code;
  return 1;
}
