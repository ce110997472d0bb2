import { z } from "zod";

/** What came from outside, known now; or a sentence for the person who sent it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** Reads input by its shape; of several problems the first is told. */
export function checkShape<T>(shape: z.ZodType<T>, input: unknown): Parsed<T> {
  const checked = shape.safeParse(input);
  if (checked.success) return { ok: true, value: checked.data };
  return { ok: false, reason: checked.error.issues[0]?.message ?? "This is not understood." };
}

/** The parts of a query string; one that is not among them is refused, so that a slip in a name is no other question. */
export function queryShape<T extends z.core.$ZodLooseShape>(parts: T) {
  const known = Object.keys(parts);
  const hint = known.length === 0 ? "nothing can be asked here." : `known: ${known.join(", ")}.`;
  return z.strictObject(parts, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `There is no parameter ${issue.keys.map((key) => JSON.stringify(key.slice(0, 40))).join(", ")}; ${hint}`
        : undefined,
  });
}

const nothingShape = queryShape({});

/** The query of an address at which nothing can be asked. */
export const parseNothing = (input: unknown): Parsed<object> => checkShape(nothingShape, input);

/** Longest id of an occurrence: loop, class, part and second of source time, with some room. */
export const longestOccurrenceId = 220;

/** An id as it travels in tags, URLs and mail headers, whatever it names; `what` completes the sentence of refusal. */
export function idShape(what: string, longest = 128) {
  const sentence = `This is not the name of ${what}.`;
  return z
    .string(sentence)
    .max(longest, sentence)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, sentence);
}

/** A moment in a query: epoch milliseconds or ISO 8601. */
export const momentShape = (missing: string) =>
  z.string(missing).transform((text, context) => {
    const ms = /^-?[0-9]{1,15}$/.test(text) ? Number(text) : Date.parse(text);
    if (Number.isFinite(ms)) return ms;
    context.addIssue({
      code: "custom",
      message: "A time is in epoch milliseconds or like 2022-12-15T00:45:00Z.",
    });
    return z.NEVER;
  });

/** A whole number in a query. */
export const wholeNumberShape = (name: string, least: number, most: number) => {
  const sentence = `${name} is a whole number from ${least} to ${most}.`;
  return z.coerce.number(sentence).int(sentence).min(least, sentence).max(most, sentence);
};
