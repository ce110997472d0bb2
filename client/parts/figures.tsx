import { useSignal } from "@preact/signals";
import type { AlarmFigures } from "../../protocol/incident.ts";
import { type DurationMs, hours } from "../../protocol/time.ts";
import { toReadable } from "../../protocol/units.ts";
import { usePage } from "../page.ts";
import { figureSpans, toFigureRows, toPriorityRows } from "../state/figure-rows.ts";
import { fetchFigures } from "../state/questions.ts";
import { toHash } from "../state/route.ts";
import { useFetched } from "../state/use-fetched.ts";
import { toStamp } from "../state/words.ts";
import { toZoneWord } from "../state/zone.ts";
import { Segmented } from "./segmented.tsx";
import { StatusShape } from "./status-shape.tsx";

function Met(props: { readonly isMet: boolean; readonly target: string }) {
  if (props.target === "") return <span class="quiet">for comparison</span>;
  return (
    <span class={`status-word ${props.isMet ? "" : "status-caution"}`}>
      {props.isMet ? null : <StatusShape status="caution" />}
      <span class={props.isMet ? "quiet" : ""}>
        {props.target}
        {props.isMet ? "" : " (missed)"}
      </span>
    </span>
  );
}

function FigureTable(props: { readonly figures: AlarmFigures }) {
  return (
    <table class="table figure-table" data-testid="figures">
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col">Now</th>
          <th scope="col">Target</th>
        </tr>
      </thead>
      <tbody>
        {toFigureRows(props.figures).map(({ label, value, target, isMet }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td class="num">{value}</td>
            <td>
              <Met isMet={isMet} target={target} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Priorities(props: { readonly figures: AlarmFigures }) {
  return (
    <section aria-label="Priorities">
      <h3>Priorities</h3>
      <dl class="bars">
        {toPriorityRows(props.figures).map(({ label, count, share, target }) => (
          <div key={label}>
            <dt>
              {label} <span class="quiet">{target}</span>
            </dt>
            <dd class="num">
              <span class="bar" aria-hidden="true">
                <span style={{ width: `${100 * (share ?? 0)}%` }} />
              </span>
              {count}
              {share === null ? "" : `, ${toReadable(100 * share, 2)} %`}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Worst(props: { readonly figures: AlarmFigures }) {
  const { topTen, chattering, stale } = props.figures;
  return (
    <>
      <section aria-label="What called most">
        <h3>What called most</h3>
        {topTen.length === 0 ? <p class="quiet">Nothing called.</p> : null}
        <ol class="bars">
          {topTen.map(({ key, count, share }) => (
            <li key={key}>
              <span class="num">{key}</span>
              <span class="num">
                <span class="bar" aria-hidden="true">
                  <span style={{ width: `${100 * share}%` }} />
                </span>
                {count}
              </span>
            </li>
          ))}
        </ol>
      </section>
      {chattering.length === 0 ? null : (
        <section aria-label="Chattering">
          <h3>Chattering: three times or more within a minute</h3>
          <ul>
            {chattering.map(({ key, times }) => (
              <li key={key}>
                <span class="num">{key}</span>, {times} times
              </li>
            ))}
          </ul>
        </section>
      )}
      {stale.length === 0 ? null : (
        <section aria-label="Stale">
          <h3>Stale: standing for more than a day</h3>
          <ul>
            {stale.map((id) => (
              <li key={id}>
                <a class="num" href={toHash({ kind: "alarm", occurrenceId: id })}>
                  {id}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** How well the alarm system itself works, with the targets of ISA-18.2 and EEMUA 191 beside it. */
export function Figures() {
  const { store } = usePage();
  const spanMs = useSignal<DurationMs>(hours(24));
  const toMs = useSignal(store.serverNowMs.peek());
  const fromMs = toMs.value - spanMs.value;
  const answer = useFetched(`${fromMs} ${toMs.value}`, () => fetchFigures(fromMs, toMs.value)).value;
  return (
    <section class="card figure-card" aria-label="Alarm-system figures">
      <header class="trends-head">
        <span class="quiet num">
          {toStamp(fromMs)} to {toStamp(toMs.value)} {toZoneWord(toMs.value)}
        </span>
        <Segmented
          legend="Over"
          segments={figureSpans}
          value={spanMs.value}
          onChoose={(next) => {
            spanMs.value = next;
            toMs.value = store.serverNowMs.peek();
          }}
        />
      </header>
      {answer === null ? <p class="empty-line">Asking…</p> : null}
      {answer && !answer.ok ? (
        <p class="problem" role="alert">
          The figures could not be read: {answer.reason}.
        </p>
      ) : null}
      {answer?.ok ? (
        <div class="figure-panes">
          <FigureTable figures={answer.value} />
          <div class="figure-side">
            <Priorities figures={answer.value} />
            <Worst figures={answer.value} />
          </div>
        </div>
      ) : null}
      <p class="quiet">
        Targets for one operator, after ISA-18.2 and EEMUA 191. Alarms that were held back did not call and do
        not count.
      </p>
    </section>
  );
}
