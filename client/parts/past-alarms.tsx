import { useSignal } from "@preact/signals";
import { type DurationMs, days, hours } from "../../protocol/time.ts";
import { usePage } from "../page.ts";
import { type AlarmFilter, mostShown, noFilter } from "../state/alarm-filter.ts";
import { fetchPastAlarms, type PastQuestion, toPastQuery } from "../state/questions.ts";
import { useFetched } from "../state/use-fetched.ts";
import { CommonFilters, FilterFold } from "./alarm-filters.tsx";
import { AlarmRow } from "./alarm-row.tsx";
import { type Segment, Segmented } from "./segmented.tsx";

const spans: readonly Segment<DurationMs | null>[] = [
  { label: "24 h", value: hours(24) },
  { label: "7 d", value: days(7) },
  { label: "90 d", value: days(90) },
  { label: "All", value: null },
];

/** The server gives no more in one answer; who looks for more narrows the question. */
const mostAsked = 1000;

/** Every occurrence that the journal knows, by when it last changed. */
export function PastAlarms() {
  const { store } = usePage();
  const filter = useSignal<AlarmFilter>(noFilter);
  const spanMs = useSignal<DurationMs | null>(days(7));
  const limit = useSignal(mostShown);
  // The question stays the same while the clock runs; asking again is the reader's wish.
  const askedMs = useSignal(store.serverNowMs.peek());
  const { severity, loopId, alarmClass, text } = filter.value;
  const question: PastQuestion = {
    fromMs: spanMs.value === null ? null : askedMs.value - spanMs.value,
    toMs: null,
    severity,
    loopId,
    alarmClass,
    text,
    limit: limit.value,
  };
  const answer = useFetched(toPastQuery(question), () => fetchPastAlarms(question)).value;
  const alarms = answer?.ok ? answer.value : [];

  return (
    <section class="card" aria-label="Past alarms">
      <div class="list-tools">
        <FilterFold isNarrowed={filter.value !== noFilter}>
          <CommonFilters filter={filter} />
          <Segmented
            legend="Changed within"
            segments={spans}
            value={spanMs.value}
            onChoose={(next) => {
              spanMs.value = next;
            }}
          />
          <button
            type="button"
            onClick={() => {
              askedMs.value = store.serverNowMs.peek();
            }}
          >
            Ask again
          </button>
        </FilterFold>
      </div>
      {answer === null ? <p class="empty-line">Asking…</p> : null}
      {answer && !answer.ok ? (
        <p class="problem" role="alert">
          Past alarms could not be read: {answer.reason}.
        </p>
      ) : null}
      <ul class="alarm-rows" data-testid="past-alarms">
        {alarms.map((alarm) => (
          <AlarmRow key={alarm.id} alarm={alarm} />
        ))}
      </ul>
      {answer?.ok && alarms.length === 0 ? <p class="empty-line">None in this time.</p> : null}
      {alarms.length >= limit.value && limit.value < mostAsked ? (
        <p class="list-end">
          <button
            type="button"
            onClick={() => {
              limit.value += mostShown;
            }}
          >
            Show {mostShown} more
          </button>
        </p>
      ) : null}
    </section>
  );
}
