import { useSignal } from "@preact/signals";
import type { LoopView } from "../../protocol/telemetry.ts";
import { toPicture } from "../charts/to-picture.ts";
import { toCsv } from "../state/csv.ts";
import { fetchHistory } from "../state/history.ts";
import type { TimeSpan } from "../state/route.ts";
import { toStamp } from "../state/words.ts";
import { saveFile } from "./save-file.ts";

/** Most rows that the server gives in one answer; where there are more, each bucket keeps its lowest and highest. */
const mostRows = 5000;

const toName = (loop: LoopView, span: TimeSpan, ending: string): string =>
  `${loop.id}_${[span.fromMs, span.toMs].map((ms) => new Date(ms).toISOString().replace(/[:.]/g, "")).join("_")}.${ending}`;

/** Hands the range that is shown to the reader, as figures or as a picture. */
export function TrendExport(props: {
  readonly loop: LoopView;
  readonly shown: () => TimeSpan | null;
  readonly stack: () => HTMLElement | null;
}) {
  const { loop } = props;
  const said = useSignal("");

  async function saveCsv(): Promise<void> {
    const span = props.shown();
    if (!span) return;
    said.value = "";
    const answer = await fetchHistory({ loopId: loop.id, ...span, points: mostRows });
    if (!answer.ok) {
      said.value = `Not saved: ${answer.reason}.`;
      return;
    }
    saveFile(toName(loop, span, "csv"), new Blob([toCsv(loop, answer.value)], { type: "text/csv" }));
    const { bucketMs } = answer.value;
    said.value = `Saved. A row is the lowest or the highest value of ${(bucketMs / 1000).toFixed(1)} s.`;
  }

  async function savePicture(): Promise<void> {
    const span = props.shown();
    const stack = props.stack();
    if (!span || !stack) return;
    const title = `${loop.name}, ${toStamp(span.fromMs)} to ${toStamp(span.toMs)}`;
    const picture = await toPicture(stack, title);
    if (picture) saveFile(toName(loop, span, "png"), picture);
    said.value = picture ? "Saved." : "This browser could not make the picture.";
  }

  return (
    <span class="trend-export">
      <button type="button" data-testid="save-csv" onClick={() => void saveCsv()}>
        CSV
      </button>
      <button type="button" data-testid="save-png" onClick={() => void savePicture()}>
        PNG
      </button>
      <span class="quiet" role="status">
        {said.value}
      </span>
    </span>
  );
}
