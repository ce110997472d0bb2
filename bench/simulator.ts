import { cpus } from "node:os";
import { renderFigures } from "./figures/figures.ts";
import { measureLoad } from "./figures/measure-load.ts";
import { measurePlants } from "./figures/measure-plants.ts";

const processor = cpus()[0]?.model ?? "unknown processor";
process.stdout.write(
  `Node ${process.version} on ${processor}. Times and rates are of processor time, all threads.\n\n`,
);
const figures = [...(await measureLoad()), ...(await measurePlants())];
process.stdout.write(renderFigures(figures));
process.stdout.write(
  `\nLargest memory of the whole run: ${Math.round(process.resourceUsage().maxRSS / 1000)} MB.\n`,
);
