import { writeFileSync } from "node:fs";
import { toConfigSchema } from "./configuration/config-schema.ts";
import { configurationPapers } from "./configuration/papers.ts";

/** `npm run docs:config`: writes the configuration's page and its schema for editors. */
for (const { path, text } of configurationPapers(toConfigSchema()))
  writeFileSync(new URL(`../${path}`, import.meta.url), text);
