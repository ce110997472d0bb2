import { expect, test } from "vitest";
import type { Checkpoint } from "../../server/app/checkpoint-port.ts";
import { toCheckpointSettings } from "../../server/app/checkpoint-settings.ts";
import { createPipeline } from "../../server/app/pipeline.ts";
import { wakeDetectors } from "../../server/app/wake-detectors.ts";
import { toLoop } from "../support/builders.ts";
import { createMemoryLog } from "../support/memory-log.ts";

const loops = [toLoop({ id: "odd" }), toLoop({ id: "whole" })];
const effects = { observe: () => undefined, onEstimate: () => undefined };

test.each(["f", "another file"])(
  "a checkpoint of %s that cannot be taken up ends no start: it is dropped, and the store is asked",
  async (file) => {
    const log = createMemoryLog();
    const pipeline = createPipeline(loops, effects);
    const toCheckpoint = (id: string): Checkpoint => {
      const track = structuredClone(pipeline.save(id)!);
      const odd = { tellings: 1, lane: { at: { newestMs: 1 } } } as unknown as Checkpoint["track"];
      const settings = toCheckpointSettings(loops.find((loop) => loop.id === id)!);
      return { settings, file: id === "odd" ? file : "f", position: 4, track: id === "odd" ? odd : track };
    };
    const dropped: string[] = [];
    const asked: unknown[] = [];
    const lastId = await wakeDetectors({
      ...{ loops, pipeline, log },
      checkpoints: {
        save: async () => undefined,
        load: async (id) => toCheckpoint(id),
        drop: async (id) => void dropped.push(id),
      },
      spool: {
        held: () => ({ file: "f", bytes: 0, forgottenId: 2, confirmedId: 4, lastId: 4 }),
        recall: async () => [],
      },
      gate: { close: () => undefined },
      knownTellings: () => 0,
      knownMs: () => Number.NEGATIVE_INFINITY,
      drained: async () => undefined,
      async recall({ id }, sinceMs) {
        asked.push([id, sinceMs]);
        return true;
      },
      settle: () => undefined,
    });
    expect({ lastId, dropped, asked }).toEqual({ lastId: 4, dropped: ["odd"], asked: [["odd", null]] });
    expect(log.entries.filter(({ level }) => level === "warn")).toHaveLength(1);
  },
);
