import type { Loop } from "../../../server/domain/loop/loop.ts";
import { leakStartMs } from "../judge.ts";
import { type Recording, truthRowAt } from "../recording.ts";
import { toolKinds } from "./tool-kinds.ts";

/** What one of today's tools made of a story. */
export interface ToolResult {
  readonly id: string;
  /** Onsets of its alarm while nothing leaked. */
  readonly falseOnsets: number;
  /** Days in which nothing leaked. */
  readonly quietDays: number;
  /** First call after a leak began, seconds, and the coolant lost by then, kg; `null`: no leak, or never called. */
  readonly foundS: number | null;
  readonly lostKg: number | null;
}

/** An alarm that was on less than this ago is the same one, s: without it a tool at its limit rings a thousand times. */
const sameAlarmS = 600;

/** Plays a story to today's tools, each on every pressure and quantity of the loop; the loop's alarm is that of any. */
export function playTools(recording: Recording, loop: Loop): readonly ToolResult[] {
  const { fields, ends, places, values, sourceMs, endMs, startMs } = recording;
  const watched = new Set(
    loop.channels
      .filter(({ role }) => role === "pressure" || role === "quantity")
      .map(({ source }) => source.field),
  );
  const isWatched = fields.map((field) => watched.has(field));
  const leakMs = leakStartMs(recording);
  return toolKinds.map((kind) => {
    const toolByPlace = fields.map(() => kind.create());
    const lastMs = new Float64Array(fields.length).fill(Number.NEGATIVE_INFINITY);
    let falseOnsets = 0;
    let lastOnMs = Number.NEGATIVE_INFINITY;
    let onsetMs = Number.NEGATIVE_INFINITY;
    let foundMs: number | null = null;
    for (let row = 0; row < ends.length && foundMs === null; row++) {
      const atMs = sourceMs[row]!;
      for (let cell = row === 0 ? 0 : ends[row - 1]!; cell < ends[row]!; cell++) {
        const place = places[cell]!;
        // Late and repeated points are left out, as a tool that looks at "now" would.
        if (isWatched[place] !== true || atMs <= lastMs[place]!) continue;
        lastMs[place] = atMs;
        if (toolByPlace[place]?.take(atMs / 1000, values[cell]!) !== true) continue;
        const isNew = atMs - lastOnMs > sameAlarmS * 1000;
        lastOnMs = atMs;
        if (isNew) onsetMs = atMs;
        if (leakMs === null || atMs < leakMs) falseOnsets += isNew ? 1 : 0;
        // An alarm that was on before the leak tells nobody of it.
        else if (onsetMs >= leakMs) foundMs = atMs;
      }
    }
    const lost = foundMs === null ? undefined : recording.truth.lostKg[truthRowAt(recording.truth, foundMs)];
    return {
      id: kind.id,
      falseOnsets,
      quietDays: ((leakMs ?? endMs) - startMs) / 86_400_000,
      foundS: foundMs === null || leakMs === null ? null : (foundMs - leakMs) / 1000,
      lostKg: lost ?? null,
    };
  });
}
