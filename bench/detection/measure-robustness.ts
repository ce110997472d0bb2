import { renderTable, toFigure, toShareText, toSpanText } from "./markdown.ts";
import { asksForLeak, type CardResult, countFalseLeaks } from "./play-card.ts";
import type { BenchOptions, Section } from "./section.ts";
import { toQuantile } from "./simulated/quantiles.ts";
import { takeCards } from "./take-cards.ts";

/** What was measured with all channels, or without one. */
interface Telling {
  readonly found: CardResult["found"];
  readonly falseLeaks: number;
  readonly forecasts: CardResult["forecasts"];
  readonly leaks: boolean;
}

function summarize(tellings: readonly Telling[]) {
  const leaking = tellings.filter(({ leaks }) => leaks);
  const errors = leaking.flatMap(({ forecasts }) =>
    forecasts.flatMap(({ saidKgPerH, trueKgPerH }) =>
      saidKgPerH === null || trueKgPerH === 0 ? [] : [Math.abs(saidKgPerH / trueKgPerH - 1)],
    ),
  );
  return {
    leaks: leaking.length,
    found: leaking.filter(({ found }) => found !== null).length,
    delayP50S: toQuantile(
      leaking.map(({ found }) => found?.afterS ?? Number.POSITIVE_INFINITY),
      0.5,
    ),
    lostLP50: toQuantile(
      leaking.map(({ found }) => found?.lostL ?? Number.POSITIVE_INFINITY),
      0.5,
    ),
    rateErrorP50: toQuantile(errors, 0.5),
    falseLeaks: tellings.reduce((sum, { falseLeaks }) => sum + falseLeaks, 0),
  };
}

/** API RP 1130: sensitivity, accuracy, reliability and robustness, with each of a loop's sensors gone in turn. */
export async function measureRobustness(options: BenchOptions): Promise<Section> {
  const cards = (await takeCards(options)).filter(({ withoutEach }) => withoutEach.length > 0);
  const loops = [...new Set(cards.map(({ loopId }) => loopId))];
  const rows = loops.flatMap((loopId) => {
    const own = cards.filter((card) => card.loopId === loopId);
    const all = own.map(
      (card): Telling => ({
        found: card.found,
        falseLeaks: countFalseLeaks(card),
        forecasts: card.forecasts,
        leaks: asksForLeak(card),
      }),
    );
    const channels = [
      ...new Set(own.flatMap(({ withoutEach }) => withoutEach.map(({ channelId }) => channelId))),
    ];
    return [
      { loopId, without: null, ...summarize(all) },
      ...channels.map((without) => {
        const tellings = own.flatMap((card) =>
          card.withoutEach
            .filter(({ channelId }) => channelId === without)
            .map((one): Telling => ({ ...one, leaks: asksForLeak(card) })),
        );
        return { loopId, without, ...summarize(tellings) };
      }),
    ];
  });
  const head = [
    "loop",
    "without",
    "sensitivity: leaks found",
    "median delay",
    "median loss, L",
    "accuracy: median error of the rate",
    "reliability: false leaks",
  ];
  const table = renderTable([
    head,
    ...rows.map((row) => [
      row.loopId,
      row.without ?? "(all there)",
      toShareText(row.found, row.leaks),
      row.leaks === 0 ? "–" : toSpanText(row.delayP50S),
      row.leaks === 0 ? "–" : toFigure(row.lostLP50),
      row.rateErrorP50 === null ? "–" : `${toFigure(row.rateErrorP50 * 100)} %`,
      String(row.falseLeaks),
    ]),
  ]);
  const stories = [
    ...new Set(
      cards.map(({ scenarioId, variant }) => `${scenarioId}${variant === null ? "" : `/${variant}`}`),
    ),
  ];
  const gone = rows.filter(({ without }) => without !== null);
  return {
    id: "e",
    title: "Sensitivity, accuracy, reliability, robustness (API RP 1130)",
    markdown: [
      `The stories ${stories.join(", ")} with every sensor of the configuration there, and again with each one taken out of it. The last column counts leaks that were called while nothing leaked; section (b) has the rate a year.`,
      table,
    ].join("\n\n"),
    data: {
      rows,
      robustness: {
        leaks: gone.reduce((sum, { leaks }) => sum + leaks, 0),
        found: gone.reduce((sum, { found }) => sum + found, 0),
        falseLeaks: gone.reduce((sum, { falseLeaks }) => sum + falseLeaks, 0),
      },
    },
    pictures: [],
  };
}
