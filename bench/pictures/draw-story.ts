import { toSpan } from "../../protocol/units.ts";
import type { Plot } from "../../server/domain/picture/plot.ts";
import { renderPlot } from "../../server/domain/picture/render-plot.ts";
import { describePanels } from "./describe-plot.ts";
import { toMarks } from "./marks.ts";
import { toPanels } from "./panels.ts";
import type { StoryRun } from "./story-run.ts";
import type { Take } from "./take.ts";

/** A picture as it goes into a file, and what stands in its place for somebody who cannot see it. */
export interface Picture {
  readonly fileName: string;
  readonly alt: string;
  readonly svg: string;
}

function toPicture(run: StoryRun, take: Take): Picture {
  const { scenario, eventMs, silences } = run;
  const { view } = take;
  const panels = toPanels(scenario, { take, eventMs });
  const plot: Plot = {
    title: view.title,
    description: describePanels(panels),
    fromMs: view.fromMs,
    toMs: view.toMs,
    axis: {
      kind: "since",
      zeroMs: eventMs ?? view.fromMs,
      of: eventMs === null ? "the start" : "the event",
    },
    panels,
    marks: toMarks(scenario, view, { eventMs, silences }),
  };
  const names = panels.map(({ title }) => title.toLowerCase().replace(/:.*/, "")).join(", ");
  return {
    fileName: `${scenario.id}${scenario.variant === null ? "" : `-${scenario.variant}`}${view.suffix}.svg`,
    alt: `${view.title}: ${names} over ${toSpan(view.toMs - view.fromMs)}`,
    svg: renderPlot(plot),
  };
}

/** One picture for each view of the story. */
export const drawStory = (run: StoryRun): readonly Picture[] => run.takes.map((take) => toPicture(run, take));
