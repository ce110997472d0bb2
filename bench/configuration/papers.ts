import { type ConfigSchema, toEditorSchema } from "./config-schema.ts";
import { renderConfiguration } from "./render-configuration.ts";

/** The documents that follow from the schema: paths in the project and their text. */
export const configurationPapers = (
  schema: ConfigSchema,
): readonly { readonly path: string; readonly text: string }[] => [
  { path: "docs/configuration.md", text: renderConfiguration(schema) },
  {
    path: "docs/loopwatch.schema.json",
    text: `${JSON.stringify(toEditorSchema(schema), null, 2)}\n`,
  },
];
