import { type PlantChanges, parseScenario } from "../../../simulator/description/parse-scenario.ts";
import { renderProblems } from "../../../simulator/description/problem.ts";
import { plantText } from "./plant-text.ts";

/** A scenario file that is right in every part. */
export const storyText = `title: A hole
summary: Something happens.
plant: test
changes:
  surroundings: { betaDeg: 70 }
  segments:
    - { name: radiator, volumeL: 12 }
  sensors:
    - { channel: flow_lpm, step: 0.5 }
    - { channel: feed_kpa, measure: pressure, at: feed }
preludeS: 2h
lengthS: 1d
eventDelayS: 5min
events:
  - { kind: leak, at: radiator, position: 1, size: { kind: hole, holeMm: 0.8 } }
  - { kind: load wander, atS: start, sd: 0.02, tauS: 7h }
  - { kind: refill, atS: -10min, forS: 20min, litres: 0.5, tempC: 20 }
ideal:
  - { fromS: 0, untilS: 3min, severity: warning, verdict: leak, tell: A leak., why: It is large. }
card:
  - { claim: P falls, source: a card }
variants:
  small:
    title: A small hole
    events:
      - { kind: leak, at: radiator, size: { kind: hole, holeMm: 0.1 } }
    changes:
      segments:
        - { name: feed, volumeL: 7 }
  elsewhere:
    title: On another plant
    plant: other
    changes:
      link: { delayS: 9 }
`;

const readPlant = (name: string) =>
  name === "test" || name === "other" ? plantText.replace("Test loop", `The ${name} loop`) : null;

function parse(text: string, variant: string | null = null, changes: PlantChanges = {}) {
  return parseScenario(text, { id: "story", variant, changes, readPlant, plants: ["other", "test"] });
}

/** The story that a file tells; throws with its problems. */
export function storyOf(text: string, variant: string | null = null, changes: PlantChanges = {}) {
  const parsed = parse(text, variant, changes);
  if (parsed.kind === "problems") throw new Error(renderProblems(parsed.problems, "story.yaml"));
  return parsed.value;
}

/** One sentence a problem. */
export function problemsOf(
  text: string,
  variant: string | null = null,
  changes: PlantChanges = {},
): string[] {
  const parsed = parse(text, variant, changes);
  return parsed.kind === "known" ? [] : renderProblems(parsed.problems, "story.yaml").split("\n");
}

/** The right file with a piece of it replaced. */
export const broken = (piece: string, replacement: string): string => {
  if (!storyText.includes(piece)) throw new Error(`"${piece}" is not in the story's text`);
  return storyText.replace(piece, replacement);
};
