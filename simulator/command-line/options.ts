import type { LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { HttpTarget } from "../senders/http-target.ts";
import type { LiveTarget } from "../senders/telemetry-sender.ts";

/** Changes of a plant as a plant file would write them: mappings, lists of named entries, and values. */
export interface PlantChanges {
  readonly [field: string]: PlantChange;
}
export type PlantChange = string | number | boolean | null | PlantChanges | readonly PlantChanges[];

/** Which story of which plant. */
export interface StoryChoice {
  /** `null`: the one that runs when nobody chose, or the only one of the user's file. */
  readonly scenarioId: string | null;
  readonly variant: string | null;
  /** A plant or scenario file of the user's own. */
  readonly configPath: string | null;
  /** `null` when nothing is to be changed. */
  readonly changes: PlantChanges | null;
  /** In place of the size of every hole in the story. */
  readonly holeMm: number | null;
  /** In place of the story's own. */
  readonly preludeS: number | null;
}

/** A run in step with the wall clock, until it is stopped. */
export interface LiveOptions {
  readonly story: StoryChoice;
  readonly target: LiveTarget;
  /** `null`: the name that goes with the plant. */
  readonly loopId: LoopId | null;
  readonly seed: number;
  /** Source seconds a second, 1 to 600. */
  readonly speed: number;
  /** The story's event waits until somebody watches; until then the loop is healthy. */
  readonly hold: boolean;
  readonly json: boolean;
}

/** A file to be written, and how. */
export interface OutFile {
  readonly path: string;
  readonly format: "csv" | "lp";
}

/** A whole story written as fast as it goes. */
export interface FileOptions {
  readonly story: StoryChoice;
  readonly out: OutFile;
  /** `null`: the name that goes with the plant. */
  readonly loopId: LoopId | null;
  readonly seed: number;
  /** Source time at which the run starts; its first sample comes one second later. */
  readonly startMs: EpochMs;
  /** In place of the story's own length. */
  readonly lengthS: number | null;
  readonly json: boolean;
}

/** Many light loops at once. */
export interface LoadOptions {
  readonly loops: number;
  readonly rateHz: number;
  /** Share of the loops that leak, 0..1. */
  readonly leakShare: number;
  /** `null`: until it is stopped; into a file, one minute. */
  readonly seconds: number | null;
  readonly seed: number;
  readonly target: HttpTarget | ({ readonly kind: "file" } & OutFile);
  readonly json: boolean;
}

/** What the command line asks for. `exit`: say something and end, 0 for an answer, 2 for wrong use. */
export type CommandLine =
  | { readonly kind: "live"; readonly options: LiveOptions }
  | { readonly kind: "file"; readonly options: FileOptions }
  | { readonly kind: "load"; readonly options: LoadOptions }
  | { readonly kind: "list"; readonly json: boolean }
  | { readonly kind: "exit"; readonly code: 0 | 2; readonly text: string };
