import type { EpochMs } from "../../protocol/time.ts";
import type { ScenarioDescription } from "../../simulator/description/scenario-description.ts";
import type { View } from "./take.ts";

/** Times of a story in source time. */
export interface StoryTimes {
  readonly startMs: EpochMs;
  readonly liveMs: EpochMs;
  readonly eventMs: EpochMs | null;
  readonly endMs: EpochMs;
}

/** Stories whose card speaks of a time too short to be seen in the whole: seconds from the event. */
const closeUps: Readonly<
  Record<string, { readonly title: string; readonly fromS: number; readonly toS: number }>
> = {
  S01: { title: "the first quarter of an hour", fromS: -60, toS: 900 },
  S02: { title: "the first two minutes", fromS: -20, toS: 120 },
  S05: { title: "the loss of signal", fromS: -180, toS: 1200 },
};

/** Share of a picture that shows the loop before anything happens. */
const leadShare = 0.1;

/** Cards are known by their number; the other stories' ids only repeat their titles. */
export const toStoryTitle = ({ id, title }: ScenarioDescription): string =>
  /^[SN]\d/.test(id) ? `${id} ${title}` : title;

/** The whole story with some of what was before it, and for some a close look at its beginning. */
export function toViews(scenario: ScenarioDescription, times: StoryTimes): readonly View[] {
  const { startMs, liveMs, eventMs, endMs } = times;
  const wholeFromMs = Math.max(startMs, (eventMs ?? liveMs) - (endMs - (eventMs ?? liveMs)) * leadShare);
  const title = toStoryTitle(scenario);
  const whole: View = { suffix: "", title, fromMs: eventMs === null ? liveMs : wholeFromMs, toMs: endMs };
  const close = scenario.variant === null ? closeUps[scenario.id] : undefined;
  if (close === undefined || eventMs === null) return [whole];
  const from = Math.max(startMs, eventMs + close.fromS * 1000);
  const to = Math.min(endMs, eventMs + close.toS * 1000);
  return [whole, { suffix: "-close", title: `${title}: ${close.title}`, fromMs: from, toMs: to }];
}
