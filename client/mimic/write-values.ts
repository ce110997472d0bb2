import type { LoopView } from "../../protocol/telemetry.ts";
import { statesOf, toStateWord } from "../charts/states.ts";
import type { Latest } from "../state/latest.ts";
import { toShown } from "../state/measures.ts";
import type { Box } from "./placed.ts";
import { levelColumn, toTankLevel } from "./tank-level.ts";

/** The elements into which a picture's values are written. */
export interface ValueTargets {
  readonly values: ReadonlyMap<number, HTMLElement>;
  readonly level: SVGRectElement | null;
  readonly levelWords: HTMLElement | null;
  /** False when the level's own sensor is not to be believed. */
  readonly isLevelBelieved: boolean;
}

/** A value as its channel shows it; a dash where there is none. */
export function toValueText(loop: LoopView, column: number, value: number): string {
  const channel = loop.channels[column];
  if (!channel || Number.isNaN(value)) return "–";
  const states = statesOf(channel.role);
  return states === null ? toShown(value, channel.unit) : toStateWord(states, value);
}

/** Writes the newest values; what has not changed is not touched. */
export function writeValues(loop: LoopView, latest: Latest, tank: Box, targets: ValueTargets): void {
  for (const [column, element] of targets.values) {
    const text = toValueText(loop, column, latest.valueOf(column));
    if (element.textContent !== text) element.textContent = text;
  }
  const measured = targets.isLevelBelieved ? latest.valueOf(levelColumn(loop)) : Number.NaN;
  const level = toTankLevel(loop, measured, latest.valueOf(loop.channels.length));
  const share = level?.share ?? 0;
  targets.level?.setAttribute("y", String(tank.y + (1 - share) * tank.height));
  targets.level?.setAttribute("height", String(share * tank.height));
  const words = level === null ? "level not known" : `${Math.round(share * 100)} % ${level.by}`;
  if (targets.levelWords && targets.levelWords.textContent !== words) targets.levelWords.textContent = words;
}
