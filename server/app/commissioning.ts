import type { AlarmKey } from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { doubtUnits } from "../domain/quality/doubt-units.ts";
import type { AlarmDesk } from "./alarm-desk.ts";
import type { Pipeline } from "./pipeline.ts";

/** Looks at the first minutes of each channel: are they in the unit that was configured? What looks odd is a caution. */
export interface Commissioning {
  /** From now on what is heard is live; before, the detectors were told again what the store has. */
  begin(): void;
  /** A loop was evaluated once more; `nowMs`: wall-clock time. */
  look(loopId: LoopId, nowMs: EpochMs): void;
}

/** Evaluations (seconds of source time) before a channel is judged. */
const looksAChannel = 120;

/** Channels that are named in the headline. */
const mostNamed = 3;

interface Course {
  readonly loop: Loop;
  /** Nothing was ever heard of it before this start, or somebody is being told that its units are doubted. */
  readonly isNew: boolean;
  /** Newest source time that was known at the beginning. */
  readonly sinceMs: EpochMs;
  readonly heard: readonly Float64Array[];
  readonly counts: Int32Array;
  /** `NaN`: not judged yet. */
  readonly typical: Float64Array;
}

const toKey = (loopId: LoopId): AlarmKey => ({ loopId, alarmClass: "house", part: "units" });

/** Each channel is judged once after each start, together with those that were judged before. */
export function createCommissioning(
  loops: readonly Loop[],
  pipeline: Pick<Pipeline, "lane" | "newestMs">,
  alarms: Pick<AlarmDesk, "observe" | "alarmOf">,
): Commissioning {
  const courses = new Map<LoopId, Course>();

  const toCourse = (loop: Loop): Course => {
    const sinceMs = pipeline.newestMs(loop.id);
    return {
      loop,
      isNew: sinceMs === null || alarms.alarmOf(toKey(loop.id)).condition.kind !== "normal",
      sinceMs: sinceMs ?? Number.NEGATIVE_INFINITY,
      heard: loop.channels.map(() => new Float64Array(looksAChannel)),
      counts: new Int32Array(loop.channels.length),
      typical: new Float64Array(loop.channels.length).fill(Number.NaN),
    };
  };

  const judge = (course: Course, nowMs: EpochMs): void => {
    const { loop } = course;
    const key = toKey(loop.id);
    const doubts = doubtUnits(course);
    if (doubts.length === 0) {
      const reason = "every channel that is heard fits its unit";
      alarms.observe(key, { kind: "gone", atMs: nowMs, reason, byPerson: false });
      return;
    }
    const names = doubts.slice(0, mostNamed).map(({ place }) => loop.channels[place]!.name);
    const more = doubts.length - names.length;
    const finding = {
      ...{ onsetMs: null, leakKgPerH: null, leakSdKgPerH: null, lostL: null, timeLeft: null },
      severity: "caution",
      verdict: "units in doubt",
      headline: `Check the units of ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
      evidence: doubts.map(({ text }) => ({ side: "for", text }) as const),
    } as const;
    alarms.observe(key, { kind: "found", atMs: nowMs, finding });
  };

  return {
    begin() {
      for (const loop of loops) courses.set(loop.id, toCourse(loop));
    },
    look(loopId, nowMs) {
      const course = courses.get(loopId);
      const held = pipeline.lane(loopId)?.detector.held;
      if (course === undefined || held === undefined) return;
      const { heard, counts, typical, sinceMs } = course;
      let news = false;
      for (let i = 0; i < typical.length; i++) {
        if (!Number.isNaN(typical[i]!) || held.takenMs(i) <= sinceMs) continue;
        // Raw: what lies outside the range is what is looked for.
        const value = held.state.held.value[i]!;
        if (Number.isNaN(value)) continue;
        heard[i]![counts[i]!] = value;
        counts[i]! += 1;
        if (counts[i] !== looksAChannel) continue;
        typical[i] = heard[i]!.sort()[looksAChannel >> 1]!;
        news = true;
      }
      if (!news) return;
      judge(course, nowMs);
      if (typical.every((value) => !Number.isNaN(value))) courses.delete(loopId);
    },
  };
}
