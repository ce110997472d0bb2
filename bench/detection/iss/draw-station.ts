import { renderLogPlot } from "../render-log-plot.ts";
import type { SectionPicture } from "../section.ts";
import type { StationSummary } from "./summarize-station.ts";

const spans = [
  { value: 10, label: "10 s" },
  { value: 60, label: "1 min" },
  { value: 600, label: "10 min" },
  { value: 3600, label: "1 h" },
  { value: 36_000, label: "10 h" },
  { value: 86_400, label: "1 d" },
];

/** What the sizes are of, and where they are marked. */
const axisOf = {
  pressure: { title: "leak, % of the pressure an hour", marks: [0.3, 1, 3, 10, 30, 100] },
  quantity: { title: "leak, points of the accumulator's quantity an hour", marks: [0.05, 0.2, 1, 5, 20] },
} as const;

/** Delay against the size of the leak, a picture for what is told by pressure and one for what is by quantity. */
export const drawStation = ({ kinds }: StationSummary): readonly SectionPicture[] =>
  (["pressure", "quantity"] as const).flatMap((by): readonly SectionPicture[] => {
    const own = kinds.filter((one) => one.by === by);
    if (own.length === 0) return [];
    const { title: xTitle, marks } = axisOf[by];
    const title = `Time until a leak is told on the station, by ${by}`;
    const points = (k: 0 | 1 | 2) => own.map(({ size, delayS }) => [size, delayS[k] ?? Number.NaN] as const);
    return [
      {
        name: `station-${by}`,
        alt: `${title}: shortest, median and longest over loops and onsets`,
        svg: renderLogPlot({
          title,
          description:
            "Shortest, median and longest delay over loops and onsets, against the leak's size. A line ends where leaks were not found before the recording ended.",
          xTitle,
          xMarks: marks.map((value) => ({ value, label: String(value) })),
          yMarks: spans,
          lines: [
            { label: "shortest and longest", tone: "faint", points: points(0) },
            { label: "", tone: "faint", points: points(2) },
            { label: "median", tone: "accent", points: points(1) },
          ],
        }),
      },
    ];
  });
