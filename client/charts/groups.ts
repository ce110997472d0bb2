import { type ChannelRole, channelRoles, type LoopView } from "../../protocol/telemetry.ts";
import { type Unit, unitLabel } from "../../protocol/units.ts";
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
/** The inventory axis shows at least this share of the coolant that can be lost. */
const inventoryShare = 0.1;

/** The charts of a loop: one a role and unit in a fixed order, below the compensated inventory, which is the answer. */
export function toChartGroups(loop: LoopView): readonly ChartGroup[] {
  const usableL = loop.chargeL - loop.minimumInventoryL;
  const groups: ChartGroup[] = [
    {
      key: "inventory",
      title: "Inventory, temperature compensated",
      unit: "L",
      lines: [{ column: loop.channels.length, label: "Inventory", ink: 0 }],
      leastSpan: usableL * inventoryShare,
      idleRange: [loop.minimumInventoryL, loop.chargeL],
      decimals: 2,
      limit: { value: loop.minimumInventoryL, label: "minimum" },
    },
  ];
  for (const role of channelRoles) {
    const units = new Set(loop.channels.filter((channel) => channel.role === role).map(({ unit }) => unit));
    for (const unit of units) {
      const lines = loop.channels
        .map((channel, column) => ({ channel, column }))
        .filter(({ channel }) => channel.role === role && channel.unit === unit)
        .map(({ channel, column }, ink) => ({ column, label: channel.name, ink }));
      groups.push({
        key: `${role}-${unit}`,
        title: titles[role],
        unit: unitLabel[unit],
        lines,
        leastSpan: leastSpans[unit],
        decimals: decimals[unit],
        idleRange: [0, 1],
        limit: null,
      });
    }
  }
  return groups;
}
