import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { UnmappedList, UnmappedSeries } from "../../protocol/series.ts";
import { type DurationMs, type EpochMs, seconds } from "../../protocol/time.ts";
import { toReadable, toSpan } from "../../protocol/units.ts";
import { usePage } from "../page.ts";
import type { Fetched } from "../state/history.ts";
import { fetchUnmapped } from "../state/questions.ts";
import { toSeriesName } from "../state/series-words.ts";

/** The list is looked at while a sender is set up: soon enough to see one's own change. */
const askEveryMs: DurationMs = seconds(5);

/** Rows shown; who has more than these looks for one in the API's answer. */
const mostRows = 50;

function Row(props: { readonly series: UnmappedSeries; readonly nowMs: EpochMs }) {
  const { series } = props;
  return (
    <tr>
      <th scope="row" class="num">
        {toSeriesName(series)}
        {series.watchedAs === null ? null : <span class="quiet"> limits: {series.watchedAs}</span>}
      </th>
      <td class="num">{series.value === null ? "text" : toReadable(series.value, 4)}</td>
      <td class="num">{toSpan(Math.max(0, props.nowMs - series.arrivedMs))}</td>
      <td class="num">{toReadable(series.ratePerS, 2)} /s</td>
    </tr>
  );
}

function Table(props: { readonly list: UnmappedList; readonly nowMs: EpochMs }) {
  const { series, leftOut } = props.list;
  const more = series.length - mostRows;
  return (
    <>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Series and field</th>
            <th scope="col">Newest value</th>
            <th scope="col">Heard before</th>
            <th scope="col">Rate</th>
          </tr>
        </thead>
        <tbody>
          {series.slice(0, mostRows).map((one) => (
            <Row key={toSeriesName(one)} series={one} nowMs={props.nowMs} />
          ))}
        </tbody>
      </table>
      {more > 0 ? (
        <p class="quiet">{more} more series are in the answer of /api/v1/series?unmapped.</p>
      ) : null}
      {leftOut > 0 ? (
        <p class="quiet">{leftOut} values of further series found no room in this list.</p>
      ) : null}
    </>
  );
}

/** Asks while the list is open. */
function Listed() {
  const { store } = usePage();
  const answer = useSignal<Fetched<UnmappedList> | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const ask = (): void =>
      void fetchUnmapped().then((fetched) => {
        if (isCurrent) answer.value = fetched;
      });
    ask();
    const timer = setInterval(ask, askEveryMs);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [answer]);
  if (answer.value === null) return <p class="empty-line">Asking…</p>;
  if (!answer.value.ok) return <p class="problem">The list could not be read: {answer.value.reason}.</p>;
  return <Table list={answer.value.value} nowMs={store.serverNowMs.value} />;
}

/** What is received, stored and not watched by any loop: often a name that is misspelt in the configuration. */
export function UnmappedTelemetry() {
  const { store } = usePage();
  const open = useSignal(false);
  const count = store.health.value?.unmappedSeries ?? 0;
  if (count === 0) return null;
  return (
    <section class="card" aria-label="Telemetry that belongs to no loop" data-testid="unmapped">
      <details
        open={open.value}
        onToggle={(event) => {
          open.value = event.currentTarget.open;
        }}
      >
        <summary>Telemetry that belongs to no loop: {count} series, stored all the same</summary>
        {open.value ? <Listed /> : null}
      </details>
    </section>
  );
}
