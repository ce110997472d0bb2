import type { Forecast } from "./forecasts.ts";
import type { JudgedIdeal, JudgedStatement } from "./judge.ts";
import type { CardResult } from "./play-card.ts";

/** Seconds in the largest unit that keeps a number readable: `45s`, `12.5m`, `3.2h`, `4.1d`. */
export function toShortSpan(seconds: number): string {
  const size = Math.abs(seconds);
  if (size < 180) return `${Math.round(seconds)}s`;
  if (size < 3 * 3600) return `${(seconds / 60).toFixed(1)}m`;
  if (size < 3 * 86_400) return `${(seconds / 3600).toFixed(1)}h`;
  return `${(seconds / 86_400).toFixed(1)}d`;
}

const toNumber = (value: number): string => String(Number(value.toPrecision(3)));

/** `S01/hole-0.1mm #2`. */
export const toCardName = ({ scenarioId, variant, seed }: CardResult): string =>
  `${scenarioId}${variant === null ? "" : `/${variant}`} #${seed}`;

const answerMark: Readonly<Record<JudgedIdeal["answer"], string>> = {
  met: "met   ",
  late: "LATE  ",
  wrong: "WRONG ",
  missed: "MISSED",
};

function renderIdeal(ideal: JudgedIdeal): string {
  const said = ideal.saidS === null ? "" : `  said ${toShortSpan(ideal.saidS)}`;
  const over = ideal.isOvercalled ? "  OVERCALLED" : "";
  const window = `${toShortSpan(ideal.fromS)}..${toShortSpan(ideal.untilS)}`;
  return `  ${answerMark[ideal.answer]} wanted ${ideal.severity} "${ideal.verdict}" ${window}${said}${over}`;
}

function renderStatement(said: JudgedStatement, zeroMs: number): string {
  const at = toShortSpan((said.atMs - zeroMs) / 1000);
  const lag = said.toldMs - said.atMs > 60_000 ? ` (told ${toShortSpan((said.toldMs - zeroMs) / 1000)})` : "";
  const stood = Number.isFinite(said.untilMs)
    ? `for ${toShortSpan((said.untilMs - said.toldMs) / 1000)}`
    : "stands";
  const change = said.change ?? "changed";
  const revisions = said.revisions > 0 ? ` ${said.revisions} rev.` : "";
  const worth = said.worth.startsWith("false") ? said.worth.toUpperCase() : said.worth;
  return `    ${at.padStart(7)}${lag} ${change} ${said.alarmClass} ${said.severity} "${said.verdict}" ${stood}${revisions} [${worth}] ${said.headline}`;
}

function renderForecast(held: Forecast): string {
  if (held.saidKgPerH === null) return `${toShortSpan(held.afterS)}: no rate`;
  const rate = `${toNumber(held.saidKgPerH)} of ${toNumber(held.trueKgPerH)} kg/h ${held.rateHeld === true ? "ok" : "OUT"}`;
  if (held.trueLeftH === null || held.leftH === null) return `${toShortSpan(held.afterS)}: ${rate}`;
  const [low, , high] = held.leftH;
  const between = `${low === null ? "?" : toNumber(low)}..${high === null ? "inf" : toNumber(high)} h`;
  return `${toShortSpan(held.afterS)}: ${rate}, left ${toNumber(held.trueLeftH)} h in ${between} ${held.leftHeld === true ? "ok" : "OUT"}`;
}

/** Statements shown of one card: a story that chatters is not worth a screen. */
const mostStatements = 12;

/** A card's result for a terminal: a line of summary, then what was wanted and what was said. */
export function renderCard(card: CardResult, isBrief = false): string {
  const count = (worth: JudgedStatement["worth"]) =>
    card.statements.filter((said) => said.worth === worth && said.change !== null).length;
  const bad = [
    ...card.ideals.filter(({ answer }) => answer !== "met").map(({ answer }) => answer.toUpperCase()),
    ...(card.ideals.some(({ isOvercalled }) => isOvercalled) ? ["OVERCALLED"] : []),
    ...(count("false leak") > 0 ? [`${count("false leak")} FALSE LEAK`] : []),
    ...(count("false") > 0 ? [`${count("false")} FALSE`] : []),
    ...(count("unasked") > 0 ? [`${count("unasked")} unasked`] : []),
  ];
  const found =
    card.found === null
      ? card.leakS === null
        ? ""
        : "  leak never told"
      : `  leak told after ${toShortSpan(card.found.afterS)}, ${toNumber(card.found.lostL)} L`;
  const head = `${toCardName(card).padEnd(26)} ${bad.length === 0 ? "ok" : bad.join(", ")}${found}`;
  if (isBrief) return head;
  const zeroMs = card.zeroMs;
  const left = card.statements.length - mostStatements;
  return [
    head,
    ...card.ideals.map(renderIdeal),
    ...card.statements.slice(0, mostStatements).map((said) => renderStatement(said, zeroMs)),
    ...(left > 0 ? [`    and ${left} more`] : []),
    ...(card.forecasts.length > 0 ? [`    rate ${card.forecasts.map(renderForecast).join(" | ")}`] : []),
  ].join("\n");
}
