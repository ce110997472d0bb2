import { type DurationMs, seconds } from "../../protocol/time.ts";
import type { Loop } from "../domain/loop/loop.ts";
import type { PlotRequest } from "../domain/notice/notice.ts";
import { chooseChannels, toAlarmPlot } from "../domain/notice/plot/alarm-plot.ts";
import { renderPlot } from "../domain/picture/render-plot.ts";
import { mailStyleSheet } from "../domain/picture/style-sheet.ts";
import type { Clock, Log, MailPicture, Plotter, Rasterizer, TelemetryStore } from "./ports.ts";
import { inventorySeries } from "./recorder.ts";

/** A mail does not wait longer for its picture. */
const longestWaitMs: DurationMs = seconds(3);

/** Buckets over the time of a picture: two points each, about as many as it has columns. */
const bucketCount = 190;

/** The picture is 600 pixels wide in a mail, with twice as many for fine screens, and fewer where it weighs too much. */
const widthsPx = [1200, 900, 600] as const;
const mostBytes = 80_000;

export interface PlotterParts {
  readonly loops: readonly Loop[];
  readonly store: Pick<TelemetryStore, "history">;
  readonly rasterizer: Rasterizer;
  readonly clock: Pick<Clock, "after">;
  readonly log: Pick<Log, "warn">;
}

/** Draws what the telemetry store knows of a loop. A picture is a courtesy: whatever goes wrong, the mail goes without. */
export function createPlotter(parts: PlotterParts): Plotter {
  const { loops, rasterizer, clock, log } = parts;

  const draw = async (request: PlotRequest): Promise<MailPicture | null> => {
    const loop = loops.find(({ id }) => id === request.loopId);
    if (loop === undefined || !(request.toMs > request.fromMs)) return null;
    const svg = await toSvg(parts.store, loop, request);
    if (svg === null) return null;
    for (const widthPx of widthsPx) {
      const png = await rasterizer.toPng(svg.text, widthPx);
      if (png === null) return null;
      if (png.length <= mostBytes) return { png, alt: svg.alt };
    }
    return null;
  };

  return {
    draw(request) {
      return new Promise((resolve) => {
        const cancel = clock.after(longestWaitMs, () => {
          log.warn("A mail goes without its picture: the telemetry store did not answer in time.", {
            loop: request.loopId,
          });
          resolve(null);
        });
        void draw(request)
          .catch((cause: unknown) => {
            log.warn("A mail goes without its picture.", { loop: request.loopId, cause });
            return null;
          })
          .then((picture) => {
            cancel();
            resolve(picture);
          });
      });
    },
  };
}

async function toSvg(
  store: PlotterParts["store"],
  loop: Loop,
  request: PlotRequest,
): Promise<{ readonly text: string; readonly alt: string } | null> {
  const { fromMs, toMs, firstOut } = request;
  const channels = chooseChannels(loop, firstOut);
  const bucketMs = Math.max(2, Math.ceil((toMs - fromMs) / bucketCount));
  const series = [...channels.map(({ source }) => source), inventorySeries(loop.id)];
  const { tMs, min, max } = await store.history({ series, fromMs, toMs, bucketMs });
  const buckets = series.map((_, i) => ({ tMs, min: min[i] ?? [], max: max[i] ?? [] }));
  const drawn = toAlarmPlot(loop, { channels, bucketMs, buckets }, request);
  return drawn === null ? null : { text: renderPlot(drawn.plot, mailStyleSheet), alt: drawn.alt };
}
