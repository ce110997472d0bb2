import type { Operation } from "../../protocol/operation.ts";
import type { EpochMs } from "../../protocol/time.ts";

/** What a lane tells, in source time that never goes back. */
export interface LaneEvents {
  /** The detector has evaluated this second for the first time. */
  readonly onEvaluated: (atMs: EpochMs) => void;
  /** A person's operation has its turn; one that came late is told with the newest time evaluated. */
  readonly onOperation: (operation: Operation, atMs: EpochMs) => void;
  /** Late samples have changed what the detector knows at its newest evaluation. */
  readonly onRevised: (atMs: EpochMs) => void;
}
