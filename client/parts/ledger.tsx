import type { LedgerEntry, LedgerLeak } from "../../protocol/incident.ts";
import { toReadable } from "../../protocol/units.ts";
import { usePage } from "../page.ts";
import { toLoopName } from "../state/alarm-words.ts";
import { fetchLedger } from "../state/questions.ts";
import { toRatePlot } from "../state/rate-path.ts";
import { toHash } from "../state/route.ts";
import type { Status } from "../state/status.ts";
import { useFetched } from "../state/use-fetched.ts";
import { toDay, toMeasured, toStamp, toTime } from "../state/words.ts";
import { StatusShape } from "./status-shape.tsx";

const stateLooks: Readonly<Record<LedgerLeak["state"], { readonly status: Status; readonly word: string }>> =
  {
    open: { status: "serious", word: "Open" },
    isolated: { status: "standby", word: "Isolated" },
    repaired: { status: "normal", word: "Repaired" },
  };

const entryWords: Readonly<Record<LedgerEntry["kind"], string>> = {
  opened: "Opened",
  grew: "Grew",
  stopped: "Stopped",
  isolated: "Isolated",
  repaired: "Repaired",
  reopened: "Opened again",
};

const box = { width: 320, height: 64 };

function RatePicture(props: { readonly leak: LedgerLeak; readonly untilMs: number }) {
  const { leak } = props;
  const plot = toRatePlot(leak, box, leak.state === "open" ? props.untilMs : 0);
  if (!plot) return null;
  const last = leak.rates.at(-1);
  const days = [plot.fromMs, plot.toMs].map(toDay);
  const ends = days[0] === days[1] ? [plot.fromMs, plot.toMs].map(toTime) : days;
  const said = `Leak rate from ${toStamp(plot.fromMs)} to ${toStamp(plot.toMs)}, last ${toReadable(last?.kgPerH ?? 0)} kg/h`;
  return (
    <figure class="rate">
      <svg viewBox={`0 0 ${box.width} ${box.height}`} preserveAspectRatio="none" role="img" aria-label={said}>
        <path class="rate-band" d={plot.band} />
        <path class="rate-line" d={plot.line} />
      </svg>
      <figcaption class="quiet num">
        <span>{ends[0]}</span>
        <span>0 to {toReadable(plot.topKgPerH, 2)} kg/h</span>
        <span>{ends[1]}</span>
      </figcaption>
    </figure>
  );
}

function Leak(props: { readonly leak: LedgerLeak }) {
  const { leak } = props;
  const { store } = usePage();
  const { status, word } = stateLooks[leak.state];
  const newestMs = store.estimateByLoop.value.get(leak.loopId)?.atMs ?? 0;
  const last = leak.rates.at(-1);
  return (
    <li class="leak" data-testid="ledger-leak">
      <div class="leak-head">
        <span class={`status-word status-${status}`}>
          <StatusShape status={status} />
          {word}
        </span>
        <a href={toHash({ kind: "loop", loopId: leak.loopId, span: null })}>
          {toLoopName(store.loops.value, leak.loopId)}
        </a>
        {last ? <span class="num">last {toMeasured(last.kgPerH, last.sdKgPerH)} kg/h</span> : null}
      </div>
      <RatePicture leak={leak} untilMs={newestMs} />
      <ol class="leak-entries">
        {leak.entries.map((entry) => (
          <li key={`${entry.kind} ${entry.atMs}`}>
            <span class="num quiet">
              {toDay(entry.atMs)} {toTime(entry.atMs)}
            </span>
            <span>
              {entry.occurrenceId === null ? (
                entryWords[entry.kind]
              ) : (
                <a href={toHash({ kind: "alarm", occurrenceId: entry.occurrenceId })}>
                  {entryWords[entry.kind]}
                </a>
              )}
              {entry.leakKgPerH === null ? "" : ` at ${toReadable(entry.leakKgPerH)} kg/h`}
              {entry.by === null ? "" : `, by ${entry.by}`}
            </span>
          </li>
        ))}
      </ol>
    </li>
  );
}

/** Every leak that is remembered, through all its alarms and over months. */
export function Ledger() {
  const { store } = usePage();
  // Each open or closed incident may have written a new chapter.
  const answer = useFetched(String(store.incidents.value.length), fetchLedger).value;
  if (answer === null) return <p class="empty-line">Asking…</p>;
  if (!answer.ok) {
    return (
      <p class="problem" role="alert">
        The leak ledger could not be read: {answer.reason}.
      </p>
    );
  }
  if (answer.value.length === 0) {
    return (
      <section class="card empty">
        <h2>No leak yet</h2>
        <p>
          Each leak gets its page in this ledger: opened, grew, isolated, repaired, opened again, with its
          rates.
        </p>
      </section>
    );
  }
  return (
    <section class="card" aria-label="Leak ledger">
      <ul class="leaks">
        {answer.value.map((leak) => (
          <Leak key={leak.id} leak={leak} />
        ))}
      </ul>
    </section>
  );
}
