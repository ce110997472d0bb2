import { z } from "zod";
import { zeroCelsiusK } from "../zero-celsius.ts";
import { renderChoices } from "./nearest.ts";
import { parseSpan } from "./span.ts";

/** Longest piece of a file that a sentence repeats, characters: enough to find it again. */
const longestExcerpt = 60;

/** The beginning of a text that is too long to be repeated. */
export const toExcerpt = (text: string, longest = longestExcerpt): string =>
  text.length <= longest ? text : `${text.slice(0, longest)}...`;

/** What was written, as a reader would recognise it. */
export function toShown(input: unknown): string {
  if (typeof input === "string") return JSON.stringify(toExcerpt(input));
  if (typeof input === "object" && input !== null) return Array.isArray(input) ? "A list" : "A mapping";
  return String(input);
}

const toSentence = (what: string, write: string) => (issue: { readonly input?: unknown }) =>
  issue.input === undefined
    ? `This is missing; write ${write}.`
    : `${toShown(issue.input)} is not ${what}; write ${write}.`;

const above = (limit: number) => (value: number) => value > limit;
const atLeast = (limit: number) => (value: number) => value >= limit;

/** A number that a sentence explains when it is missing or cannot be: "-3 is not `what`; write `write`." */
export function quantity(what: string, write: string, fits: (value: number) => boolean) {
  const error = toSentence(what, write);
  return z.number({ error }).refine(fits, { error });
}

/**
 * A quantity above zero (or, with a `low` of 0, zero or more) within limits that no plant of this world goes beyond: what
 * lies outside is a slip of the pen or of the unit, and its telemetry would be garbage.
 */
function limited(what: string, units: string, [low, high]: readonly [number, number], why = "") {
  const isOfSign = low === 0 ? atLeast(0) : above(0);
  const toSignSentence = toSentence(what, `${units}${low === 0 ? ", zero or more" : " above zero"}${why}`);
  const toLimitSentence = toSentence(what, `${units} from ${low} to ${high}`);
  const error = (issue: { readonly input?: unknown }) =>
    typeof issue.input === "number" && Number.isFinite(issue.input) && isOfSign(issue.input)
      ? toLimitSentence(issue)
      : toSignSentence(issue);
  return z.number({ error }).refine((value) => value >= low && value <= high, { error });
}

/** A number from `low` to `high`, both included. */
export const between = (what: string, low: number, high: number, unit = "") =>
  quantity(what, `a number from ${low} to ${high}${unit}`, (value) => value >= low && value <= high);

/** From a millilitre to a large power station's cooling water. */
const leastL = 1e-3;
const mostL = 1e6;
/** Capillaries to district heating mains. A hole may be as fine as a scratch; its pipe limits it upwards. */
const leastBoreMm = 0.5;
const leastHoleMm = 1e-4;
const mostMm = 2000;
/** Good vacuum; 200 bar, beyond which no coolant loop is built. */
const leastKpa = 0.01;
const mostKpa = 2e4;
/** A head of a kilometre of water. */
const mostRiseKpa = 1e4;
/** A dosing pump's drop a minute to the main pumps of a power station. */
const leastLpm = 1e-3;
const mostLpm = 1e6;
/** The largest data centres. */
const mostWatts = 1e8;
/** A thread of nylon; what carries a data centre's heat at ten kelvins. */
const leastWPerK = 1e-3;
const mostWPerK = 1e7;
/** A gram of metal to ten thousand tonnes of it. */
const leastJPerK = 0.1;
const mostJPerK = 1e10;
/** Beyond these a load is not the same load any more, and sunlight not the Sun's. */
const mostHeatFactor = 10;
const mostFactor = 100;
/** Faster than a step of the plant by far, and slower than any story. */
const leastLagS = 0.1;
const mostLagS = 30 * 86_400;

export const litres = limited("a volume", "litres", [leastL, mostL]);
export const litresOrNone = limited("a volume", "litres", [0, mostL]);
export const gasLitres = limited(
  "a volume of gas",
  "litres",
  [leastL, mostL],
  ": without gas nothing gives way",
);
export const kilopascals = limited("an absolute pressure", "kilopascals", [leastKpa, mostKpa]);
export const pressureRise = limited("a pressure rise", "kilopascals", [leastKpa, mostRiseKpa]);
export const flowLpm = limited("a flow", "litres a minute", [leastLpm, mostLpm]);
export const boreMm = limited("a bore", "millimetres", [leastBoreMm, mostMm]);
export const holeMm = limited("a width", "millimetres", [leastHoleMm, mostMm]);
export const wattsPerKelvin = limited("a heat path", "watts per kelvin", [leastWPerK, mostWPerK]);
export const wattsPerKelvinOrNone = limited("a heat path", "watts per kelvin", [0, mostWPerK]);
export const joulesPerKelvin = limited("a heat capacity", "joules per kelvin", [leastJPerK, mostJPerK]);
export const watts = limited("a heat flow", "watts", [0, mostWatts]);
/** Absolute zero and a furnace: what lies beyond is a slip of the pen. The coolant's own range is checked later. */
export const celsius = between("a temperature", -zeroCelsiusK, 1000, " degrees Celsius");
export const factor = between("a factor", 0, mostFactor, "; 1 is usual");
export const heatFactor = between("a factor", 0, mostHeatFactor, "; 1 is usual");
export const share = between("a share", 0, 1);
export const count = quantity("a count per hour", "zero or more", atLeast(0));
export const amount = quantity("an amount", "a number", () => true);
export const spread = quantity("a standard deviation", "zero or more", atLeast(0));

