import { z } from "zod";

/** What a shape takes in, as JSON Schema 2020-12 without its header. */
export function toInputSchema(shape: z.ZodType): Readonly<Record<string, unknown>> {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, {
    io: "input",
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      // A whole number of a query is read from text.
      if (zodSchema._zod.def.type === "number" && jsonSchema.type === undefined) jsonSchema.type = "integer";
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return schema;
}
