import { loadScenario } from "../../simulator/description/library.ts";
import { renderProblems } from "../../simulator/description/problem.ts";
import type { ScenarioDescription } from "../../simulator/description/scenario-description.ts";
import { claimsByScenario, type MeasuredClaim } from "./claims.ts";
import { runStory, type StoryRun } from "./story-run.ts";

/** A story told once, with what was measured beside its card's claims. */
export interface ToldStory {
  readonly run: StoryRun;
  /** In the order of the card; `null` where nothing is measured. */
  readonly figures: readonly (string | null)[];
}

/** All stories are told with this seed; the commands on the page name it. */
const seed = 7;

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

/** Runs a story, and those variants of it that a claim of its card speaks of. Throws as `readScenario`. */
export function tellStory(id: string, onProgress: (share: number) => void): ToldStory {
  const scenario = readScenario(id, null);
  const claims = claimsByScenario[id] ?? [];
  const figures: string[][] = scenario.card.map(() => []);

  const run = (variant: string | null, from: number, to: number): StoryRun => {
    const measured = claims.filter((claim) => claim.variant === variant);
    const measures = measured.map((claim) => claim.create());
    const own = variant === null ? scenario : readScenario(id, variant);
    const done = runStory(own, {
      seed,
      measures,
      onProgress: (share) => onProgress(from + share * (to - from)),
    });
    for (const [i, claim] of measured.entries()) {
      figures[toClaimIndex(scenario, claim)]?.push(measures[i]?.read() ?? "");
    }
    return done;
  };

  const variants = [...new Set(claims.flatMap(({ variant }) => (variant === null ? [] : [variant])))];
  const shares = 1 / (variants.length + 1);
  const whole = run(null, 0, shares);
  for (const [i, variant] of variants.entries()) run(variant, (i + 1) * shares, (i + 2) * shares);
  return { run: whole, figures: figures.map((own) => (own.length === 0 ? null : own.join(", "))) };
}
