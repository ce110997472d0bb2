import type { LeakFollower } from "./leak/leak-follower.ts";
import type { LeakRecord } from "./loop-parts.ts";
import type { Witness } from "./witness.ts";

/** A known leak with the witness that measures it. */
export interface KnownLeak {
  readonly record: LeakRecord;
  readonly follower: LeakFollower;
  readonly reference: Witness;
}
