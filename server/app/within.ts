import type { DurationMs } from "../../protocol/time.ts";
import type { Cancel, Clock } from "./ports.ts";

/** Resolves when the work is done or so much time has passed, whatever comes first. */
export async function within(
  clock: Pick<Clock, "after">,
  work: Promise<unknown>,
  ms: DurationMs,
): Promise<void> {
  let cancel: Cancel = () => undefined;
  const patience = new Promise<void>((resolve) => {
    cancel = clock.after(ms, resolve);
  });
  await Promise.race([work, patience]);
  cancel();
}
