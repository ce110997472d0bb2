import { readFileSync } from "node:fs";
import type { AlarmClass } from "../../../protocol/alarm.ts";
import { createPipeline } from "../../../server/app/pipeline.ts";
import { parseConfig } from "../../../server/boundary/config.ts";
import type { Loop } from "../../../server/domain/loop/loop.ts";
import { type Experiment, skabChannels } from "./experiment.ts";
import type { Prediction } from "./score.ts";

/** What stands while the loop is not as it was; a leak is a change as well. Sensors and data path are not the loop. */
const scored: ReadonlySet<AlarmClass> = new Set(["process", "leak"]);

/** After the last row time goes on so long that the rows that wait are judged, ms. */
const afterMs = 3000;

/** SKAB's stand as its owner describes it. */
export function readSkabLoop(): Loop {
  const file = new URL("../../../examples/skab.yaml", import.meta.url);
  const parsed = parseConfig(readFileSync(file, "utf8"), {});
  const loop = parsed.ok ? parsed.config.loops[0] : undefined;
  if (loop === undefined) throw new Error("examples/skab.yaml has problems; `loopwatch check` names them.");
  return loop;
}

/** For each channel of the loop the column of the experiment that feeds it. */
const toColumns = (loop: Loop): readonly number[] =>
  loop.channels.map(({ source }) => skabChannels.findIndex(({ column }) => column === source.field));

/**
 * What Loopwatch says of each row: rows go through the pipeline one after the other, and a row's answer is what stood at
 * the evaluation of its second, which has seen that row and those before it. A change point is an alarm that begins or ends.
 */
export function runProduct(experiment: Experiment, loop: Loop): Prediction {
  const { atMs, values } = experiment;
  const outlier = new Uint8Array(atMs.length);
  const changePoint = new Uint8Array(atMs.length);
  const open = new Set<AlarmClass>();
  const at = { row: 0, changed: false };
  /** Rows up to this time get what stands now. */
  const answer = (untilMs: number): void => {
    for (; at.row < atMs.length && atMs[at.row]! <= untilMs; at.row++) {
      outlier[at.row] = open.size > 0 ? 1 : 0;
      changePoint[at.row] = at.changed ? 1 : 0;
      at.changed = false;
    }
  };
  const pipeline = createPipeline([loop], {
    observe({ alarmClass }, seen) {
      if (!scored.has(alarmClass) || (seen.kind !== "found" && seen.kind !== "gone")) return;
      answer(seen.atMs - 1);
      const before = open.size > 0;
      if (seen.kind === "found") open.add(alarmClass);
      else open.delete(alarmClass);
      if (open.size > 0 !== before) at.changed = true;
    },
    onRow: (_, secondMs) => answer(secondMs - 1),
    onEstimate: () => undefined,
  });
  const lane = pipeline.lane(loop.id);
  const columns = toColumns(loop);
  for (let row = 0; row < atMs.length; row++) {
    for (const [place, column] of columns.entries()) lane?.take(place, atMs[row]!, values[column]![row]!);
    lane?.advance();
  }
  // The last rows wait for what could come out of order.
  const lastMs = atMs.at(-1) ?? 0;
  lane?.take(0, lastMs + afterMs, values[columns[0]!]!.at(-1)!);
  lane?.advance();
  answer(lastMs);
  return { outlier, changePoint };
}
