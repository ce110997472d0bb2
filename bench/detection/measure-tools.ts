import { renderTable, toFigure, toShareText, toSpanText } from "./markdown.ts";
import { asksForLeak, type CardResult, countFalseLeaks } from "./play-card.ts";
import type { BenchOptions, Section } from "./section.ts";
import { toQuantile } from "./simulated/quantiles.ts";
import { takeCards } from "./take-cards.ts";
import { toolKinds } from "./todays-tools/tool-kinds.ts";

interface Row {
  readonly name: string;
  readonly leaks: number;
  readonly found: number;
  readonly delayP50S: number | null;
  readonly falseCalls: number;
  readonly quietDays: number;
}

const toDelays = (cards: readonly CardResult[], read: (card: CardResult) => number | null) =>
  cards.filter(asksForLeak).map((card) => read(card) ?? Number.POSITIVE_INFINITY);

function toRow(name: string, delays: readonly number[], calls: { false: number; days: number }): Row {
  return {
    name,
    leaks: delays.length,
    found: delays.filter(Number.isFinite).length,
    delayP50S: toQuantile(delays, 0.5),
    falseCalls: calls.false,
    quietDays: calls.days,
  };
}

/** What monitoring of today would have made of the same telemetry. */
export async function measureTools(options: BenchOptions): Promise<Section> {
  const cards = await takeCards(options);
  const quietDays = cards.reduce((sum, { tools }) => sum + (tools[0]?.quietDays ?? 0), 0);
  const ours = toRow(
    "Loopwatch",
    toDelays(cards, ({ found }) => found?.afterS ?? null),
    { false: cards.reduce((sum, card) => sum + countFalseLeaks(card), 0), days: quietDays },
  );
  const others = toolKinds.map(({ id, name }) => {
    const resultOf = (card: CardResult) => card.tools.find((tool) => tool.id === id);
    return toRow(
      name,
      toDelays(cards, (card) => resultOf(card)?.foundS ?? null),
      {
        false: cards.reduce((sum, card) => sum + (resultOf(card)?.falseOnsets ?? 0), 0),
        days: quietDays,
      },
    );
  });
  const rows = [ours, ...others];
  const head = ["rule", "leaks found", "median delay", "false calls of a leak", "a false call every"];
  return {
    id: "g",
    title: "What today's tools would have done",
    markdown: [
      `The stories of section (b) judged by rules that dashboards and alarm systems have, each on every pressure and quantity of the loop, with usual settings that were not tuned. Delay counts from the moment at which coolant begins to leak; a leak that is never found counts as infinite, so that "never" is the median when half of them are not. False calls are those in ${toFigure(quietDays)} loop-days without a leak. Those days are not everyday ones: trips, valve faults, broken sensors and top-ups fill them.`,
      renderTable([
        head,
        ...rows.map((row) => [
          row.name,
          toShareText(row.found, row.leaks),
          toSpanText(row.delayP50S),
          String(row.falseCalls),
          row.falseCalls === 0 ? "–" : `${toFigure(row.quietDays / row.falseCalls)} days`,
        ]),
      ]),
    ].join("\n\n"),
    data: { rows },
    pictures: [],
  };
}
