import type { BenchOptions, LeftOut, Section } from "../section.ts";
import { runJobs } from "../workers.ts";
import { drawStation } from "./draw-station.ts";
import type { StationJob } from "./play-station.ts";
import { renderHealthy, renderKinds, renderLoops, renderTargets } from "./render-station.ts";
import { findStationLoops, readSilences, tellingPlace } from "./station-loops.ts";
import { summarizeStation } from "./summarize-station.ts";

/** Per cent of the pressure an hour: from a tenth of what an orbit's swing hides to a rupture. */
const pressureSizes = [0.3, 1, 3, 10, 30, 100];
/** Points of the accumulator's quantity an hour. */
const quantitySizes = [0.05, 0.1, 0.2, 0.5, 1, 5, 20];

const onsets = 6;
const shortOnsets = 2;
const shortSizes: ReadonlySet<number> = new Set([0.2, 1, 10]);

/** A recorded day of the station's loops: false alarms, and leaks put into it before the flight's quantiser. */
export async function measureIss(options: BenchOptions): Promise<Section | LeftOut> {
  const { issFolder: folder, isShort, workers, onProgress } = options;
  if (folder === null)
    return {
      leftOut: "The station's recording is not part of the project; --iss names its folder of ID.txt.",
    };
  const loops = findStationLoops(folder);
  if (loops.length === 0) return { leftOut: "There is no recording of a known loop in the folder of --iss." };
  const silences = readSilences(folder);
  const jobs = loops.map((loop): StationJob => {
    const isQuantity = loop.channels[tellingPlace(loop)]!.role === "quantity";
    const sizes = isQuantity ? quantitySizes : pressureSizes;
    return {
      folder,
      loop,
      silences,
      onsets: isShort ? shortOnsets : onsets,
      sizes: sizes.filter((size) => !isShort || shortSizes.has(size)),
    };
  });
  const results = await runJobs("station", jobs, {
    workers,
    results: options.results,
    onDone: ({ loopId }) => onProgress(`station loop ${loopId}`),
  });
  const summary = summarizeStation(results);
  const pictures = drawStation(summary);
  const markdown = [
    "Public telemetry of the International Space Station, as recorded by ISS-Mimic: sent when a value changes, with real losses of signal. The external ammonia loops are those of `loopwatch.example.yaml`; the internal water loops (`bench/detection/iss/internal-loops.yaml`) have a quantity and at most one temperature. No charge and no accumulator is published: they are assumed, so leaks are given in what the sensor shows. With the accumulator assumed for the internal loops, a fifth of the charge, one point of quantity is 0.2 % of the inventory.",
    "### The day as it was",
    renderHealthy(results),
    `${summary.calls.length} calls in ${summary.watchedHours.toFixed(0)} watched loop-hours after learning, ${summary.falseLeaks} of them of a leak. Nothing is known to have leaked that day. A day says little about a year; section (b) has years.`,
    "### Leaks put in",
    `Each leak begins at ${isShort ? shortOnsets : onsets} moments of the day, in the detector that knows the day until then, and is watched until the recording ends, at least four hours. It acts on the value before the flight's quantiser: a code that was sent stands for a value drawn once within its step, from which the leak takes its part second by second; the result is rounded to the same codes and sent when it changes, but not during a loss of signal. Pressure falls as closed gas does that takes up what is lost, 1/p evenly. A leak not told before the end is "never".`,
    renderTargets(summary),
    renderKinds(summary),
    ...pictures.map(({ name, alt }) => `![${alt}](img/detection/${name}.svg)`),
    "### Loop by loop",
    renderLoops(summary),
    "The pressure of the external loops swings by 40 kPa with the orbit, and its mean goes on wandering by tens of kPa a day in health: that is what a small leak has to rise above there. A loop whose only sensor rests on one code for hours sends nothing meanwhile, and nothing is judged in a silence.",
  ].join("\n\n");
  return {
    id: "c",
    title: "Recorded loops of the station, with leaks put in",
    markdown,
    data: { ...summary, loops: results.map(({ leaks: _, ...one }) => one) },
    pictures,
  };
}
