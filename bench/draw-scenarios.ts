import { fork } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { listScenarios, loadScenario } from "../simulator/description/library.ts";
import { drawStory } from "./pictures/draw-story.ts";
import { renderPage, renderSection } from "./pictures/render-page.ts";
import { tellStory } from "./pictures/tell-story.ts";

/** What a drawing process hands back: the names of the files that it wrote, and its section of the page. */
interface DrawnScenario {
  readonly id: string;
  readonly fileNames: readonly string[];
  readonly markdown: string;
}

const picturesFolder = new URL("../docs/img/scenarios/", import.meta.url);
const pageFile = new URL("../docs/scenarios.md", import.meta.url);
const ownFile = fileURLToPath(import.meta.url);

/** First argument of a process that draws one scenario for the one that was started by hand. */
const drawingArgument = "--drawing";

/** Progress is told in steps of this share: a story of two months is silent for a minute otherwise. */
const progressStep = 0.25;

function drawScenario(id: string): DrawnScenario {
  const startedMs = performance.now();
  let next = progressStep;
  const told = tellStory(id, (share) => {
    if (share < next || share >= 1) return;
    next += progressStep;
    process.stderr.write(`${id}: ${Math.round(share * 100)} %\n`);
  });
  const sections = told.map((story) => ({ ...story, pictures: drawStory(story.run) }));
  const pictures = sections.flatMap((section) => section.pictures);
  for (const { fileName, svg } of pictures) writeFileSync(new URL(fileName, picturesFolder), svg);
  const sizes = pictures.map(({ fileName, svg }) => `${fileName} ${(svg.length / 1000).toFixed(1)} kB`);
  const tookS = ((performance.now() - startedMs) / 1000).toFixed(1);
  process.stderr.write(`${id}: ${sizes.join(", ")}, drawn in ${tookS} s\n`);
  const fileNames = pictures.map(({ fileName }) => fileName);
  return { id, fileNames, markdown: sections.map(renderSection).join("\n\n") };
}

/** Draws in a process of its own; rejects when it ends without a result. */
const drawBeside = (id: string): Promise<DrawnScenario> =>
  new Promise((resolve, reject) => {
    const drawing = fork(ownFile, [drawingArgument, id]);
    drawing.on("message", (message) => resolve(message as DrawnScenario));
    drawing.on("error", reject);
    drawing.on("exit", (code) => reject(new Error(`${id} was not drawn (exit ${code}).`)));
  });

/** Length of a story as written, for the order of work. */
function toLengthS(id: string): number {
  const parsed = loadScenario(id);
  return parsed.kind === "known" ? parsed.value.lengthS : 0;
}

/**
 * Each scenario in its own process, as many at once as the machine has processors. The longest stories begin, so that
 * none is left over at the end; results are in the order asked for.
 */
async function drawAll(ids: readonly string[]): Promise<readonly DrawnScenario[]> {
  const drawnById = new Map<string, DrawnScenario>();
  const waiting = ids.toSorted((a, b) => toLengthS(b) - toLengthS(a));
  const drawInTurn = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      drawnById.set(id, await drawBeside(id));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, drawInTurn));
  return ids.flatMap((id) => drawnById.get(id) ?? []);
}

/** Takes away pictures of stories that are no longer there. */
function removeOthers(sections: readonly DrawnScenario[]): void {
  const drawn = new Set(sections.flatMap(({ fileNames }) => fileNames));
  for (const name of readdirSync(picturesFolder)) {
    if (name.endsWith(".svg") && !drawn.has(name)) rmSync(new URL(name, picturesFolder));
  }
}

async function drawWanted(wanted: readonly string[]): Promise<number> {
  const known = listScenarios().map(({ id }) => id);
  const unknown = wanted.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    process.stderr.write(`There is no scenario ${unknown.join(", ")}. There are ${known.join(", ")}.\n`);
    return 2;
  }
  mkdirSync(picturesFolder, { recursive: true });
  const sections = await drawAll(wanted.length > 0 ? wanted : known);
  if (wanted.length > 0) {
    process.stderr.write("Only the pictures were drawn; without names the page is written, too.\n");
    return 0;
  }
  removeOthers(sections);
  writeFileSync(pageFile, renderPage(sections.map(({ markdown }) => markdown)));
  process.stderr.write(`docs/scenarios.md has ${sections.length} scenarios.\n`);
  return 0;
}

const [first, ...rest] = process.argv.slice(2);
if (first === drawingArgument) {
  for (const id of rest) process.send?.(drawScenario(id));
} else process.exitCode = await drawWanted(first === undefined ? [] : [first, ...rest]);
