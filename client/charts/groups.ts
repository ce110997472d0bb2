import { type ChannelRole, type ChannelView, channelRoles, type LoopView } from "../../protocol/telemetry.ts";
import type { Unit } from "../../protocol/units.ts";
import { tellsInventory, toAmountScale } from "../state/contents.ts";
import { type Measure, toDecimals, toMeasure } from "../state/measures.ts";
import { type State, statesOf } from "./states.ts";
import type { Range } from "./y-range.ts";

/** One line in a chart. */
export interface Line {
  /** Index into the columns of a frame. */
  readonly column: number;
  readonly label: string;
  /** Place in the palette and among the dash patterns. */
  readonly ink: number;
}

/** A level that calls when it is passed. */
export interface LimitLine {
  readonly value: number;
  readonly label: string;
}

/** Channels that share a picture because they share a unit. */
export interface ChartGroup {
  readonly key: string;
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  /** The smallest span of the y axis: less would blow up a sensor's noise into a drama. */
  readonly leastSpan: number;
  /** The y axis before the first value. */
  readonly idleRange: Range;
  /** Decimals of a value in the legend. */
  readonly decimals: number;
  /** Levels worth a line of their own: the minimum inventory, the limits that an owner has set. In the shown unit. */
  readonly limits: readonly LimitLine[];
  /** Values are multiplied by `factor`, then `offset` is added, before they are drawn and written. */
  readonly factor: number;
  readonly offset: number;
  /** Values that stand for states, lowest first: the axis and the legend show the words; `null`: they are numbers. */
  readonly states: readonly State[] | null;
  /** So many lines are on the page that each is drawn thin and without dashes. */
  readonly fine: boolean;
}

/** A dashed line costs a browser without a graphics card ten times a fine one, and among so many nobody can tell dashes apart. */
const mostDashed = 24;

const titles: Readonly<Record<ChannelRole, string>> = {
  pressure: "Pressure",
  temperature: "Temperature",
  flow: "Flow",
  quantity: "Quantity",
  "pump-speed": "Pump speed",
  "pump-power": "Pump power",
  current: "Current",
  vibration: "Vibration",
  "make-up-volume": "Make-up, fed in",
  "make-up-starts": "Make-up, starts",
  "make-up-running": "Make-up running",
  reservoir: "Reservoir",
  wetness: "Leak sensors",
  other: "Other",
};

/** Several times the noise and the step of usual sensors. */
const leastSpans: Readonly<Record<Unit, number>> = {
  kPa: 8,
  degC: 2,
  "L/min": 0.5,
  "kg/h": 100,
  "%": 2,
  L: 1,
  rpm: 50,
  W: 10,
  A: 0.2,
  V: 2,
  g: 0.02,
  deg: 10,
  "1": 1,
};
const unitlessDecimals = 3;

/** The inventory axis shows at least this share of the coolant that can be lost. */
const inventoryShare = 0.1;

/** The compensated inventory: litres, or a share of the charge where nobody said how much is in the loop. */
function toInventoryGroup(loop: LoopView): ChartGroup {
  const { factor, unit } = toAmountScale(loop);
  const minimum = loop.minimumInventoryL * factor;
  const charge = loop.chargeL * factor;
  return {
    key: "inventory",
    title: "Inventory, temperature compensated",
    unit,
    lines: [{ column: loop.channels.length, label: "Inventory", ink: 0 }],
    leastSpan: (charge - minimum) * inventoryShare,
    idleRange: [minimum, charge],
    decimals: 2,
    limits: [{ value: minimum, label: "minimum" }],
    factor,
    offset: 0,
    states: null,
    fine: loop.channels.length >= mostDashed,
  };
}

/** The limits of these channels; of one channel without its name, which the chart carries. */
function toLimitLines(channels: readonly ChannelView[], { factor, offset }: Measure): readonly LimitLine[] {
  const sides = { above: "high", below: "low" } as const;
  return channels.flatMap(({ name, limits = [] }) =>
    limits.map(({ kind, value, severity, only }) => ({
      value: value * factor + offset,
      label: [channels.length > 1 ? name : "", sides[kind], severity, only === null ? "" : `(pump ${only})`]
        .filter((word) => word !== "")
        .join(" "),
    })),
  );
}

/** A channel of no role has no name in common with its like, so a chart of one carries its own. */
const toTitle = (role: ChannelRole, lines: readonly Line[]): string =>
  (role === "other" && lines.length === 1 ? lines[0]?.label : undefined) ?? titles[role];

/** The charts of a loop: one a role and unit in a fixed order, below the compensated inventory, which is the answer. */
export function toChartGroups(loop: LoopView): readonly ChartGroup[] {
  const groups: ChartGroup[] = tellsInventory(loop) ? [toInventoryGroup(loop)] : [];
  for (const role of channelRoles) {
    const units = new Set(loop.channels.filter((channel) => channel.role === role).map(({ unit }) => unit));
    for (const unit of units) {
      const measure = toMeasure(unit);
      const members = loop.channels
        .map((channel, column) => ({ channel, column }))
        .filter(({ channel }) => channel.role === role && channel.unit === unit);
      const lines = members.map(({ channel, column }, ink) => ({ column, label: channel.name, ink }));
      groups.push({
        key: `${role}-${unit}`,
        title: toTitle(role, lines),
        unit: measure.label,
        lines,
        leastSpan: leastSpans[unit] * measure.factor,
        // A count is whole; what else comes without a unit may be anything.
        decimals: role === "other" && unit === "1" ? unitlessDecimals : toDecimals(unit),
        idleRange: [0, 1],
        limits: toLimitLines(
          members.map(({ channel }) => channel),
          measure,
        ),
        ...{ factor: measure.factor, offset: measure.offset },
        states: statesOf(role),
        fine: loop.channels.length >= mostDashed,
      });
    }
  }
  return groups;
}
