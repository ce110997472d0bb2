import type { SkabFigures } from "./measure-figures.ts";
import type { Score } from "./score.ts";
import type { Quantiles } from "./validate.ts";

const round = (value: number | null, digits: number): string =>
  value === null || !Number.isFinite(value) ? "-" : value.toFixed(digits);

type BoardScore = Pick<Score, "f1" | "falseAlarmRate" | "missedAlarmRate"> & {
  readonly [K in "nabStandard" | "nabLowFalsePositive" | "nabLowFalseNegative"]: number | null;
} & Partial<Pick<Score, "changePointF1" | "missed" | "falseAlarms">>;

const scoreHead = [
  "F1",
  "FAR %",
  "MAR %",
  "NAB standard",
  "low FP",
  "low FN",
  "F1 of change points",
  "missed",
  "false",
];

const scoreCells = (s: BoardScore): readonly string[] => [
  round(s.f1, 3),
  round(s.falseAlarmRate, 1),
  round(s.missedAlarmRate, 1),
  round(s.nabStandard, 1),
  round(s.nabLowFalsePositive, 1),
  round(s.nabLowFalseNegative, 1),
  round(s.changePointF1 ?? null, 3),
  round(s.missed ?? null, 0),
  round(s.falseAlarms ?? null, 0),
];

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "--:"))), ...rows.map(line)].join("\n");
}

const interval = ([low, , high]: Quantiles, digits: number): string =>
  `${round(low, digits)} to ${round(high, digits)}`;

/** The part of the page, in Markdown. */
export function renderSkab(figures: SkabFigures): string {
  const { bootstrap, peace } = figures;
  const paragraphs = [
    `The [Skoltech Anomaly Benchmark](https://github.com/waico/SKAB) records a small water loop at 1 Hz while valves close, rotors run out of balance, and water is lost or added. Here are ${figures.experiments} of its 34 experiments. Its pressure is noise, so no inventory can be told: what is measured is the general watch for change (\`server/domain/detection/anomaly\`), which knows neither time nor file and learns from the first 400 rows of the same file. Rows go through the whole pipeline one after the other, to the loop of \`examples/skab.yaml\`; a row counts as called while an alarm about the loop stands at its second, and a change point is an alarm that begins or ends. One setting serves all: ${figures.falseAlarmsPerYear} false alarm a year, as a loop has when nobody says otherwise.`,
    table(
      ["detector", ...scoreHead],
      [
        ["**Loopwatch**, the alarms it tells", ...scoreCells(figures.score)],
        ["its watch alone, with the change points it finds inside", ...scoreCells(figures.watch.score)],
        ...figures.baselines.map(({ name, score }) => [`without the data: ${name}`, ...scoreCells(score)]),
        ...figures.published.map((entry) => [
          `published${entry.isCausal === false ? ", sees later rows" : ""}: ${entry.name}`,
          ...scoreCells(entry),
        ]),
      ],
    ),
    `The second line is the watch called directly, row by row: alarms and watch differ in ${figures.watch.differingRows} of ${figures.watch.rows} rows. Most of these are in experiments with gaps of half a minute and more between rows, where the product judges the values held every second and the watch sees no row. The change points of the second line are those it finds inside, with which an alarm is dated; more of them are found than alarms begin or end.`,
    `FAR and MAR are shares of rows. NAB gives a change point 60 s; the labels have up to four in an experiment. The rows "without the data" never look at a sensor: what they score shows what each measure gives away, and why none of them is enough alone. Published rows are the leaderboard of 2024 over all 34 experiments; ours are over those named above.`,
    `How much hangs on which experiments were taken (90 % interval, drawn with replacement): F1 ${interval(bootstrap.f1, 2)}, NAB standard ${interval(bootstrap.nabStandard, 0)}, F1 of change points ${interval(bootstrap.changePointF1, 2)}.`,
    renderPeace(peace),
    "### The one number, and groups left out",
    table(
      ["false alarms a year asked for", ...scoreHead, "no fault: in alarm %", "onsets/h"],
      figures.rates.map(({ falseAlarmsPerYear, score, peace: calm }) => [
        String(falseAlarmsPerYear),
        ...scoreCells(score),
        round(calm?.inAlarmPercent ?? null, 2),
        round(calm?.onsetsPerHour ?? null, 2),
      ]),
    ),
    "For each group the number is chosen by F1 on the other groups, then measured on it. The constants of the watch were settled while looking at these experiments, as those of the published entries were at theirs.",
    table(
      ["group left out", "chosen", ...scoreHead],
      figures.leftOut.map(({ group, chosenRate, score }) => [
        group,
        String(chosenRate),
        ...scoreCells(score),
      ]),
    ),
    "### Experiment by experiment",
    table(
      ["experiment", "F1", "FAR %", "MAR %", "change points told", "false", "mean delay s"],
      figures.files.map(({ name, counts, score }) => [
        name,
        round(score.f1, 3),
        round(score.falseAlarmRate, 0),
        round(score.missedAlarmRate, 0),
        `${counts.hits} of ${counts.changePoints}`,
        String(counts.falseAlarms),
        round(score.meanDelayS, 0),
      ]),
    ),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function renderPeace(peace: SkabFigures["peace"]): string {
  if (peace === null) return "The recording without faults is not there, so false alarms were not measured.";
  const calls = peace.onsets === 1 ? "1 call" : `${peace.onsets} calls`;
  return `On SKAB's recording without faults (${round(peace.hours, 2)} h after the learning rows; its flow warms up, and dips for a minute now and then): in alarm ${round(peace.inAlarmPercent, 2)} % of the time, ${calls}, ${round(peace.onsetsPerHour, 2)} an hour.`;
}