/** Seconds out of what `read` understands; what it does not (`null`) is told in a sentence. */
export function time(what: string, write: string, read: (input: unknown) => number | null) {
  const error = toSentence(what, `${write}, like 90, 90s, 15min, 3h or 60d`);
  return z.unknown().transform((input, context): number => {
    const seconds = read(input);
    if (seconds !== null) return seconds;
    context.addIssue({ code: "custom", message: error({ input }) });
    return z.NEVER;
  });
}

const readSpan = (fits: (seconds: number) => boolean) => (input: unknown) => {
  const seconds = parseSpan(input);
  return seconds !== null && fits(seconds) ? seconds : null;
};

/** Seconds as a number, or as text like 90s, 15min, 3h, 60d. */
export const spanS = time("a time span", "a time above zero", readSpan(above(0)));
/** How slowly something follows. */
export const lagS = time(
  "a time span",
  `a time from ${leastLagS} s to ${mostLagS / 86_400} d`,
  readSpan((seconds) => seconds >= leastLagS && seconds <= mostLagS),
);
export const spanOrZeroS = time("a time span", "a time of zero or more", readSpan(atLeast(0)));
/** From the story's event; a minus sign for before it. */
export const momentS = time("a time from the event", "a time (with a minus sign when before it)", parseSpan);

/** Words for people. */
export const words = (what: string) =>
  z
    .string({
      error: ({ input }) =>
        input === undefined ? `This is missing; write ${what}.` : `This must be text: ${what}.`,
    })
    .refine((text) => text.trim() !== "", { error: `This is empty; write ${what}.` });

/** True or false. */
export const yesOrNo = z.boolean({
  error: ({ input }) => `${toShown(input)} is not an answer; write true or false.`,
});

/** One of these words; another one is told the nearest. */
export const oneOf = <const T extends string>(what: string, choices: readonly T[]) =>
  z.enum(choices, {
    error: ({ input }) =>
      input === undefined
        ? `This is missing; write ${what}: ${choices.join(", ")}.`
        : `${toShown(input)} is not ${what}. ${renderChoices(String(input), choices)}`,
  });

/** A mapping with these keys only. Each unknown key gets a line of the message, in order. */
export function exactly<const S extends z.core.$ZodLooseShape>(what: string, shape: S) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === "unrecognized_keys")
        return issue.keys
          .map(
            (key) =>
              `${what[0]?.toUpperCase()}${what.slice(1)} has no ${toShown(key)}. ${renderChoices(key, known)}`,
          )
          .join("\n");
      const keys = `with the keys ${known.join(", ")}`;
      return issue.input === undefined
        ? `This is missing; write ${what} as a mapping ${keys}.`
        : `${toShown(issue.input)} is not ${what}; write a mapping ${keys}.`;
    },
  });
}

/** A list; `what` names its entries. */
export const listOf = <T extends z.ZodType>(what: string, entry: T) =>
  z.array(entry, {
    error: ({ input }) =>
      input === undefined
        ? `This is missing; write a list of ${what}.`
        : `${toShown(input)} is not a list of ${what}; write each as an entry that begins with "- ".`,
  });

/** Shapes told apart by `kind`. */
export const byKind = <
  const T extends readonly [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]],
>(
  what: string,
  kinds: readonly string[],
  shapes: T,
) =>
  z.discriminatedUnion("kind", shapes, {
    error: ({ input }) => {
      if (typeof input !== "object" || input === null || Array.isArray(input))
        return `${input === undefined ? "This is missing" : `${toShown(input)} is not ${what}`}; write a mapping with a kind: ${kinds.join(", ")}.`;
      const kind: unknown = "kind" in input ? input.kind : undefined;
      return kind === undefined
        ? `Here the kind is missing; write one of: ${kinds.join(", ")}.`
        : `${toShown(kind)} is not a kind of ${what.replace(/^an? /, "")}. ${renderChoices(String(kind), kinds)}`;
    },
  });
