/** A piece of JSON Schema 2020-12, as OpenAPI 3.1 speaks it. */
export type Schema = Readonly<Record<string, unknown>>;

/** A part of an object that may be left out. */
interface Optional {
  readonly optional: Schema;
}

export const text: Schema = { type: "string" };
export const number: Schema = { type: "number" };
export const whole: Schema = { type: "integer", format: "int64" };
export const flag: Schema = { type: "boolean" };
export const moment: Schema = { type: "number", description: "Milliseconds since 1970-01-01T00:00:00Z." };
export const span: Schema = { type: "number", description: "Milliseconds." };

export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: "null" }] });
export const listOf = (items: Schema): Schema => ({ type: "array", items });
export const oneOf = (...forms: readonly Schema[]): Schema => ({ anyOf: forms });
export const optional = (schema: Schema): Optional => ({ optional: schema });
export const wordsOf = (words: readonly string[]): Schema => ({ type: "string", enum: [...words] });
/** The word that tells one form of a union from the others. */
export const word = (only: string | boolean): Schema => ({ const: only });

/** The words of a union of texts; one that is forgotten does not compile. */
export const everyWord = <W extends string>(words: Readonly<Record<W, true>>): Schema =>
  wordsOf(Object.keys(words));

/** An object with these parts and no others; a part of `T` that is forgotten, or one too many, does not compile. */
export function objectOf<T extends object>(
  parts: { readonly [Part in keyof T]-?: Schema | Optional },
  description?: string,
): Schema {
  const entries = Object.entries<Schema | Optional>(parts);
  const isOptional = (part: Schema | Optional): part is Optional => "optional" in part;
  return {
    type: "object",
    ...(description === undefined ? {} : { description }),
    properties: Object.fromEntries(
      entries.map(([key, part]) => [key, isOptional(part) ? part.optional : part]),
    ),
    required: entries.filter(([, part]) => !isOptional(part)).map(([key]) => key),
    additionalProperties: false,
  };
}

/** A schema by its name among the document's components. */
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
