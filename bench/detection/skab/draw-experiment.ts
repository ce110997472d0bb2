import type { Mark } from "../../../server/domain/picture/plot.ts";
import { renderPlot } from "../../../server/domain/picture/render-plot.ts";
import { type Experiment, skabChannels } from "./experiment.ts";
import type { Prediction } from "./score.ts";

/** The flow of an experiment with what its makers say happened and what the watch said, as SVG. */
export function drawExperiment(experiment: Experiment, prediction: Prediction): string {
  const flow = skabChannels.findIndex(({ role }) => role === "flow");
  const { atMs, anomaly, name } = experiment;
  const { unit } = skabChannels[flow]!;
  return renderPlot({
    title: `SKAB ${name}: flow, and when it was called unusual`,
    description: `Flow over the experiment. Marked: where its makers labelled it anomalous, and each change point that was told.`,
    fromMs: atMs[0]!,
    toMs: atMs.at(-1)!,
    axis: { kind: "since", zeroMs: atMs[0]!, of: "the start" },
    panels: [
      {
        title: "Flow",
        unit,
        series: [{ label: "flow", tone: "plain", atMs, values: experiment.values[flow]! }],
        band: null,
        limits: [],
        minSpan: 1,
      },
      {
        title: "In alarm",
        unit: null,
        series: [{ label: "", tone: "accent", atMs, values: prediction.outlier }],
        band: null,
        limits: [],
        minSpan: 1,
      },
    ],
    marks: [...toSpans(atMs, anomaly), ...toMoments(atMs, prediction.changePoint)],
  });
}

function toSpans(atMs: Float64Array, anomaly: Uint8Array): readonly Mark[] {
  const marks: Mark[] = [];
  for (let i = 0; i < anomaly.length; i++) {
    if (anomaly[i] !== 1 || anomaly[i - 1] === 1) continue;
    let end = i;
    while (anomaly[end + 1] === 1) end++;
    marks.push({ kind: "span", fromMs: atMs[i]!, toMs: atMs[end]!, label: "labelled anomalous" });
  }
  return marks;
}

function toMoments(atMs: Float64Array, changePoint: Uint8Array): readonly Mark[] {
  return Array.from(atMs).flatMap((at, i): readonly Mark[] =>
    changePoint[i] === 1 ? [{ kind: "moment", atMs: at, label: "change", tone: "abnormal" }] : [],
  );
}
