import { toSpan } from "../../protocol/units.ts";
import { type Forecast, toForecastPlot, toForecastWords } from "../state/forecast.ts";
import { toTime } from "../state/words.ts";

const box = { width: 320, height: 84 };

/** How the forecast of the time left moved: the middle as a line, 5 to 95 % as a band. */
export function ForecastFigure(props: { readonly forecasts: readonly Forecast[] }) {
  const plot = toForecastPlot(props.forecasts, box);
  const words = toForecastWords(props.forecasts);
  return (
    <figure class="forecast" data-testid="forecast">
      <figcaption>
        <b>Time left, as it was forecast</b> <span class="quiet">{words}</span>
      </figcaption>
      {plot ? (
        <div class="forecast-plot">
          <span class="forecast-top quiet num">{toSpan(plot.topMs)}</span>
          <svg viewBox={`0 0 ${box.width} ${box.height}`} preserveAspectRatio="none" aria-hidden="true">
            <path class="forecast-band" d={plot.band} />
            <path class="forecast-line" d={plot.line} />
          </svg>
          <span class="forecast-ends quiet num">
            <span>{toTime(plot.fromMs).slice(0, 5)}</span>
            <span>{toTime(plot.toMs).slice(0, 5)}</span>
          </span>
        </div>
      ) : null}
    </figure>
  );
}
