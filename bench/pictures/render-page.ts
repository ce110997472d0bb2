import { toSpan } from "../../protocol/units.ts";
import type { Picture } from "./draw-story.ts";
import { type Happening, toHappenings } from "./marks.ts";
import type { StoryRun } from "./story-run.ts";
import { toStoryTitle } from "./views.ts";

/** One story with all that its section of the page shows. */
export interface StorySection {
  readonly run: StoryRun;
  readonly pictures: readonly Omit<Picture, "svg">[];
  /** Beside each claim of the scenario's card, in its order; `null` where the claim is not a figure. */
  readonly figures: readonly (string | null)[];
}

/** Text of a scenario file as Markdown that shows it as it is, also within a table. */
const toMarkdown = (text: string): string =>
  text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_[\]<>|]/g, String.raw`\$&`)
    .trim();

const toRow = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const toTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [toRow(head), toRow(head.map(() => "---")), ...rows.map(toRow)].join("\n");

const toWhen = (atS: number): string => (atS < 0 ? `${toSpan(-atS * 1000)} before` : toSpan(atS * 1000));

const toHappeningLine = ({ atS, words }: Happening): string =>
  `- ${atS === 0 ? "at the event" : toWhen(atS)}: ${toMarkdown(words)}`;

function toCard({ run, figures }: StorySection): string {
  const rows = run.scenario.card.map(({ claim, source }, i) => [
    toMarkdown(claim),
    toMarkdown(figures[i] ?? "–"),
    toMarkdown(source),
  ]);
  return rows.length === 0 ? "" : toTable(["card says", "simulated", "source"], rows);
}

function toIdeal({ run }: StorySection): string {
  const { ideal } = run.scenario;
  if (ideal.length === 0) return "An ideal operator would be told nothing.";
  const rows = ideal.map(({ fromS, untilS, severity, verdict, tell, why }) => [
    `${toWhen(fromS)} to ${toWhen(untilS)}`,
    severity,
    toMarkdown(verdict),
    toMarkdown(tell),
    toMarkdown(why),
  ]);
  const table = toTable(["when", "severity", "verdict", "told", "why"], rows);
  return `What an ideal operator would be told, counted from the event:\n\n${table}`;
}

function toSilenceSentence({ run }: StorySection): string {
  if (run.silences.length === 0) return "";
  const longestMs = Math.max(...run.silences.map(({ fromMs, toMs }) => toMs - fromMs));
  const times = run.silences.length === 1 ? "once" : `${run.silences.length} times`;
  return `Nothing arrives for more than 15 s ${times}, at most for ${toSpan(longestMs)}.`;
}

function toCommands({ run }: StorySection): string {
  const { id, variant: own, variants } = run.scenario;
  const command = `npx loopwatch simulate --scenario ${id} --seed ${run.seed}`;
  const lines = variants
    .filter((variant) => own === null || variant.id === own)
    .map((variant) => `${command} --variant ${variant.id}   # ${variant.title}`);
  return ["```sh", ...(own === null ? [command] : []), ...lines, "```"].join("\n");
}

/** One story as Markdown: what happens, its pictures, the card beside what was measured, and how to run it. */
export function renderSection(section: StorySection): string {
  const { run, pictures } = section;
  const { summary } = run.scenario;
  const happenings = run.eventMs === null ? [] : toHappenings(run.scenario);
  const parts = [
    `${run.scenario.variant === null ? "##" : "###"} ${toMarkdown(toStoryTitle(run.scenario))}`,
    toMarkdown(summary),
    ...pictures.map(({ alt, fileName }) => `![${toMarkdown(alt)}](img/scenarios/${fileName})`),
    happenings.map(toHappeningLine).join("\n"),
    toSilenceSentence(section),
    toCard(section),
    toIdeal(section),
    toCommands(section),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

const introduction = `# The scenarios

Every story that the simulator tells, drawn by \`npm run docs:scenarios\` from the same code that sends telemetry. Grey
is what the sensors sent, in the order of its own time; blue is what is really so. A sensor that a story breaks, and the
moment a leak begins, have a colour. Grey fields are times in which nothing arrived; where the plant has a recorder, it
brought the readings afterwards. The same seed gives the same bytes, so a change of a picture is a change of the plant.

"Card says" are the figures that a story was written to, with their source; "simulated" is what the plant did. A dash stands beside claims that the
story itself sets, and beside those that only the picture shows.`;

/** The page of all scenarios as Markdown, from its sections. */
export const renderPage = (sections: readonly string[]): string =>
  `${[introduction, ...sections].join("\n\n")}\n`;
