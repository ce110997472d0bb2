import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { checkFloors, type Floor, renderFloors } from "./detection/floors.ts";
import { keepPart, readPart } from "./detection/kept-parts.ts";
import { type PartResult, renderData, renderMade, renderPage } from "./detection/page.ts";
import { type Part, parts } from "./detection/parts.ts";
import { createResultStore, noStore } from "./detection/result-store.ts";
import type { BenchOptions } from "./detection/section.ts";

const usage = `Measures the detection and writes docs/detection-performance.md with its figures and pictures.

  npm run bench:detection -- [--iss DIR] [--skab DIR] [--only ID,...] [--seeds N] [--years N] [--workers N]
                             [--cache DIR] [--resume] [--out DIR] [--short]

--short   a few minutes; writes nothing without --out, holds its figures against bench/detection/floors.json, exit 1 below one
--only    measures these parts of the page alone (a to g); the others come from --cache, where an earlier run kept them.
          Prints the page and writes nothing without --out
--out     writes page, figures and pictures into this folder instead of docs
--cache   keeps telemetry of the simulated stories, results and measured parts in this folder
--resume  takes results of single stories from --cache that a run which was stopped has left there. Only for the same
          code: what changed in the detection since is not seen
`;

const docs = new URL("../docs/", import.meta.url);
const floorsFile = new URL("detection/floors.json", import.meta.url);

/** A full run of less than an hour on two cores, and a short one: seeds a story, and loop-years without a leak. */
const usual = { seeds: 2, years: 4 };
const short = { seeds: 1, years: 0.14 };

interface Arguments {
  readonly options: BenchOptions;
  readonly wanted: readonly Part[];
  /** Where the page goes; `null`: nowhere. */
  readonly folder: URL | null;
}

/** The arguments, or a sentence that says what is wrong with them. */
function readArguments(args: readonly string[]): Arguments | string {
  const { values } = parseArgs({
    args: [...args],
    options: {
      iss: { type: "string" },
      skab: { type: "string" },
      cache: { type: "string" },
      only: { type: "string" },
      out: { type: "string" },
      resume: { type: "boolean", default: false },
      short: { type: "boolean", default: false },
      seeds: { type: "string" },
      years: { type: "string" },
      workers: { type: "string" },
    },
  });
  const isShort = values.short;
  const defaults = isShort ? short : usual;
  const seeds = Number(values.seeds ?? defaults.seeds);
  const years = Number(values.years ?? defaults.years);
  const workers = Number(values.workers ?? availableParallelism());
  if (!Number.isInteger(seeds) || seeds < 1) return "--seeds wants a whole number above zero.";
  if (!(years > 0)) return "--years wants a number above zero.";
  if (!Number.isInteger(workers) || workers < 1) return "--workers wants a whole number above zero.";
  for (const folder of [values.iss, values.skab]) {
    if (folder !== undefined && !existsSync(folder)) return `There is no folder ${folder}.`;
  }
  if (values.resume && values.cache === undefined) return "--resume wants --cache.";
  const ids = values.only?.split(",") ?? [];
  const unknown = ids.filter((id) => !parts.some((part) => part.id === id));
  if (unknown.length > 0) return `There is no part ${unknown.join(", ")}.`;
  return {
    options: {
      issFolder: values.iss ?? null,
      skabFolder: values.skab ?? null,
      cacheFolder: values.cache ?? null,
      isShort,
      seeds,
      years,
      workers,
      results:
        values.cache === undefined
          ? noStore
          : createResultStore(join(values.cache, "results"), values.resume),
      onProgress: (line) => process.stderr.write(`${line}\n`),
    },
    wanted: ids.length === 0 ? parts : parts.filter(({ id }) => ids.includes(id)),
    folder: toFolder(values.out, ids.length === 0 && !isShort),
  };
}

/** The folder that was named, or `docs` for a page that is whole. */
function toFolder(named: string | undefined, isWhole: boolean): URL | null {
  if (named !== undefined) return pathToFileURL(`${resolve(named)}/`);
  return isWhole ? docs : null;
}

/** Measures the wanted parts; of the others, what the folder keeps of earlier runs. In the page's order. */
async function measure(wanted: readonly Part[], options: BenchOptions): Promise<readonly PartResult[]> {
  const keptFolder =
    options.cacheFolder === null || options.isShort ? null : join(options.cacheFolder, "parts");
  const results: PartResult[] = [];
  for (const part of parts) {
    const { id, title } = part;
    const kept = wanted.includes(part) || keptFolder === null ? null : readPart(keptFolder, id);
    if (kept !== null) results.push(kept);
    if (!wanted.includes(part)) continue;
    options.onProgress(`(${id}) ${title}`);
    const measured = { id, title, made: renderMade(options), ...(await part.measure(options)) };
    if (keptFolder !== null) keepPart(keptFolder, measured);
    results.push(measured);
  }
  return results;
}

/** Writes page, figures and pictures, and takes away pictures that nothing shows any more. */
function write(results: readonly PartResult[], options: BenchOptions, folder: URL): void {
  const pictures = new URL("img/detection/", folder);
  mkdirSync(pictures, { recursive: true });
  const drawn = results.flatMap((part) => ("leftOut" in part ? [] : part.pictures));
  for (const { name, svg } of drawn) writeFileSync(new URL(`${name}.svg`, pictures), svg);
  const names = new Set(drawn.map(({ name }) => `${name}.svg`));
  for (const file of readdirSync(pictures)) {
    if (file.endsWith(".svg") && !names.has(file)) rmSync(new URL(file, pictures));
  }
  writeFileSync(new URL("detection-performance.json", folder), renderData(results, options));
  writeFileSync(new URL("detection-performance.md", folder), renderPage(results, options));
}

async function main(): Promise<number> {
  if (process.argv.includes("--help")) {
    process.stdout.write(usage);
    return 0;
  }
  let read: ReturnType<typeof readArguments>;
  try {
    read = readArguments(process.argv.slice(2));
  } catch (cause) {
    // An option that is not there: the parser's sentence says which.
    read = cause instanceof Error ? cause.message : String(cause);
  }
  if (typeof read === "string") {
    process.stderr.write(`${read}\n\n${usage}`);
    return 2;
  }
  const { options, wanted, folder } = read;
  const results = await measure(wanted, options);
  if (folder !== null) write(results, options, folder);
  if (options.isShort) {
    const floors: readonly Floor[] = JSON.parse(readFileSync(floorsFile, "utf8"));
    const dataByPart = Object.fromEntries(
      results.flatMap((part) => ("leftOut" in part ? [] : [[part.id, part.data]])),
    );
    const checked = checkFloors(floors, dataByPart);
    process.stdout.write(`${renderFloors(checked)}\n`);
    return checked.some(({ outcome }) => outcome === "fail") ? 1 : 0;
  }
  if (folder === null) process.stdout.write(renderPage(results, options));
  return 0;
}

process.exitCode = await main();
