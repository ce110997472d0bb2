import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Experiment } from "./experiment.ts";
import type { Prediction } from "./score.ts";
/** Writes a prediction as the reference scorer reads it: `FOLDER/GROUP/NUMBER.csv`. */
export function writePrediction(folder: string, experiment: Experiment, prediction: Prediction): void {
  const path = join(folder, `${experiment.name}.csv`);
  mkdirSync(dirname(path), { recursive: true });
  const rows = experiment.stamps.map(
    (stamp, i) => `${stamp},${prediction.outlier[i]},${prediction.changePoint[i]}`,
  );
  writeFileSync(path, `datetime,predicted_outlier,predicted_changepoint\n${rows.join("\n")}\n`);
}
