import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createCheckpointFiles } from "../../server/adapters/checkpoints/checkpoint-files.ts";
import { CheckpointError } from "../../server/app/checkpoint-port.ts";
import { createPipeline } from "../../server/app/pipeline.ts";
import type { SavedTrack } from "../../server/app/track.ts";
import { toLoop } from "../support/builders.ts";
import { createLineIntake } from "../support/line-intake.ts";
import { createNoise } from "../support/noise.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

/** What a lane knows after these seconds; some samples came late. */
function toTrack(seconds: number): SavedTrack {
  const noise = createNoise(3);
  const pipeline = createPipeline([toLoop()], { observe: () => undefined, onEstimate: () => undefined });
  const lines = Array.from(
    { length: seconds },
    (_, s) =>
      `bench,loop=bench p-acc=${300 + noise.normal()},t-in=${20 + noise.normal()} ${1000 * (s % 7 === 0 ? s - 4 : s)}`,
  );
  createLineIntake(pipeline).accept(lines.join("\n"));
  return pipeline.save("bench")!;
}

function flip(file: Buffer, at: number): Buffer {
  file[at] = file[at]! ^ 4;
  return file;
}

const place = (position: number) => Promise.resolve({ settings: "1 …", file: "abc", position });

describe("checkpoints in files", () => {
  test("what cannot be written in bytes is refused as what the disk refuses", async () => {
    const files = createCheckpointFiles(tempDirForTest());
    const track = { tellings: () => 1 } as unknown as SavedTrack;
    await expect(files.save("bench", track, place(1))).rejects.toBeInstanceOf(CheckpointError);
  });

  test("what comes back is what was given, to the bit; there was none before, and the newest counts", async () => {
    const files = createCheckpointFiles(join(tempDirForTest(), "detectors"));
    expect(await files.load("bench")).toBeNull();
    await files.save("bench", toTrack(3), place(1));
    const track = toTrack(200);
    await files.save("bench", track, place(7));
    expect(await files.load("bench")).toEqual({ settings: "1 …", file: "abc", position: 7, track });
    expect(track.lane.history.times.length).toBeGreaterThan(100);
    await files.drop("bench");
    expect(await files.load("bench")).toBeNull();
    await files.drop("bench");
  });

  test("is what the lane knew when it was called, whatever comes before the place is known", async () => {
    const files = createCheckpointFiles(tempDirForTest());
    const track = toTrack(50);
    const evaluatedMs = track.lane.running.parts.atMs;
    let tell: (position: number) => void = () => undefined;
    const at = new Promise<number>((resolve) => {
      tell = resolve;
    });
    const saving = files.save(
      "bench",
      track,
      at.then((position) => ({ settings: "", file: "", position })),
    );
    track.lane.running.parts.atMs = -1;
    tell(3);
    await saving;
    expect((await files.load("bench"))?.track.lane.running.parts.atMs).toBe(evaluatedMs);
  });

  test.each([
    { name: "a bit is flipped in the middle", spoil: (file: Buffer) => flip(file, file.length >> 1) },
    { name: "a bit is flipped in the digest", spoil: (file: Buffer) => flip(file, 30) },
    { name: "it begins with something else", spoil: (file: Buffer) => flip(file, 0) },
    { name: "its end is cut off", spoil: (file: Buffer) => file.subarray(0, file.length - 1) },
    { name: "it is empty", spoil: () => Buffer.alloc(0) },
  ])("one that is damaged is refused: $name", async ({ spoil }) => {
    const dir = tempDirForTest();
    const files = createCheckpointFiles(dir);
    await files.save("bench", toTrack(20), place(1));
    const path = join(dir, "bench.checkpoint");
    const file = readFileSync(path);
    writeFileSync(path, spoil(file));
    await expect(files.load("bench")).rejects.toThrow(CheckpointError);
  });

  test("a disk that refuses it leaves nothing behind, and the next one goes in", async () => {
    const dir = tempDirForTest();
    const inTheWay = join(dir, "detectors");
    writeFileSync(inTheWay, "a file where the directory should be");
    await expect(createCheckpointFiles(inTheWay).save("bench", toTrack(5), place(1))).rejects.toThrow(
      CheckpointError,
    );
    expect(readdirSync(dir)).toEqual(["detectors"]);
  });
});
