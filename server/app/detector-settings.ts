import { createLoopDetector } from "../domain/detection/loop-detector.ts";
import type { Loop } from "../domain/loop/loop.ts";

/**
 * To be raised when what a detector keeps means something else than before, though it looks the same. What looks different
 * is noticed by itself.
 */
const detectorVersion = 1;

/**
 * What a detector's state is good for, as one text: its version, what the loop's physics and thresholds are, and the
 * outline of what such a detector keeps. Names, limits, planned silences, and what only words and severities follow from
 * are left out: a detector that knows something goes on with others of those.
 */
export function toDetectorSettings(loop: Loop): string {
  const { coolant, chargeL, referenceTempC, referencePressureKpa, accumulator } = loop;
  const channels = loop.channels.map(
    ({ id, role, unit, position, reporting, maxAgeMs, range, step, box }) => ({
      ...{ id, role, unit, position, reporting, maxAgeMs, range, step, box },
    }),
  );
  return JSON.stringify({
    detectorVersion,
    ...{ coolant, chargeL, referenceTempC, referencePressureKpa, accumulator, channels },
    learningMs: loop.learningMs,
    falseAlarmsPerYear: loop.falseAlarmsPerYear,
    state: toOutline(createLoopDetector({ ...loop, channels: loop.channels.map(withoutLimits) }).state),
  });
}

const withoutLimits = ({ limits: _limits, ...channel }: Loop["channels"][number]): Loop["channels"][number] =>
  channel;

/** Names and sizes of plain data, without its numbers. */
function toOutline(part: unknown): unknown {
  if (part instanceof Float64Array) return part.length;
  if (Array.isArray(part)) return part.map(toOutline);
  if (typeof part !== "object" || part === null) return part === null ? null : typeof part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, toOutline(value)]));
}
