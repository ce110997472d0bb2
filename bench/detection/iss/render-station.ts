import { renderTable, toFigure, toShareText, toSpanText } from "../markdown.ts";
import { toShortSpan } from "../render-card.ts";
import type { StationResult } from "./play-station.ts";
import type { StationDelays, StationSummary } from "./summarize-station.ts";

const unitOf = { pressure: "% of the pressure an hour", quantity: "points of the quantity an hour" } as const;

const toCells = ({ found, leaks, delayS }: StationDelays): readonly string[] => [
  `${found} of ${leaks}`,
  delayS.map(toSpanText).join(" / "),
];

/** The recording as it is: what each loop has, and what was called. */
export function renderHealthy(results: readonly StationResult[]): string {
  const head = ["loop", "told by", "channels in the recording", "hours, learning among them", "calls"];
  return renderTable([
    head,
    ...results.map(({ name, by, channels, hours, learntH, calls }) => [
      name,
      by,
      channels.join(", "),
      `${toFigure(hours)}, ${toFigure(learntH)}`,
      calls.map(({ atH, headline }) => `${toFigure(atH)} h: ${headline}`).join("; ") || "none",
    ]),
  ]);
}

export const renderTargets = ({ targets }: StationSummary): string =>
  renderTable([
    ["wanted", "met"],
    ...targets.map(({ by, size, withinS, leaks, met }) => [
      `${size} ${unitOf[by]}: told within ${toShortSpan(withinS)}`,
      toShareText(met, leaks),
    ]),
  ]);

export const renderKinds = ({ kinds }: StationSummary): string =>
  renderTable([
    ["leak", "found", "delay: shortest / median / longest"],
    ...kinds.map((one) => [`${one.size} ${unitOf[one.by]}`, ...toCells(one)]),
  ]);

export const renderLoops = ({ sizes }: StationSummary): string =>
  renderTable([
    ["loop", "leak", "found", "delay: shortest / median / longest"],
    ...sizes.map((one) => [one.loopId, `${one.size} ${unitOf[one.by]}`, ...toCells(one)]),
  ]);
