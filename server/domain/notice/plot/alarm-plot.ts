import type { DurationMs, EpochMs } from "../../../../protocol/time.ts";
import { toReadable, unitLabel } from "../../../../protocol/units.ts";
import type { Channel, Loop } from "../../loop/loop.ts";
import type { Panel, Plot, Series } from "../../picture/plot.ts";
import { isRough, toConfigured } from "../alarm-words.ts";
import type { PlotRequest } from "../notice.ts";
import { toOneLine } from "../plain.ts";
import { toUtcClock } from "../utc.ts";
import { type KeptBuckets, type KeptLine, toEnds, toKeptLine } from "./loop-history.ts";

/** Lines that can be told apart in one panel. */
const mostLines = 3;
const longestName = 28;

/** Noise of a steady quantity should look like noise: no axis is finer than these shares of the usual value. */
const pressureShare = 0.01;
const inventoryShare = 0.005;

/** Channels that are shown, in their order; the inventory comes behind them. */
export function chooseChannels(loop: Loop, firstOut: string | undefined): readonly Channel[] {
  const first = loop.channels.filter(({ id }) => id === firstOut);
  const ofRole = (role: Channel["role"]): readonly Channel[] =>
    [...first.filter((channel) => channel.role === role), ...loop.channels]
      .filter((channel, i, all) => channel.role === role && all.indexOf(channel) === i)
      .slice(0, mostLines);
  const usual = [...ofRole("pressure"), ...ofRole("quantity")];
  return [...first.filter((channel) => !usual.includes(channel)), ...usual];
}

/** What a store gave: one of `channels` each, and the inventory last. */
export interface KeptHistory {
  readonly channels: readonly Channel[];
  readonly bucketMs: DurationMs;
  readonly buckets: readonly KeptBuckets[];
}

interface Shown {
  readonly panel: Panel;
  readonly words: string;
}

/** A steady sign for each line of a panel: the first leads. */
const toneOf = (i: number): Series["tone"] => (i === 0 ? "accent" : i === 1 ? "plain" : "faint");

const toMoved = (line: KeptLine, unit: string): string | null => {
  const ends = toEnds(line);
  if (ends === null) return null;
  const [from, to] = [toReadable(ends.first, 4), toReadable(ends.last, 4)];
  return from === to ? `stays at ${to} ${unit}` : `goes from ${from} to ${to} ${unit}`;
};

const nameOf = ({ name }: Channel): string => toOneLine(name, longestName);

/** Channels of one role and unit over each other. */
function toPanel(
  title: string,
  lines: readonly (readonly [Channel, KeptLine])[],
  minSpan: number,
): Shown | null {
  const shown = lines.filter(([, line]) => toEnds(line) !== null);
  const [first] = shown;
  if (first === undefined) return null;
  const unit = unitLabel[first[0].unit];
  const series = shown.map(([channel, line], i) => ({ label: nameOf(channel), tone: toneOf(i), ...line }));
  const words = shown.map(([channel, line]) => `${nameOf(channel)} ${toMoved(line, unit) ?? ""}`);
  return {
    panel: {
      title,
      unit: unit === "" ? null : unit,
      series: series.toReversed(),
      band: null,
      limits: [],
      minSpan,
    },
    words: words.join(", "),
  };
}

/** Litres against their minimum; shares of the charge where litres would be a guess. */
function toInventoryPanel(loop: Loop, litres: KeptLine): Shown | null {
  const isGuess = isRough(loop);
  const line = isGuess
    ? { ...litres, values: litres.values.map((value) => (100 * value) / loop.chargeL) }
    : litres;
  const unit = isGuess ? "% of the charge" : "L";
  const moved = toMoved(line, unit);
  if (moved === null) return null;
  const minimum = `minimum ${toConfigured(loop.minimumInventoryL)} L`;
  return {
    panel: {
      title: isGuess ? "Inventory (rough)" : "Inventory",
      unit,
      series: [{ label: "estimate", tone: "accent", ...line }],
      band: null,
      limits: isGuess ? [] : [{ label: minimum, value: loop.minimumInventoryL }],
      minSpan: (isGuess ? 100 : loop.chargeL) * inventoryShare,
    },
    words: `the inventory ${moved}${isGuess ? ", roughly" : ` (${minimum})`}`,
  };
}

/** Titles by role; others are named after their only channel. */
const titleByRole: Partial<Record<Channel["role"], string>> = {
  pressure: "Pressure",
  quantity: "Accumulator",
};

function toPanels(loop: Loop, { channels, bucketMs, buckets }: KeptHistory): readonly Shown[] {
  const empty: KeptBuckets = { tMs: [], min: [], max: [] };
  const lines = channels.map((channel, i) => {
    const longestGapMs = channel.reporting === "periodic" ? channel.maxAgeMs : Number.POSITIVE_INFINITY;
    return [channel, toKeptLine(buckets[i] ?? empty, bucketMs, longestGapMs)] as const;
  });
  const groups = new Map<string, (readonly [Channel, KeptLine])[]>();
  for (const line of lines) {
    const key = `${titleByRole[line[0].role] === undefined ? line[0].id : line[0].role} ${line[0].unit}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  const shown = [...groups.values()].map((group) => {
    const [channel] = group[0]!;
    const minSpan = channel.unit === "kPa" ? loop.referencePressureKpa * pressureShare : 0;
    return toPanel(titleByRole[channel.role] ?? nameOf(channel), group, minSpan);
  });
  const inventory = buckets[channels.length] ?? empty;
  const line = toKeptLine(inventory, bucketMs, Math.max(...channels.map(({ maxAgeMs }) => maxAgeMs), 0));
  return [...shown, toInventoryPanel(loop, line)].filter((one) => one !== null);
}

const clockOf = (atMs: EpochMs): string => toUtcClock(atMs).slice(0, 5);

/** The last hours of a loop as a plot, and in words; `null` when nothing is known of that time. */
export function toAlarmPlot(
  loop: Loop,
  history: KeptHistory,
  request: PlotRequest,
): { readonly plot: Plot; readonly alt: string } | null {
  const { fromMs, toMs, onsetMs, openedMs } = request;
  const shown = toPanels(loop, history);
  if (shown.length === 0) return null;
  const isWithin = (atMs: EpochMs): boolean => atMs >= fromMs && atMs <= toMs;
  const began =
    onsetMs !== null && isWithin(onsetMs) ? [{ atMs: onsetMs, label: "began", tone: "plain" } as const] : [];
  const opened = isWithin(openedMs) ? [{ atMs: openedMs, label: "alarm", tone: "abnormal" } as const] : [];
  const marks = [...began, ...opened].map((mark) => ({ kind: "moment", ...mark }) as const);
  const said = marks.map(
    ({ label, atMs }) => ` ${label === "began" ? "It began about" : "The alarm opened at"} ${clockOf(atMs)}.`,
  );
  const alt = `${toOneLine(loop.name, 60)}, ${clockOf(fromMs)} to ${clockOf(toMs)} UTC: ${shown
    .map(({ words }) => words)
    .join("; ")}.${said.join("")}`;
  return {
    alt,
    plot: {
      title: toOneLine(loop.name, 60),
      description: alt,
      fromMs,
      toMs,
      axis: { kind: "utc" },
      panels: shown.map(({ panel }) => panel),
      marks,
    },
  };
}
