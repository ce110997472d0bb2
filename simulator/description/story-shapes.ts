import { z } from "zod";
import { exactly, listOf, momentS, oneOf, spanOrZeroS, spanS, words } from "./quantities.ts";
import { type IdealCall, type ScenarioDescription, verdicts } from "./scenario-description.ts";

/** Healthy telemetry that a detector needs to learn a loop: two revolutions, as the server's usual learning time. */
const usualPreludeS = 3 * 3600;

/** At ten times real time the event then comes about a minute after live telemetry began. */
const usualEventDelayS = 600;

const anything = z.unknown().optional();

/** What a variant may say anew. */
const storyKeys = {
  title: anything,
  summary: anything,
  plant: anything,
  changes: anything,
  preludeS: anything,
  lengthS: anything,
  eventDelayS: anything,
  events: anything,
  ideal: anything,
  card: anything,
};

/** Keys by which a scenario file is told from a plant file. */
export const scenarioKeys: readonly string[] = [...Object.keys(storyKeys), "variants"];

export const scenarioFile = exactly("a scenario", { ...storyKeys, variants: anything });
export const variantPart = exactly("a variant", storyKeys);

export const title = words("a title");
export const summary = words("a sentence that says what happens");
export const prelude = spanOrZeroS.default(usualPreludeS);
export const length = spanS;
/** `null`: nothing happens. */
export const eventDelay = spanOrZeroS.nullable().default(usualEventDelayS);

const idealCall = exactly("a call", {
  fromS: momentS,
  untilS: momentS,
  severity: oneOf("a severity", ["advisory", "caution", "warning", "emergency"]),
  verdict: oneOf("a verdict", verdicts),
  tell: words("the sentence that is told"),
  why: words("why it should be told then"),
}).refine(({ fromS, untilS }) => fromS < untilS, {
  path: ["untilS"],
  error: "This is not after fromS; nobody could be told in time.",
}) satisfies z.ZodType<IdealCall>;

export const ideal = listOf("calls", idealCall).default([]);
export const card = listOf(
  "claims",
  exactly("a claim", { claim: words("the claim"), source: words("where it comes from") }),
).default([]) satisfies z.ZodType<ScenarioDescription["card"]>;
