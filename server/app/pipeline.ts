import type { LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { LineReader } from "../boundary/line-reader.ts";
import type { LoopDetector } from "../domain/detection/loop-detector.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { type ChannelIndex, createChannelIndex } from "./channel-index.ts";
import { toDetectorSettings } from "./detector-settings.ts";
import { createIntake, type Intake, type IntakeEars } from "./intake.ts";
import type { DetectorLane, LaneSettings } from "./lane.ts";
import type { DeclaredOperation, PipelineEffects } from "./pipeline-effects.ts";
import type { LaneEntry } from "./series-targets.ts";
import { createTrack, type SavedTrack, type Track, type TrackBeginning } from "./track.ts";

/** Every loop's detection, synchronous and in source time: the same points give the same effects, live or replayed. */
export interface Pipeline {
  /** The way in for what this reader reads. `wants`: whether a loop is to get it; left out: every one is. */
  intake(reader: LineReader, wants?: (loopId: LoopId) => boolean, ears?: IntakeEars): Intake;
  /**
   * Takes samples of one loop's channels from the store, oldest first: `columns[i]` belongs to its `i`-th channel;
   * `declared`: what people did to it meanwhile.
   */
  recall(
    loopId: LoopId,
    tMs: readonly EpochMs[],
    columns: readonly (readonly (number | null)[])[],
    declared?: readonly DeclaredOperation[],
  ): void;
  /** One loop's own way in, for columns that are no line protocol, and its detector; `null`: there is no such loop. */
  lane(loopId: LoopId): DetectorLane<LoopDetector> | null;
  newestMs(loopId: LoopId): EpochMs | null;
  /** How often something was told of a loop; see `Track`. */
  tellings(loopId: LoopId): number | undefined;
  /** Since when a part of a loop is cut off; `null`: it is whole. */
  isolatedMs(loopId: LoopId): EpochMs | null;
  /** Puts another beginning in the place of what was known of a loop. */
  begin(loopId: LoopId, beginning: TrackBeginning): void;
  /** A loop's past was gone through; see `Track`. */
  awake(loopId: LoopId, untilMs: EpochMs): void;
  /** What is known of a loop, to be written down at once; `null`: there is no such loop. */
  save(loopId: LoopId): SavedTrack | null;
  /**
   * Watches these loops from now on: what is known of a loop stays known, unless what its detector goes by has changed.
   * Says which loops begin anew for that.
   */
  take(loops: readonly Loop[]): readonly LoopId[];
  /** Samples of all loops that were not judged: too late, or with a time that nothing confirmed. */
  unjudged(): number;
}

/** What is left out is as it is live. */
export interface PipelineSettings extends LaneSettings {
  /** A loop's detector at the beginning, in place of one that knows nothing. */
  readonly toDetector?: (loop: Loop) => LoopDetector;
}

export function createPipeline(
  loops: readonly Loop[],
  effects: PipelineEffects,
  settings: PipelineSettings = {},
): Pipeline {
  const { toDetector } = settings;
  let index = createChannelIndex(loops);
  let version = 0;
  const current: ChannelIndex = {
    get version() {
      return version;
    },
    find: (measurement, tags, field) => index.find(measurement, tags, field),
    hasAny: (measurement, tags) => index.hasAny(measurement, tags),
    loopsOf: (measurement, tags) => index.loopsOf(measurement, tags),
  };
  const toTrack = (loop: Loop, beginning: TrackBeginning): Track =>
    createTrack(loop, effects, settings, beginning);
  let trackByLoop = new Map<LoopId, Track>(
    loops.map((loop) => [
      loop.id,
      toTrack(loop, toDetector === undefined ? {} : { detector: toDetector(loop) }),
    ]),
  );

  /** A loop as it was is left alone: its lane may be in the middle of something. */
  const change = (loop: Loop, before: Track): Track => {
    if (JSON.stringify(loop) === JSON.stringify(before.loop)) return before;
    const isSame = toDetectorSettings(loop) === toDetectorSettings(before.loop);
    return toTrack(loop, isSame ? { saved: before.save() } : { knownTellings: before.tellings });
  };

  return {
    intake: (reader, wants, ears) =>
      createIntake(
        reader,
        current,
        (loopId) => {
          const lane = trackByLoop.get(loopId)?.lane;
          return wants === undefined || lane === undefined
            ? lane
            : createGatedLane(lane, () => wants(loopId));
        },
        ears,
      ),
    begin(loopId, beginning) {
      const before = trackByLoop.get(loopId);
      if (before === undefined) return;
      trackByLoop.set(loopId, toTrack(before.loop, beginning));
      version += 1;
    },
    save: (loopId) => trackByLoop.get(loopId)?.save() ?? null,
    awake: (loopId, untilMs) => trackByLoop.get(loopId)?.awake(untilMs),
    isolatedMs: (loopId) => trackByLoop.get(loopId)?.isolatedMs ?? null,
    tellings: (loopId) => trackByLoop.get(loopId)?.tellings,
    take(next) {
      const anew: LoopId[] = [];
      trackByLoop = new Map(
        next.map((loop) => {
          const before = trackByLoop.get(loop.id);
          if (before === undefined) return [loop.id, toTrack(loop, {})];
          if (toDetectorSettings(loop) !== toDetectorSettings(before.loop)) anew.push(loop.id);
          return [loop.id, change(loop, before)];
        }),
      );
      index = createChannelIndex(next);
      version += 1;
      return anew;
    },
    lane: (loopId) => trackByLoop.get(loopId)?.lane ?? null,
    newestMs: (loopId) => trackByLoop.get(loopId)?.lane.newestMs ?? null,
    recall(loopId, tMs, columns, declared = []) {
      const lane = trackByLoop.get(loopId)?.lane;
      let told = 0;
      const operateUntil = (untilMs: EpochMs): void => {
        for (; told < declared.length && declared[told]!.atMs <= untilMs; told++)
          lane?.operate(declared[told]!.operation, declared[told]!.atMs);
      };
      for (const [k, atMs] of tMs.entries()) {
        operateUntil(atMs);
        for (const [place, column] of columns.entries()) {
          const value = column[k] ?? null;
          if (value !== null) lane?.take(place, atMs, value);
        }
      }
      operateUntil(Number.POSITIVE_INFINITY);
      lane?.advance();
    },
    unjudged() {
      let count = 0;
      for (const { lane } of trackByLoop.values()) count += lane.late + lane.strays;
      return count;
    },
  };
}

/** A way into a lane that is open only while it is wanted. */
function createGatedLane(lane: LaneEntry, isWanted: () => boolean): LaneEntry {
  return {
    take: (i, atMs, value) => isWanted() && lane.take(i, atMs, value),
    operate(operation, atMs) {
      if (isWanted()) lane.operate(operation, atMs);
    },
    advance() {
      if (isWanted()) lane.advance();
    },
  };
}
