import { z } from "zod";
import { renderChoices } from "./nearest.ts";
import { parseSpan } from "./span.ts";

/** What was written, as a reader would recognise it. */
export function toShown(input: unknown): string {
  if (typeof input === "string") return JSON.stringify(input);
  if (typeof input === "object" && input !== null) return Array.isArray(input) ? "A list" : "A mapping";
  return String(input);
}

const toSentence = (what: string, write: string) => (issue: { readonly input?: unknown }) =>
  issue.input === undefined
    ? `This is missing; write ${write}.`
    : `${toShown(issue.input)} is not ${what}; write ${write}.`;

/** A number that a sentence explains when it is missing or cannot be: "-3 is not `what`; write `write`." */
export function quantity(what: string, write: string, fits: (value: number) => boolean) {
  const error = toSentence(what, write);
  return z.number({ error }).refine(fits, { error });
}

/** A number from `low` to `high`, both included. */
export const between = (what: string, low: number, high: number, unit = "") =>
  quantity(what, `a number from ${low} to ${high}${unit}`, (value) => value >= low && value <= high);

const above = (limit: number) => (value: number) => value > limit;
const atLeast = (limit: number) => (value: number) => value >= limit;

export const litres = quantity("a volume", "litres above zero", above(0));
export const litresOrNone = quantity("a volume", "litres, zero or more", atLeast(0));
export const kilopascals = quantity("an absolute pressure", "kilopascals above zero", above(0));
export const pressureRise = quantity("a pressure rise", "kilopascals above zero", above(0));
export const flowLpm = quantity("a flow", "litres a minute above zero", above(0));
export const millimetres = quantity("a width", "millimetres above zero", above(0));
export const wattsPerKelvin = quantity("a heat path", "watts per kelvin above zero", above(0));
export const joulesPerKelvin = quantity("a heat capacity", "joules per kelvin above zero", above(0));
export const watts = quantity("a heat flow", "watts, zero or more", atLeast(0));
/** Absolute zero and a furnace: what lies beyond is a slip of the pen. The coolant's own range is checked later. */
export const celsius = between("a temperature", -273.15, 1000, " degrees Celsius");
export const kelvins = between("a temperature difference", -500, 500, " K");
export const factor = quantity("a factor", "zero or more; 1 is usual", atLeast(0));
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
              `${what[0]?.toUpperCase()}${what.slice(1)} has no "${key}". ${renderChoices(key, known)}`,
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
