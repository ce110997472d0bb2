import type { GapPattern } from "../description/link-description.ts";
import type { EventSpan } from "../timing/event-span.ts";

/** Gaps that are known beforehand. */
export type PlannedGapPattern = Extract<GapPattern, { kind: "planned" }>;

/** A gap that is known beforehand, with its name in the controllers' words. Epoch seconds. */
export interface NamedSpan extends EventSpan {
  readonly name: string;
}

/** True while one of the pattern's gaps holds; they are counted from the start of the run. */
export function isInPlannedGap(pattern: PlannedGapPattern, startS: number, atS: number): boolean {
  const sinceFirstS = atS - startS - pattern.firstAfterS;
  return sinceFirstS >= 0 && sinceFirstS % pattern.everyS < pattern.forS;
}

/** The pattern's gaps that touch the time from `fromS` until `untilS`, in order. */
export function plannedGapsWithin(
  pattern: PlannedGapPattern,
  startS: number,
  { fromS, untilS }: EventSpan,
): readonly NamedSpan[] {
  const firstS = startS + pattern.firstAfterS;
  const windows: NamedSpan[] = [];
  const firstIndex = Math.max(0, Math.floor((fromS - firstS - pattern.forS) / pattern.everyS));
  for (let index = firstIndex; firstS + index * pattern.everyS < untilS; index++) {
    const beginS = firstS + index * pattern.everyS;
    const endS = beginS + pattern.forS;
    if (endS > fromS) windows.push({ fromS: beginS, untilS: endS, name: pattern.name });
  }
  return windows;
}
