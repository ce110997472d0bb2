import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLoad } from "../../simulator/load/create-load.ts";
import type { LoadSender } from "../../simulator/load/load-batch.ts";
import { systemLoadClock } from "../../simulator/load/load-clock.ts";
import { createFileLoadSender, createNullLoadSender } from "../../simulator/load/load-senders.ts";
import { runLoad } from "../../simulator/load/run-load.ts";
import { type Figure, measureCpu } from "./figures.ts";

/** Points of each figure: a second or two of work, and a file of some 400 MB. */
const points = 2_000_000;
const rateHz = 10;

/** Before the figures, so that they show compiled code. */
const warmUpPoints = 200_000;

/** The generator must never be what limits a bench. */
const wanted = "at least 1.00 M values/s";

/** How many values a second of processor time the load generator makes, all of its threads counted. */
export async function measureLoad(): Promise<readonly Figure[]> {
  await makeInto(createNullLoadSender(), 1000, warmUpPoints);
  const dir = mkdtempSync(join(tmpdir(), "loopwatch-bench-"));
  try {
    const figures: Figure[] = [];
    for (const loops of [1000, 10]) {
      const intoNothing = await makeInto(createNullLoadSender(), loops, points);
      figures.push({ what: `Load of ${loops} loops, kept nowhere`, value: intoNothing, wanted });
      const sender = await createFileLoadSender(join(dir, `${loops}.lp`));
      const intoFile = await makeInto(sender, loops, points);
      await sender.finish();
      figures.push({ what: `Load of ${loops} loops, into a file`, value: intoFile, wanted });
    }
    return figures;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function makeInto(sender: LoadSender, loops: number, wantedPoints: number): Promise<string> {
  const load = createLoad({ loops, rateHz, leakShare: 0.2, seed: 1, startMs: Date.UTC(2022, 11, 14) });
  const lengthMs = (wantedPoints / loops / rateHz) * 1000;
  const { made, cpuMs } = await measureCpu(async () => {
    const stop = new AbortController().signal;
    const pace = "as fast as it goes";
    const progress = await runLoad({ load, sender, lengthMs, pace, clock: systemLoadClock, stop });
    await sender.whenIdle();
    return progress;
  });
  return `${((made.points * load.channels.length) / cpuMs / 1000).toFixed(2)} M values/s`;
}
