import { verdicts } from "../../../simulator/description/scenario-description.ts";
import { renderTable, toFigure, toShareText, toSpanText } from "../markdown.ts";
import { asksForLeak, type CardResult } from "../play-card.ts";
import { toShortSpan } from "../render-card.ts";
import type { SizeSummary } from "./measure-sizes.ts";
import type { measureYears } from "./measure-years.ts";
import { type Confusion, nothing, type summarizeForecasts, type summarizeIdeals } from "./summarize-cards.ts";

type Years = Awaited<ReturnType<typeof measureYears>>;

/** What was said where something was wanted, in a sentence or two. */
export const renderIdeals = (sum: ReturnType<typeof summarizeIdeals>): string =>
  `${sum.stories} tellings asked for ${sum.wanted} calls: ${sum.met} came in their time, ${sum.late} late; instead of ${sum.wrong} something else was said, and ${sum.missed} were missed. ` +
  `Of the leaks asked for ${toShareText(sum.metLeaks, sum.wantedLeaks)} were told in time; ${toShareText(sum.leaksFound, sum.leakStories)} of the tellings in which coolant was lost heard of it at all, half of them before ${toFigure(sum.lostLUntilFound)} L were lost. ` +
  `A leak was told ${sum.falseLeakCalls} times while none had begun, in ${sum.storiesWithFalseLeak} tellings. ${sum.overcalled} calls were more urgent than the story ever asks for.`;

/** A row for each story, over its seeds. */
export function renderStories(cards: readonly CardResult[]): string {
  const names = [...new Set(cards.map(toStoryName))];
  const rows = names.map((name) => {
    const own = cards.filter((card) => toStoryName(card) === name);
    const ideals = own.flatMap((card) => card.ideals);
    const met = ideals.filter(({ answer }) => answer === "met").length;
    const found = own.flatMap((card) => (card.found === null ? [] : [card.found]));
    const leaks = own.filter(asksForLeak).length;
    const said = own.flatMap((card) => card.statements).filter(({ change }) => change !== null);
    const count = (worth: string) => said.filter((one) => one.worth === worth).length;
    const worst = found.length === 0 ? null : Math.max(...found.map(({ afterS }) => afterS));
    return [
      name,
      own[0]?.title ?? "",
      ideals.length === 0 ? "nothing wanted" : toShareText(met, ideals.length),
      leaks === 0
        ? "–"
        : `${found.length} of ${leaks}${worst === null ? "" : `, within ${toShortSpan(worst)}`}`,
      String(count("false leak")),
      String(count("false") + count("unasked")),
    ];
  });
  const head = ["story", "", "wanted calls met", "leak told", "false leaks", "other calls not asked for"];
  return renderTable([head, ...rows]);
}

const toStoryName = ({ scenarioId, variant }: CardResult): string =>
  variant === null ? scenarioId : `${scenarioId}/${variant}`;

export function renderForecasts(rows: ReturnType<typeof summarizeForecasts>): string {
  const head = [
    "after the leak",
    "a rate was said",
    "90 % interval held the rate",
    "error of the rate, median (90 %)",
    "90 % interval held the time left",
  ];
  return renderTable([
    head,
    ...rows.map((row) => [
      row.afterS === null ? "all" : toShortSpan(row.afterS),
      toShareText(row.rated, row.looked),
      toShareText(row.rateHeld, row.rated),
      row.rateErrorP50 === null
        ? "–"
        : `${toFigure(row.rateErrorP50 * 100)} % (${toFigure((row.rateErrorP90 ?? 0) * 100)} %)`,
      `${toShareText(row.leftHeld, row.timed)}${row.timed === 0 ? "" : `, ${row.leftBySimulation} by simulation to the end`}`,
    ]),
  ]);
}

export function renderYears({ groups, falseLeaks }: Years): string {
  const head = ["quiet time", "loop-years", "false leaks", "a loop-year (95 %)", "other calls"];
  const table = renderTable([
    head,
    ...groups.map(({ name, falseLeaks: { count, exposure, rate, low, high }, others }) => [
      name,
      toFigure(exposure),
      String(count),
      `${toFigure(rate)} (${toFigure(low)} to ${toFigure(high)})`,
      Object.entries(others)
        .map(([verdict, times]) => `${times} ${verdict}`)
        .join(", ") || "none",
    ]),
  ]);
  const causes = falseLeaks.map(
    ({ plantId, seed, sampleS, falseLeak }) =>
      `- ${plantId}, seed ${seed}, every ${sampleS} s, day ${falseLeak?.atDay.toFixed(1)}: ${falseLeak?.headline}${falseLeak?.after == null ? "" : `, ${toShortSpan(falseLeak.afterS ?? 0)} after: ${falseLeak.after}`}`,
  );
  return [table, ...(causes.length === 0 ? [] : ["Every false leak:", causes.join("\n")])].join("\n\n");
}

export function renderSizes(sizes: readonly SizeSummary[]): string {
  const head = [
    "loop",
    "leak, kg/h",
    "found",
    "delay 10 / 50 / 90 %",
    "bound",
    "lost L 10 / 50 / 90 %",
    "sampled",
  ];
  return renderTable([
    head,
    ...sizes.map((one) => [
      one.plantId,
      toFigure(one.kgPerH),
      `${one.found} of ${one.leaks} in ${toShortSpan(one.watchedS)}`,
      one.delayS.map(toSpanText).join(" / "),
      toShortSpan(one.boundS),
      one.lostL
        .map((litres) => (litres === null || !Number.isFinite(litres) ? "all" : toFigure(litres)))
        .join(" / "),
      one.sampleS === 1 ? "1 s" : `${one.sampleS} s`,
    ]),
  ]);
}

export function renderConfusion(confusion: Confusion): string {
  const names = [...verdicts, nothing].filter(
    (name) => name in confusion || Object.values(confusion).some((row) => name in row),
  );
  return renderTable([
    ["was so \\ was said", ...names],
    ...names
      .filter((name) => name in confusion)
      .map((name) => [name, ...names.map((said) => String(confusion[name]?.[said] ?? 0))]),
  ]);
}
