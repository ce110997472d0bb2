import { readExperiments } from "./experiment.ts";
import { measureSkab } from "./measure-skab.ts";
import { readSkabLoop, runProduct } from "./run-product.ts";
import { writePrediction } from "./write-prediction.ts";

const [folder, predictions] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write(
    "Use: tsx bench/detection/skab/main.ts SKAB_DATA [PREDICTIONS]\nPrints the figures; with PREDICTIONS, writes GROUP/NUMBER.csv there for another scorer.\n",
  );
  process.exitCode = 2;
} else {
  const section = measureSkab({ skabFolder: folder, isShort: true });
  process.stdout.write("leftOut" in section ? `${section.leftOut}\n` : section.markdown);
  if (predictions !== undefined)
    for (const experiment of readExperiments(folder))
      writePrediction(predictions, experiment, runProduct(experiment, readSkabLoop()));
}
