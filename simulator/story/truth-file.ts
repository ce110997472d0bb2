import type { LoopId } from "../../protocol/ids.ts";
import type { EpochMs } from "../../protocol/time.ts";
import type { IdealCall, ScenarioDescription } from "../description/scenario-description.ts";
import type { PlantTruth } from "../plant/plant-api.ts";
import { toEventSpan } from "../timing/event-span.ts";
import { describeEvent } from "./describe-event.ts";
import { createTruthColumns, type TruthRow, type TruthTable, toTruthRow } from "./truth-columns.ts";

/** Raised when a reader of older truth files would misread a new one. */
export const truthVersion = 1;

/** Spacing of rows, s: the fastest story loses a tenth of its pressure in a few of these. */
export const usualTruthEveryS = 10;

/** When a story was told; source times. A simulation's progress has these. */
export interface StoryTimes {
  readonly scenario: ScenarioDescription;
  readonly startedMs: EpochMs;
  readonly liveMs: EpochMs;
  readonly eventMs: EpochMs | null;
  readonly endMs: EpochMs;
}

/** Something that happened within the story's time, in words; `untilMs: null` for good. */
interface Happening {
  readonly what: string;
  readonly kind: string;
  readonly fromMs: EpochMs;
  readonly untilMs: EpochMs | null;
}

/** What really was so in a simulated story, for judging what somebody made of its telemetry. */
export interface TruthFile {
  readonly version: typeof truthVersion;
  readonly loop: LoopId;
  readonly scenario: string;
  readonly variant: string | null;
  readonly title: string;
  readonly summary: string;
  readonly plant: string;
  readonly seed: number;
  readonly startMs: EpochMs;
  /** End of the healthy prelude. */
  readonly liveMs: EpochMs;
  readonly eventMs: EpochMs | null;
  readonly endMs: EpochMs;
  /** True when coolant begins to leak out before the story's end. A leak of gas is listed but does not count. */
  readonly isLeak: boolean;
  readonly leaks: readonly (Happening & { readonly of: "coolant" | "gas" })[];
  readonly notLeaks: readonly Happening[];
  readonly ideal: readonly (Omit<IdealCall, "fromS" | "untilS"> & {
    readonly fromMs: EpochMs;
    readonly untilMs: EpochMs;
  })[];
  readonly everyS: number;
  readonly columns: TruthTable;
  /** `null` when nothing was recorded. */
  readonly final: TruthRow | null;
}

/** Collects the truth while a story runs. */
export interface TruthRecorder {
  /** Called once a step with the plant's truth, which may be the same object each time. */
  record(atMs: EpochMs, truth: PlantTruth): void;
  /** The truth file's text: JSON, the same for the same run. */
  renderTruth(story: StoryTimes): string;
}

/** `everyS`: spacing of rows; long runs are thinned so that the text stays under about 5 MB. */
export function createTruthRecorder(
  loopId: LoopId,
  seed: number,
  everyS: number = usualTruthEveryS,
): TruthRecorder {
  const columns = createTruthColumns(everyS);
  let latest: { readonly atMs: EpochMs; readonly truth: PlantTruth } | null = null;
  return {
    record(atMs, truth) {
      columns.add(atMs, truth);
      latest = { atMs, truth };
    },
    renderTruth(story) {
      const file: TruthFile = {
        version: truthVersion,
        loop: loopId,
        ...toHead(story, seed),
        ...toHappenings(story),
        ideal: toIdeal(story),
        everyS: columns.everyS(),
        columns: columns.toTable(),
        final: latest === null ? null : toTruthRow(latest.atMs, latest.truth),
      };
      return `${JSON.stringify(file)}\n`;
    },
  };
}

const toHead = ({ scenario, startedMs, liveMs, eventMs, endMs }: StoryTimes, seed: number) => ({
  scenario: scenario.id,
  variant: scenario.variant,
  title: scenario.title,
  summary: scenario.summary,
  plant: scenario.plantId,
  seed,
  startMs: startedMs,
  liveMs,
  eventMs,
  endMs,
});

/** Events that never come, or not before the story's end, are neither leaks nor anything else. */
function toHappenings({ scenario, startedMs, eventMs, endMs }: StoryTimes) {
  const eventS = eventMs === null ? null : eventMs / 1000;
  const happened = scenario.events.flatMap((event) => {
    const span = toEventSpan(event, { eventS, startS: startedMs / 1000 });
    if (span === null || span.fromS * 1000 >= endMs || span.untilS * 1000 <= startedMs) return [];
    const fromMs = Math.max(span.fromS * 1000, startedMs);
    const untilMs = span.untilS === Number.POSITIVE_INFINITY ? null : Math.min(span.untilS * 1000, endMs);
    return [{ event, happening: { what: describeEvent(event), fromMs, untilMs } }];
  });
  const leaks = happened.flatMap(({ event, happening }) => {
    if (event.kind !== "leak") return [];
    const of = event.from === "loop" ? ("coolant" as const) : ("gas" as const);
    return [{ ...happening, kind: event.kind, of }];
  });
  const notLeaks = happened.flatMap(({ event, happening }) =>
    event.kind === "leak" ? [] : [{ ...happening, kind: event.kind }],
  );
  return { isLeak: leaks.some(({ of }) => of === "coolant"), leaks, notLeaks };
}

/** Without an event nobody is told anything about it, and after the end nobody listens. */
function toIdeal({ scenario, startedMs, eventMs, endMs }: StoryTimes): TruthFile["ideal"] {
  if (eventMs === null) return [];
  return scenario.ideal
    .map(({ fromS, untilS, ...call }) => ({
      ...call,
      fromMs: Math.max(eventMs + fromS * 1000, startedMs),
      untilMs: eventMs + untilS * 1000,
    }))
    .filter(({ fromMs, untilMs }) => fromMs < endMs && untilMs > startedMs);
}
