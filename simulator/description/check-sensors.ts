import { checkSegmentName, checkUnique } from "./check-plant.ts";
import type { Path } from "./problem.ts";
import type { Review } from "./review.ts";
import type { Measure } from "./sensor-description.ts";
import type { SensorShape } from "./sensor-shapes.ts";

/** Where the accumulator is meant and no segment. */
const accumulatorName = "accumulator";

/** Measured where one says, in a segment or at the accumulator. */
const placed: ReadonlySet<Measure> = new Set<Measure>(["pressure", "temperature", "wall temperature"]);
/** Measured in a segment, or at the pump's outlet when none is named. All others have one place only. */
const passing: ReadonlySet<Measure> = new Set<Measure>(["flow", "mass flow"]);

/** Parts of the plant without which there is nothing to measure, by the file's key. */
const neededPart: ReadonlyMap<Measure, string> = new Map<Measure, string>([
  ["make-up starts", "makeUp"],
  ["make-up volume", "makeUp"],
  ["make-up running", "makeUp"],
  ["reservoir volume", "makeUp"],
  ["cabin temperature", "cabin"],
  ["bypass opening", "bypass"],
]);

/** Names, places and ranges of sensors, those with mistakes of their own left out. */
export function checkSensors(sensors: readonly (SensorShape | null)[], review: Review): void {
  const written = review.written(["sensors"]);
  if (Array.isArray(written) && written.length === 0)
    review.complain(["sensors"], "A plant needs one sensor or more; write a list of sensors.");
  checkUnique(
    sensors.map((sensor) => sensor?.channel ?? null),
    "channel",
    review,
    "sensors",
  );
  const flags = new Set(sensors.flatMap((s) => (s?.quality === true ? [`${s.channel}_quality`] : [])));
  sensors.forEach((sensor, i) => {
    const path = ["sensors", i];
    if (sensor === null) {
      // Another key of it was told already; a mistyped place should not wait for the next run.
      const at = review.written([...path, "at"]);
      if (typeof at === "string" && at !== accumulatorName) checkSegmentName(at, [...path, "at"], review);
      return;
    }
    if (flags.has(sensor.channel))
      review.complain([...path, "channel"], `"${sensor.channel}" is the quality flag of another sensor.`);
    checkPlace(sensor, path, review);
    checkRange(sensor, path, review);
  });
}

function checkPlace({ measure, at }: SensorShape, path: Path, review: Review): void {
  if (placed.has(measure)) {
    if (at === null)
      review.complain(
        [...path, "at"],
        `A ${measure} is measured somewhere; write a segment or "accumulator".`,
      );
    else if (at !== accumulatorName) checkSegmentName(at, [...path, "at"], review);
  } else if (passing.has(measure)) {
    if (at !== null) checkSegmentName(at, [...path, "at"], review);
  } else if (at !== null)
    review.complain([...path, "at"], `"${measure}" has one place only; leave "at" out.`);
  const part = neededPart.get(measure);
  if (part !== undefined && (review.written([part]) ?? null) === null)
    review.complain([...path, "measure"], `"${measure}" needs "${part}", which this plant does not have.`);
  if (measure === "ambient temperature" && review.written(["surroundings", "kind"]) === "orbit")
    review.complain([...path, "measure"], "In orbit there is no ambient temperature.");
}

function checkRange({ low, high, everyS }: SensorShape, path: Path, review: Review): void {
  if (low !== undefined && high !== undefined && low >= high)
    review.complain(
      [...path, "high"],
      `The range ends at ${high}, which is not above where it begins (${low}).`,
    );
  if (!Number.isInteger(everyS))
    review.complain([...path, "everyS"], "The plant is sampled once a second; write whole seconds.");
}
