import type { EpochMs } from "../../protocol/time.ts";
import type { Mark } from "../../server/domain/picture/plot.ts";
import type { ScenarioDescription, ScenarioEvent } from "../../simulator/description/scenario-description.ts";
import { toEventWords } from "./event-words.ts";
import type { Silence } from "./silences.ts";
import type { View } from "./take.ts";

/** Something that happens in a story, for a line on a picture and one in the text. */
export interface Happening {
  /** Seconds from the story's event. */
  readonly atS: number;
  readonly words: string;
  readonly isAbnormal: boolean;
}

const toHappeningsOf = (event: ScenarioEvent): readonly Happening[] => {
  const { begins, ends, isAbnormal } = toEventWords(event);
  const { atS, forS } = event;
  return [
    ...(begins === null ? [] : [{ atS, words: begins, isAbnormal }]),
    ...(ends === null || forS === null ? [] : [{ atS: atS + forS, words: ends, isAbnormal: false }]),
  ];
};

/** All that happens at a time of its own, in order; what holds from the start on is left out. */
export const toHappenings = ({ events }: ScenarioDescription): readonly Happening[] =>
  events
    .flatMap(toHappeningsOf)
    .filter(({ atS }) => Number.isFinite(atS))
    .toSorted((a, b) => a.atS - b.atS);

/** Marks closer than this share of the view are one, or their labels would fill the picture. */
const togetherShare = 0.01;

/** A longer list of what happens at once says less than its first things and how many more there are. */
const mostWords = 2;

const toLabel = (words: readonly string[]): string =>
  words.length > mostWords
    ? `${words.slice(0, mostWords).join(", ")}, ${words.length - mostWords} more`
    : words.join(", ");

function toMoments(happenings: readonly Happening[], view: View, eventMs: EpochMs): readonly Mark[] {
  const togetherS = ((view.toMs - view.fromMs) / 1000) * togetherShare;
  const groups: Happening[][] = [];
  for (const happening of happenings) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (group !== undefined && first !== undefined && happening.atS - first.atS <= togetherS) {
      group.push(happening);
    } else groups.push([happening]);
  }
  return groups.map((group) => ({
    kind: "moment",
    atMs: eventMs + (group[0]?.atS ?? 0) * 1000,
    label: toLabel([...new Set(group.map(({ words }) => words))]),
    tone: group.some(({ isAbnormal }) => isAbnormal) ? "abnormal" : "plain",
  }));
}

/** A silence shorter than this share of the view is thinner than a line; the text counts it. */
const thinShare = 1 / 600;

/** Lines where something happens, and fields where nothing arrived. `eventMs` null: nothing ever happens. */
export function toMarks(
  scenario: ScenarioDescription,
  view: View,
  { eventMs, silences }: { readonly eventMs: EpochMs | null; readonly silences: readonly Silence[] },
): readonly Mark[] {
  const thinMs = (view.toMs - view.fromMs) * thinShare;
  const spans = silences
    .filter(({ fromMs, toMs }) => toMs - fromMs >= thinMs)
    .map(({ fromMs, toMs }): Mark => ({ kind: "span", fromMs, toMs, label: "nothing arrives" }));
  return [...spans, ...(eventMs === null ? [] : toMoments(toHappenings(scenario), view, eventMs))];
}
