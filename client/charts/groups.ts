import { type ChannelRole, channelRoles, type LoopView } from "../../protocol/telemetry.ts";
import { type Unit, unitLabel } from "../../protocol/units.ts";
import { tellsInventory, toAmountScale } from "../state/contents.ts";
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
  /** A level worth a line of its own, such as the minimum inventory. */
  readonly limit: { readonly value: number; readonly label: string } | null;
  /** Values are multiplied by this before they are drawn and written. */
  readonly factor: number;
  /** Values that stand for states, lowest first: the axis and the legend show the words; `null`: they are numbers. */
  readonly states: readonly State[] | null;
}

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
const decimals: Readonly<Record<Unit, number>> = {
  kPa: 1,
  degC: 2,
  "L/min": 2,
  "kg/h": 0,
  "%": 1,
  L: 2,
  rpm: 0,
  W: 0,
  A: 2,
  V: 1,
  g: 3,
  deg: 1,
  "1": 0,
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
    limit: { value: minimum, label: "minimum" },
    factor,
    states: null,
  };
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
      const lines = loop.channels
        .map((channel, column) => ({ channel, column }))
        .filter(({ channel }) => channel.role === role && channel.unit === unit)
        .map(({ channel, column }, ink) => ({ column, label: channel.name, ink }));
      groups.push({
        key: `${role}-${unit}`,
        title: toTitle(role, lines),
        unit: unitLabel[unit],
        lines,
        leastSpan: leastSpans[unit],
        // A count is whole; what else comes without a unit may be anything.
        decimals: role === "other" && unit === "1" ? unitlessDecimals : decimals[unit],
        idleRange: [0, 1],
        limit: null,
        factor: 1,
        states: statesOf(role),
      });
    }
  }
  return groups;
}
