import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { listScenarios } from "../simulator/description/library.ts";
import { drawStory } from "./pictures/draw-story.ts";
import { renderPage, type StorySection } from "./pictures/render-page.ts";
import { tellStory } from "./pictures/tell-story.ts";

const picturesFolder = new URL("../docs/img/scenarios/", import.meta.url);
const pageFile = new URL("../docs/scenarios.md", import.meta.url);

/** A terminal shows one line that moves; a log gets one line a story. */
function showProgress(id: string, share: number): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\r${id.padEnd(20)} ${String(Math.round(share * 100)).padStart(3)} %`);
}

/** Runs a story, writes its pictures, and returns its section of the page without them. */
function drawScenario(id: string): StorySection {
  const startedMs = performance.now();
  const { run, figures } = tellStory(id, (share) => showProgress(id, share));
  const pictures = drawStory(run);
  for (const { fileName, svg } of pictures) writeFileSync(new URL(fileName, picturesFolder), svg);
  const sizes = pictures.map(({ fileName, svg }) => `${fileName} ${(svg.length / 1000).toFixed(1)} kB`);
  const tookS = ((performance.now() - startedMs) / 1000).toFixed(1);
  process.stderr.write(
    `${process.stderr.isTTY ? "\r" : ""}${id.padEnd(20)} ${tookS} s, ${sizes.join(", ")}\n`,
  );
  return { run, figures, pictures: pictures.map(({ fileName, alt }) => ({ fileName, alt })) };
}

/** Pictures of stories that are no longer there. */
function removeOthers(sections: readonly StorySection[]): void {
  const drawn = new Set(sections.flatMap(({ pictures }) => pictures.map(({ fileName }) => fileName)));
  for (const name of readdirSync(picturesFolder)) {
    if (name.endsWith(".svg") && !drawn.has(name)) rmSync(new URL(name, picturesFolder));
  }
}

const known = listScenarios().map(({ id }) => id);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((id) => !known.includes(id));
if (unknown.length > 0) {
  process.stderr.write(`There is no scenario ${unknown.join(", ")}. There are ${known.join(", ")}.\n`);
  process.exitCode = 2;
} else {
  mkdirSync(picturesFolder, { recursive: true });
  const sections = (wanted.length > 0 ? wanted : known).map(drawScenario);
  if (wanted.length === 0) {
    removeOthers(sections);
    writeFileSync(pageFile, renderPage(sections));
    process.stderr.write(`${fileURLToPath(pageFile)} has ${sections.length} scenarios.\n`);
  } else process.stderr.write("Without names of scenarios the page is written, too.\n");
}
