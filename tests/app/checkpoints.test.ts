import { expect, test } from "vitest";
import { minutes } from "../../protocol/time.ts";
import { CheckpointError } from "../../server/app/checkpoint-port.ts";
import { createCheckpoints } from "../../server/app/checkpoints.ts";
import { createPipeline } from "../../server/app/pipeline.ts";
import { toLoop } from "../support/builders.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";

test("a loop that cannot be written down keeps no other from it, and every failure is counted", async () => {
  const clock = createFakeClock();
  const loops = ["torn", "bad", "good"].map((id) => toLoop({ id }));
  const pipeline = createPipeline(loops, { observe: () => undefined, onEstimate: () => undefined });
  const saved: string[] = [];
  const released: number[] = [];
  let failed = 0;
  const checkpoints = createCheckpoints({
    loops: () => loops,
    pipeline: {
      save(loopId) {
        if (loopId === "torn") throw new Error("A lane in disorder.");
        return pipeline.save(loopId);
      },
    },
    store: {
      async save(loopId) {
        if (loopId === "bad") throw new CheckpointError("No space is left.");
        saved.push(loopId);
      },
      load: async () => null,
      drop: async () => undefined,
    },
    position: async () => 7,
    spool: {
      held: () => ({ file: "f", bytes: 0, forgottenId: 0, confirmedId: 7, lastId: 7 }),
      release: (id) => void released.push(id),
    },
    ...{ clock, log: createMemoryLog() },
    meter: {
      checkpointFailed() {
        failed += 1;
      },
    },
  });
  checkpoints.start();
  await clock.advance(minutes(1));
  expect({ saved, failed, released }).toEqual({ saved: ["good"], failed: 2, released: [0] });
  await clock.advance(minutes(5));
  expect({ saved, failed }).toEqual({ saved: ["good", "good"], failed: 4 });
});
