import type { LoopId } from "../../protocol/ids.ts";
import type { SavedTrack } from "./track.ts";

/** What a checkpoint is good for. */
export interface CheckpointPlace {
  /** As `toCheckpointSettings` has it: with another version or other settings it says nothing. */
  readonly settings: string;
  /** The spool's file, and the number in it of the newest batch that is in the checkpoint, with all before it. */
  readonly file: string;
  readonly position: number;
}

/** What a loop's lane knew at one moment between two samples. */
export interface Checkpoint extends CheckpointPlace {
  readonly track: SavedTrack;
}

/** A checkpoint could not be written, or what was written is damaged. */
export class CheckpointError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "CheckpointError";
  }
}

/** The newest checkpoint of each loop, on disk. Calls reject with `CheckpointError` only. */
export interface CheckpointStore {
  /**
   * Takes the track's data in before it returns. Resolves when the checkpoint would survive `kill -9` and power loss; until
   * then, and when it rejects, the one before it stays. `place` never rejects.
   */
  save(loopId: LoopId, track: SavedTrack, place: Promise<CheckpointPlace>): Promise<void>;
  /** `null`: there is none. Rejects where it is damaged. */
  load(loopId: LoopId): Promise<Checkpoint | null>;
  drop(loopId: LoopId): Promise<void>;
}
