import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureTheory } from "./measure-theory.ts";

// `npx tsx bench/detection/theory/run-theory.ts [--short] [--seed N] [--out DIR]`: this section alone.

const { values: options } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    seed: { type: "string", default: "20221215" },
    /** Folder for theory.md, theory.json and the pictures. */
    out: { type: "string" },
  },
});

const { title, markdown, data, pictures } = measureTheory({
  short: options.short,
  seed: Number(options.seed),
});
process.stdout.write(`## ${title}\n\n${markdown}\n`);
if (options.out !== undefined) {
  mkdirSync(options.out, { recursive: true });
  writeFileSync(join(options.out, "theory.md"), `## ${title}\n\n${markdown}\n`);
  writeFileSync(join(options.out, "theory.json"), `${JSON.stringify(data, null, 1)}\n`);
  for (const { name, svg } of pictures) writeFileSync(join(options.out, `${name}.svg`), svg);
}
