import type { LoopId } from "../../protocol/ids.ts";
import type { Pipeline } from "../../server/app/pipeline.ts";
import { createLineReader } from "../../server/boundary/line-reader.ts";

/** The way from lines (ms) into a pipeline, without a disk between. `atMs`: when lines without a time came. */
export function createLineIntake(pipeline: Pipeline) {
  const reader = createLineReader();
  const intake = pipeline.intake(reader);
  return {
    accept: (lines: string, atMs = 0): ReadonlySet<LoopId> =>
      intake.accept(reader.read(Buffer.from(lines), "ms", atMs)),
    /** Why the first point is refused; `null`: it is not. */
    refuse: (line: string): string | null => intake.refuse(reader.read(Buffer.from(line), "ms", 0), 0),
  };
}
