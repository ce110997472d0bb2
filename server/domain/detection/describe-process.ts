import type { Evidence } from "../../../protocol/alarm.ts";
import { toReadable, toVolume, toVolumeChange, unitLabel } from "../../../protocol/units.ts";
import type { Finding } from "../alarm/alarm.ts";
import { expansionPerK } from "../loop/coolants.ts";
import type { Loop } from "../loop/loop.ts";
import type { PumpSignalChange } from "./pump-watch.ts";

/** What the watched inventory did since the change began, litres (a loss is positive), and its healthy scatter. */
export interface InventoryMove {
  readonly lostL: number;
  readonly sdL: number;
}

const rest = {
  leakKgPerH: null,
  leakSdKgPerH: null,
  lostL: null,
  timeLeft: null,
} as const;

const toSigned = (value: number): string => `${value < 0 ? "−" : "+"}${toReadable(Math.abs(value), 2)}`;

function explainMove(move: InventoryMove | null): Evidence[] {
  if (move === null || Number.isNaN(move.lostL)) return [];
  return Math.abs(move.lostL) <= 3 * move.sdL
    ? [
        {
          side: "for",
          text: `Referred to the same temperature, the inventory has not moved (${toVolumeChange(-move.lostL)}).`,
        },
      ]
    : [
        {
          side: "note",
          text: `The reckoned inventory moved by ${toVolumeChange(-move.lostL)} meanwhile; while the loop is not what it was when it was learnt, that says little.`,
        },
      ];
}

/** The pump runs otherwise, or a valve was turned. A pump that stopped is a warning: nothing cools any more. */
export function describePump(
  changes: readonly PumpSignalChange[],
  stopped: boolean,
  sinceMs: number,
  move: InventoryMove | null,
): Finding {
  const told = changes.map(({ channel, before, now }): Evidence => {
    const unit = channel === null ? "kPa" : unitLabel[channel.unit];
    const name = channel === null ? "The pump's head" : channel.name;
    return { side: "for", text: `${name} went from ${toReadable(before)} to ${toReadable(now)} ${unit}.` };
  });
  return {
    ...rest,
    severity: stopped ? "warning" : "advisory",
    verdict: "pump or valve change",
    headline: stopped
      ? "The pump has stopped; the loop does not cool"
      : "The pump or a valve has changed; no loss is seen",
    evidence: [...told, ...explainMove(move)],
    onsetMs: sinceMs,
  };
}

/** The coolant warms or cools as it never did, and its pressure with it. */
export function describeThermal(
  loop: Loop,
  span: { readonly sinceMs: number; readonly beforeC: number; readonly nowC: number },
  move: InventoryMove | null,
  standsStill: boolean,
): Finding {
  const warmedK = span.nowC - span.beforeC;
  const worthL = warmedK * expansionPerK(loop.coolant, loop.referenceTempC) * loop.chargeL;
  return {
    ...rest,
    severity: "advisory",
    verdict: "thermal transient",
    headline: standsStill
      ? "Pressure moves with the temperature of coolant that stands still"
      : `The loop is ${warmedK < 0 ? "cooling" : "warming"}; its pressure follows`,
    evidence: [
      {
        side: "for",
        text: `Mean coolant temperature moved by ${toSigned(warmedK)} °C, more than the loop showed while it was learnt; that is worth ${toVolumeChange(worthL)}.`,
      },
      ...explainMove(move),
    ],
    onsetMs: span.sinceMs,
  };
}

/** Somebody said that he works on the loop, and its pressure moved since. */
export function describeOperation(operation: string, sinceMs: number, move: InventoryMove): Finding {
  return {
    ...rest,
    severity: "advisory",
    verdict: operation === "refill" ? "fill or drain" : "pump or valve change",
    headline: `Declared ${operation}: the inventory reads ${toVolumeChange(-move.lostL)} since`,
    evidence: [
      { side: "for", text: `The change began after the ${operation} was declared.` },
      {
        side: "note",
        text: "Small losses are not looked for until the loop has settled; a rupture is called all the same.",
      },
    ],
    onsetMs: sinceMs,
  };
}

/** Pressures tell of a loss that the quantity sensor does not see: gas has left the accumulator, not coolant. */
export function describeGasLoss(
  accusers: readonly string[],
  quantity: string,
  lostL: number,
  sinceMs: number,
): Finding {
  return {
    ...rest,
    severity: "caution",
    verdict: "gas-side loss",
    headline: "The accumulator loses gas, not coolant",
    evidence: [
      {
        side: "for",
        text: `${accusers.join(" and ")} fell as if ${toVolume(lostL)} of coolant were gone, and ${quantity} says that they are there.`,
      },
      { side: "against", text: `${quantity} would look the same if that sensor had failed.` },
    ],
    onsetMs: sinceMs,
  };
}
