import { extname } from "node:path";
import { findPart, type Located, toProblem } from "./located.ts";
import { mergeChanges } from "./merge.ts";
import { renderChoices } from "./nearest.ts";
import { readPlant } from "./parse-plant.ts";
import type { PlantDescription } from "./plant-description.ts";
import type { Problem } from "./problem.ts";
import { createReview } from "./review.ts";
import { parseYamlText } from "./yaml-text.ts";

/** Where plants come from, and the id of a plant that stands in the scenario file itself. */
export interface PlantSource {
  readonly id: string;
  /** Text of the plant file of this name, a sentence that says why it cannot be had, or `null` when there is none. */
  readonly readPlant: (name: string) => string | { readonly refusal: string } | null;
  readonly plants?: readonly string[];
}

/** The plant of a story with all changes laid over it; `null` with problems noted when it cannot be had. */
export function readStoryPlant(
  story: Located,
  changes: readonly Located[],
  source: PlantSource,
  problems: Problem[],
): { readonly plantId: string; readonly plant: PlantDescription | null } {
  const named = findPart(story, ["plant"]);
  const plantId = named?.kind === "scalar" ? String(named.value) : source.id;
  const base = named?.kind === "mapping" ? named : readNamed(story, source, problems);
  if (base === null) return { plantId, plant: null };
  const merged = changes.reduce((plant, change) => mergeChanges(plant, change, problems), base);
  const review = createReview(merged);
  const plant = readPlant(review, plantId);
  problems.push(...review.problems);
  return { plantId, plant };
}

function readNamed(story: Located, source: PlantSource, problems: Problem[]): Located | null {
  const part = findPart(story, ["plant"]);
  if (part?.kind !== "scalar" || typeof part.value !== "string") {
    const message = `${part === null ? "This is missing" : "This is not a plant"}; write the name of a plant file, or a plant as a mapping.`;
    problems.push(toProblem(story, ["plant"], message));
    return null;
  }
  const text = source.readPlant(part.value);
  if (text === null || typeof text !== "string") {
    const message =
      text?.refusal ?? `There is no plant "${part.value}". ${renderChoices(part.value, source.plants ?? [])}`;
    problems.push(toProblem(story, ["plant"], message));
    return null;
  }
  const yaml = parseYamlText(text, extname(part.value) === "" ? `${part.value}.yaml` : part.value);
  if (yaml.kind === "known") return yaml.value;
  problems.push(...yaml.problems);
  return null;
}
