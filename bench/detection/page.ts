import type { BenchOptions, LeftOut, Section } from "./section.ts";

/** A part of the page after its turn. */
export type PartResult = {
  readonly id: string;
  readonly title: string;
  /** The command that measured it. */
  readonly made: string;
} & (Section | LeftOut);

const pictureFolder = "img/detection";

/** Pictures that the text does not show where it wants them come at its end. */
function renderSection(section: Section, remark: string): string {
  const unplaced = section.pictures
    .filter(({ name }) => !section.markdown.includes(`${pictureFolder}/${name}.svg`))
    .map(({ name, alt }) => `![${alt}](${pictureFolder}/${name}.svg)`);
  return [`## (${section.id}) ${section.title}${remark}`, section.markdown, ...unplaced].join("\n\n");
}

/** `made`: the command that the page names; a part of another run says so. */
const renderPart = (part: PartResult, made: string): string =>
  "leftOut" in part
    ? `## (${part.id}) ${part.title}\n\n*Left out: ${part.leftOut}*`
    : renderSection(part, part.made === made ? "" : `\n\n*Measured by \`${part.made}\`.*`);

/** How this page was made, so that somebody else can make it. */
export const renderMade = ({ seeds, years, isShort, issFolder, skabFolder }: BenchOptions): string =>
  [
    "npm run bench:detection --",
    `--seeds ${seeds} --years ${years}`,
    ...(isShort ? ["--short"] : []),
    ...(issFolder === null ? [] : ["--iss DIR"]),
    ...(skabFolder === null ? [] : ["--skab DIR"]),
  ].join(" ");

/** The whole page. */
export function renderPage(parts: readonly PartResult[], options: BenchOptions): string {
  return [
    "# How well leaks are found",
    `Every figure on this page was measured by \`${renderMade(options)}\` and is in [detection-performance.json](detection-performance.json), too; nothing is typed by hand. Plain answers first: what is bad is written as what is good. Formulas are in [domain.md](domain.md), the stories in [scenarios.md](scenarios.md).`,
    ...parts.map((part) => renderPart(part, renderMade(options))),
    "",
  ].join("\n\n");
}

/** The figures of the page. */
export const renderData = (parts: readonly PartResult[], { seeds, years }: BenchOptions): string =>
  `${JSON.stringify(
    {
      seeds,
      years,
      parts: Object.fromEntries(
        parts.map((part) => [
          part.id,
          "leftOut" in part
            ? { leftOut: part.leftOut }
            : { title: part.title, made: part.made, data: part.data },
        ]),
      ),
    },
    roundNumber,
    1,
  )}\n`;

/** Digits that mean anything; a page that is made again then differs where it matters. */
const digits = 6;

const roundNumber = (_: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(digits)) : value;
