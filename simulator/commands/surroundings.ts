import type { EpochMs } from "../../protocol/time.ts";
import type { ProgressScreen } from "../write-file/progress.ts";

/** What a command may use of the world. */
export interface CommandSurroundings {
  /** The wall clock. */
  readonly nowMs: () => EpochMs;
  /** Ends what runs. */
  readonly stop: AbortSignal;
  /** A sentence for the person, on stderr. */
  readonly say: (sentence: string) => void;
  /** A result, on stdout. */
  readonly print: (text: string) => void;
  readonly screen: ProgressScreen;
}
