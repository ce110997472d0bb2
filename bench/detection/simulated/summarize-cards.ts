import { isWorse, type Verdict } from "../../../protocol/alarm.ts";
import type { Forecast } from "../forecasts.ts";
import type { JudgedStatement } from "../judge.ts";
import { asksForLeak, type CardResult, countFalseLeaks } from "../play-card.ts";
import { toQuantile, toShareInterval } from "./quantiles.ts";

const answers = ["met", "late", "wrong", "missed"] as const;

/** What stories with ideal calls came to. */
export function summarizeIdeals(cards: readonly CardResult[]) {
  const ideals = cards.flatMap((card) => card.ideals);
  const count = (answer: (typeof answers)[number]) => ideals.filter((one) => one.answer === answer).length;
  const leaks = ideals.filter(({ verdict }) => verdict === "leak");
  return {
    stories: cards.length,
    wanted: ideals.length,
    met: count("met"),
    late: count("late"),
    wrong: count("wrong"),
    missed: count("missed"),
    metShare: ideals.length === 0 ? null : count("met") / ideals.length,
    overcalled: ideals.filter(({ isOvercalled }) => isOvercalled).length,
    wantedLeaks: leaks.length,
    metLeaks: leaks.filter(({ answer }) => answer === "met").length,
    falseLeakCalls: cards.reduce((sum, card) => sum + countFalseLeaks(card), 0),
    storiesWithFalseLeak: cards.filter((card) => countFalseLeaks(card) > 0).length,
    leakStories: cards.filter(asksForLeak).length,
    leaksFound: cards.filter((card) => asksForLeak(card) && card.found !== null).length,
    lostLUntilFound: toQuantile(
      cards.flatMap(({ found }) => (found === null ? [] : [found.lostL])),
      0.5,
    ),
  };
}

/** How often the 90 % intervals held the truth, and how far the rate was off, by the time since the leak. */
export function summarizeForecasts(cards: readonly CardResult[]) {
  const all = cards.flatMap(({ forecasts }) => forecasts);
  const times = [...new Set(all.map(({ afterS }) => afterS))].toSorted((a, b) => a - b);
  return [...times, null].map((afterS) => {
    const some = all.filter((one) => afterS === null || one.afterS === afterS);
    const rated = some.filter((one) => one.rateHeld !== null && one.trueKgPerH > 0);
    const held = rated.filter(({ rateHeld }) => rateHeld).length;
    const timed = some.filter(({ leftHeld }) => leftHeld !== null);
    const heldLeft = timed.filter(({ leftHeld }) => leftHeld).length;
    const errors = rated.map(({ saidKgPerH, trueKgPerH }) => {
      const error = Math.abs((saidKgPerH ?? 0) / trueKgPerH - 1);
      // A rate that is no number is as wrong as can be.
      return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
    });
    return {
      afterS,
      looked: some.filter(({ trueKgPerH }) => trueKgPerH > 0).length,
      rated: rated.length,
      rateHeld: held,
      rateCoverage: toShareInterval(held, rated.length),
      rateErrorP50: toQuantile(errors, 0.5),
      rateErrorP90: toQuantile(errors, 0.9),
      timed: timed.length,
      leftHeld: heldLeft,
      leftCoverage: toShareInterval(heldLeft, timed.length),
      leftBySimulation: timed.filter(({ trueLeftBy }: Forecast) => trueLeftBy === "simulation").length,
    };
  });
}

/** What was said where something was to be said: rows are what was so, columns what was said, the most urgent of it where it was wrong. */
export type Confusion = Readonly<Record<string, Readonly<Record<string, number>>>>;

export const nothing = "nothing";

/** Of several wrong words the most urgent does the most harm. */
const toGravest = (statements: readonly JudgedStatement[]): string =>
  statements.reduce<JudgedStatement | null>(
    (worst, said) => (worst === null || isWorse(said.severity, worst.severity) ? said : worst),
    null,
  )?.verdict ?? nothing;

/** Each verdict that a story asks for once, against what was said; a story that asks for nothing is a row of its own. */
export function toConfusion(cards: readonly CardResult[]): Confusion {
  const rows: Record<string, Record<string, number>> = {};
  const add = (so: string, said: string): void => {
    const row = rows[so] ?? {};
    rows[so] = row;
    row[said] = (row[said] ?? 0) + 1;
  };
  for (const card of cards) {
    const wanted = new Set<Verdict>(card.ideals.map(({ verdict }) => verdict));
    for (const verdict of wanted) {
      const own = card.ideals.filter((ideal) => ideal.verdict === verdict);
      if (own.some(({ answer }) => answer === "met" || answer === "late")) add(verdict, verdict);
      else {
        const fromMs = card.zeroMs + 1000 * Math.min(...own.map(({ fromS }) => fromS));
        // What is right for another of the story's calls is no mistake for this one.
        const others = card.statements.filter(
          (said) => said.untilMs > fromMs && (said.verdict === verdict || !wanted.has(said.verdict)),
        );
        add(verdict, toGravest(others));
      }
    }
    if (wanted.size === 0) add(nothing, toGravest(card.statements));
  }
  return rows;
}
