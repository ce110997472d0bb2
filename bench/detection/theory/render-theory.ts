import type { CorrelationRow } from "./measure-correlation.ts";
import type { DriftTable } from "./measure-drifts.ts";
import type { KnownRow, UnknownCurve } from "./measure-shifts.ts";
import { type Estimate, ratioOf } from "./run-length.ts";

/** 95 % of a normal estimate lies within this many standard errors. */
const wide = 1.96;

const digits = (value: number): string => value.toPrecision(3).replace("e+", "e");

/** A mean with half the width of its 95 % interval. */
const withInterval = ({ mean, error }: Estimate): string => `${digits(mean)} ± ${digits(wide * error)}`;

const share = ({ mean, error }: Estimate): string => `${mean.toFixed(2)} ± ${(wide * error).toFixed(2)}`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("");
}

/** Known size: a test of the CUSUM itself. */
export function renderKnown(rows: readonly KnownRow[]): string {
  const cells = rows.map((row) => [
    digits(row.gamma),
    `${row.delta}`,
    digits(row.falseAlarmEquation),
    withInterval(row.falseAlarm),
    digits(row.optimum),
    withInterval(row.delay),
    share({
      mean: row.optimum / row.delay.mean,
      error: (row.optimum * row.delay.error) / row.delay.mean ** 2,
    }),
  ]);
  const head = [
    "γ",
    "size, sd",
    "false alarm by equation",
    "measured",
    "D*",
    "worst mean delay",
    "efficiency",
  ];
  return table(head, cells);
}

/** Mean times to a false alarm, wanted and measured. */
export function renderFalseAlarms(curves: readonly UnknownCurve[]): string {
  const cells = curves.map(({ rule, settings, falseAlarm, method, points }) => {
    const worst = points.reduce((a, b) => (b.efficiency.mean < a.efficiency.mean ? b : a));
    const { gamma, smallest, largest } = settings;
    return [
      rule,
      `${smallest} to ${largest}`,
      digits(gamma),
      withInterval(falseAlarm),
      share({ mean: falseAlarm.mean / gamma, error: falseAlarm.error / gamma }),
      method,
      `${share(worst.efficiency)} at ${digits(worst.size)}`,
    ];
  });
  return table(["rule", "sizes, sd", "γ", "measured", "measured / γ", "method", "least efficiency"], cells);
}

/** Every size of every curve. */
export function renderEfficiency(curves: readonly UnknownCurve[]): string {
  return curves
    .map(({ rule, settings, points }) => {
      const cells = points.map(({ size, optimum, delay, efficiency }) => [
        digits(size),
        digits(optimum),
        withInterval(delay),
        share(efficiency),
      ]);
      const title = `${rule}, ${settings.smallest} to ${settings.largest} sd, γ ${digits(settings.gamma)}`;
      return `\n**${title}**\n\n${table(["size, sd", "D*", "worst mean delay", "efficiency"], cells)}`;
    })
    .join("");
}

/** Correlated noise. */
export function renderCorrelation(rows: readonly CorrelationRow[]): string {
  const cells = rows.map((row) => [
    `${row.phi}`,
    row.learnt.toFixed(3),
    row.shrink.toFixed(3),
    withInterval(row.raw),
    withInterval(row.whitened),
    digits(row.optimum),
    withInterval(row.delay),
    share({
      mean: row.optimum / row.delay.mean,
      error: (row.optimum * row.delay.error) / row.delay.mean ** 2,
    }),
  ]);
  const head = [
    "φ",
    "learnt",
    "1 sd becomes",
    "false alarm, raw",
    "false alarm, whitened",
    "D*",
    "delay for 1 sd",
    "efficiency",
  ];
  return table(head, cells);
}

/** Ramps: delays and their ratios to the oracle's. */
export function renderDrifts(tables: readonly DriftTable[]): string {
  return tables
    .map(({ noise, gamma, falseAlarm, comparedAt, rows }) => {
      const cells = rows.map((row) => [
        digits(row.slope),
        withInterval(row.oracle),
        withInterval(row.bank),
        withInterval(row.differences),
        share(ratioOf(row.oracle, row.bank)),
        share(ratioOf(row.oracle, row.differences)),
      ]);
      const head = [
        "slope, a block",
        "oracle",
        "bank",
        "differences",
        "oracle / bank",
        "oracle / differences",
      ];
      const measured =
        comparedAt < falseAlarm.mean
          ? `measured more than ${digits(comparedAt)} blocks, which is what the others are set to`
          : `measured ${withInterval(falseAlarm)} blocks`;
      const first = `**Noise: ${noise}.** γ ${digits(gamma)}, ${measured}.`;
      return `\n${first}\n\n${table(head, cells)}`;
    })
    .join("");
}
