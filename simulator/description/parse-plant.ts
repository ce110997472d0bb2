import { z } from "zod";
import { checkPlant } from "./check-plant.ts";
import { checkSensors } from "./check-sensors.ts";
import { link, plainLink } from "./link-shapes.ts";
import { toMakeUp, toPump, toSegment } from "./plant-defaults.ts";
import type { PlantDescription } from "./plant-description.ts";
import * as shapes from "./plant-shapes.ts";
import { type Parsed, toParsed } from "./problem.ts";
import { exactly, listOf } from "./quantities.ts";
import { createReview, type Review } from "./review.ts";
import { toSensor } from "./sensor-defaults.ts";
import { sensor } from "./sensor-shapes.ts";
import { parseYamlText } from "./yaml-text.ts";

const anything = z.unknown().optional();

/** The keys of a plant file; each part has a shape of its own, so that one mistake does not hide the next. */
const keys = exactly("a plant", {
  name: anything,
  coolant: anything,
  reference: anything,
  segments: anything,
  accumulator: anything,
  pump: anything,
  surroundings: anything,
  cabin: anything,
  bypass: anything,
  makeUp: anything,
  sensors: anything,
  link: anything,
} satisfies Record<keyof PlantDescription, unknown>);

const anyList = (entries: string) => listOf(entries, z.unknown());

/** Reads a plant file. `name` is the file's name in sentences, and the plant's when it gives itself none. */
export function parsePlant(text: string, name: string): Parsed<PlantDescription> {
  const yaml = parseYamlText(text, name);
  if (yaml.kind === "problems") return yaml;
  const review = createReview(yaml.value);
  return toParsed(readPlant(review, name), review.problems);
}

/** The plant under review, or `null` when anything in it is wrong; all that is wrong has then been noted. */
export function readPlant(review: Review, usualName: string): PlantDescription | null {
  review.read([], keys);
  const name = review.written(["name"]) === undefined ? usualName : review.read(["name"], shapes.plantName);
  const coolant = review.read(["coolant"], shapes.coolant);
  const reference = review.read(["reference"], shapes.reference);
  review.read(["segments"], anyList("segments"));
  const segments = review.readEach(["segments"], shapes.segment);
  const accumulator = review.read(["accumulator"], shapes.accumulator);
  const pump = review.read(["pump"], shapes.pump);
  const surroundings = review.read(["surroundings"], shapes.surroundings);
  const optional = <T>(key: string, shape: z.ZodType<T>, usual: T): T | null =>
    review.written([key]) === undefined ? usual : review.read([key], shape);
  const cabin = optional("cabin", shapes.cabin, null);
  const bypass = optional("bypass", shapes.bypass, null);
  const makeUp = optional("makeUp", shapes.makeUp, null);
  const linkOrUsual = optional("link", link, plainLink);
  review.read(["sensors"], anyList("sensors"));
  const sensors = review.readEach(["sensors"], sensor);
  checkPlant(
    { coolant, reference, segments, accumulator, pump, surroundings, cabin, bypass, makeUp },
    review,
  );
  checkSensors(sensors, review);
  if (!review.isClean() || name === null || coolant === null || reference === null) return null;
  if (accumulator === null || pump === null || surroundings === null || linkOrUsual === null) return null;
  const scale = { coolant, reference, pump: toPump(pump), makeUp: toMakeUp(makeUp, reference.tempC) };
  return {
    name,
    ...scale,
    segments: segments.filter((part) => part !== null).map(toSegment),
    accumulator,
    surroundings,
    cabin,
    bypass,
    sensors: sensors.filter((part) => part !== null).map((part) => toSensor(part, scale)),
    link: linkOrUsual,
  };
}
