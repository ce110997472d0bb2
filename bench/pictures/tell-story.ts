import { loadScenario } from "../../simulator/description/library.ts";
import { renderProblems } from "../../simulator/description/problem.ts";
import type { ScenarioDescription } from "../../simulator/description/scenario-description.ts";
import type { MeasuredClaim } from "./claims.ts";
import { claimsOfLeaks } from "./claims-of-leaks.ts";
import { claimsOfQuietStories } from "./claims-of-quiet-stories.ts";
import { runStory, type StoryRun } from "./story-run.ts";

/** A story told once, with what was measured beside its card's claims. */
export interface ToldStory {
  readonly run: StoryRun;
  /** In the order of the card; `null` where nothing is measured. */
  readonly figures: readonly (string | null)[];
}

/** All stories are told with this seed; the commands on the page name it. */
const seed = 7;

/** Measured claims of every scenario that has some. */
export const claimsByScenario = { ...claimsOfLeaks, ...claimsOfQuietStories };

/** Throws with every problem when the scenario's file is not as it should be. */
function readScenario(id: string, variant: string | null): ScenarioDescription {
  const parsed = loadScenario(id, variant);
  if (parsed.kind === "known") return parsed.value;
  throw new Error(renderProblems(parsed.problems, `${id}.yaml`));
}

/** Which claim of the card a measure answers: the one that holds its words; -1 for none. Minus signs are hyphens. */
export const toClaimIndex = (
  { card }: Pick<ScenarioDescription, "card">,
  { words }: Pick<MeasuredClaim, "words">,
): number => card.findIndex(({ claim }) => claim.replaceAll("\u2212", "-").includes(words));

/** A variant with a card of its own is a story of its own; the others only answer claims of the story as written. */
export const hasOwnCard = (variant: ScenarioDescription, written: ScenarioDescription): boolean =>
  JSON.stringify(variant.card) !== JSON.stringify(written.card);

/** A variant without a picture is told only so far: every claim that speaks of one is answered within a day or two. */
const longestUndrawnS = 2 * 86_400;

const toAnswer = (scenario: ScenarioDescription): ScenarioDescription => ({
  ...scenario,
  lengthS: Math.min(scenario.lengthS, longestUndrawnS),
});

/**
 * Runs a story as written and those variants of it that have a card of their own or a claim that speaks of them. The
 * story as written comes first. Throws as `readScenario`.
 */
export function tellStory(id: string, onProgress: (share: number) => void): readonly ToldStory[] {
  const claims = claimsByScenario[id] ?? [];
  const written = readScenario(id, null);
  const variants = written.variants
    .map((variant) => readScenario(id, variant.id))
    .filter((own) => hasOwnCard(own, written) || claims.some(({ variant }) => variant === own.variant));
  const tellings = [written, ...variants];
  const figuresOfWritten: string[][] = written.card.map(() => []);

  const told = tellings.map((scenario, i) => {
    const isOwn = i > 0 && hasOwnCard(scenario, written);
    const figures = isOwn ? scenario.card.map((): string[] => []) : figuresOfWritten;
    const measured = claims
      .filter(({ variant }) => variant === scenario.variant)
      .map((claim) => ({ measure: claim.create(), index: toClaimIndex(scenario, claim) }));
    const run = runStory(i === 0 || isOwn ? scenario : toAnswer(scenario), {
      seed,
      measures: measured.map(({ measure }) => measure),
      onProgress: (share) => onProgress((i + share) / tellings.length),
    });
    for (const { measure, index } of measured) figures[index]?.push(measure.read());
    return { run, figures, isShown: i === 0 || isOwn };
  });

  return told
    .filter(({ isShown }) => isShown)
    .map(({ run, figures }) => ({
      run,
      figures: figures.map((own) => (own.length === 0 ? null : own.join(", "))),
    }));
}
