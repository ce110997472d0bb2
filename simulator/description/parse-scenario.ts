import { findPart, fromPlain, type Located } from "./located.ts";
import { renderChoices } from "./nearest.ts";
import { commandLine, type Parsed, type Problem, toParsed } from "./problem.ts";
import { createReview } from "./review.ts";
import type { ScenarioDescription } from "./scenario-description.ts";
import { readStory } from "./story.ts";
import { type PlantSource, readStoryPlant } from "./story-plant.ts";
import * as shapes from "./story-shapes.ts";
import { readVariants, tellVariant } from "./variant.ts";
import { parseYamlText } from "./yaml-text.ts";

/** Keys of a plant file with new values, e.g. `{ surroundings: { betaDeg: 70 } }`. */
export type PlantChanges = Readonly<Record<string, unknown>>;

/** What a scenario file does not say itself. */
export interface ScenarioOptions {
  /** The story's id; its file is called `<id>.yaml` in sentences unless `file` says otherwise. */
  readonly id: string;
  readonly file?: string;
  readonly readPlant: PlantSource["readPlant"];
  /** Names of the plants that there are, for a mistyped one. */
  readonly plants?: readonly string[];
  /** `null`: the story as written. */
  readonly variant: string | null;
  /** Laid over the plant last. */
  readonly changes?: PlantChanges;
}

/**
 * Reads a scenario file together with its plant. All variants are checked, so that a mistake in one shows before somebody
 * chooses it. Never throws.
 */
export function parseScenario(text: string, options: ScenarioOptions): Parsed<ScenarioDescription> {
  const yaml = parseYamlText(text, options.file ?? `${options.id}.yaml`);
  return yaml.kind === "problems" ? yaml : toScenario(yaml.value, options);
}

/** The same from a file that was read as YAML already. */
export function toScenario(file: Located, options: ScenarioOptions): Parsed<ScenarioDescription> {
  const { id, variant } = options;
  const review = createReview(file);
  review.read([], shapes.scenarioFile);
  const variants = readVariants(review, file);
  const ids = variants.map((known) => known.id);
  const problems: Problem[] = [...review.problems];
  if (variant !== null && !ids.includes(variant)) problems.push(toUnknownVariant(variant, ids, file.file));

  let chosen: ScenarioDescription | null = null;
  for (const told of [null, ...ids]) {
    const { story, changes } = tellVariant(file, told === null ? null : findPart(file, ["variants", told]));
    const inForce = told === variant ? [...changes, ...fromCommandLine(options.changes)] : changes;
    const found: Problem[] = [];
    const { plantId, plant } = readStoryPlant(story, inForce, options, found);
    const storyReview = createReview(story);
    const rest = readStory(storyReview, plant);
    problems.push(...notYetTold([...found, ...storyReview.problems], problems));
    if (told !== variant || plant === null || rest === null) continue;
    chosen = { id, variant, variants, plant, plantId, ...rest };
  }
  return toParsed(chosen, problems);
}

/** Title, summary and variants of a scenario file, with nothing else checked: enough to choose by. */
export function parseScenarioTitle(
  text: string,
  file: string,
): Parsed<Pick<ScenarioDescription, "title" | "summary" | "variants"> & { readonly plantId: string | null }> {
  const yaml = parseYamlText(text, file);
  if (yaml.kind === "problems") return yaml;
  const review = createReview(yaml.value);
  const title = review.read(["title"], shapes.title);
  const summary = review.read(["summary"], shapes.summary);
  const variants = readVariants(review, yaml.value);
  if (!review.isClean() || title === null || summary === null)
    return { kind: "problems", problems: review.problems };
  const plant = review.written(["plant"]);
  return {
    kind: "known",
    value: { title, summary, variants, plantId: typeof plant === "string" ? plant : null },
  };
}

const fromCommandLine = (changes: PlantChanges = {}): readonly Located[] =>
  Object.keys(changes).length === 0 ? [] : [fromPlain(changes, { file: commandLine, path: [], line: null })];

const toUnknownVariant = (variant: string, known: readonly string[], file: string): Problem => ({
  file,
  path: "variants",
  line: null,
  message: `There is no variant "${variant}". ${renderChoices(variant, known)}`,
});

/** A mistake that shows in several variants is told once. */
function notYetTold(found: readonly Problem[], told: readonly Problem[]): readonly Problem[] {
  const toPlace = ({ file, path, line }: Problem) => JSON.stringify([file, path, line]);
  const places = new Set(told.map(toPlace));
  return found.filter((problem) => !places.has(toPlace(problem)));
}
