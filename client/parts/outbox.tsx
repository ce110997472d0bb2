import type { NoticeState, NoticeView } from "../../protocol/notice.ts";
import { usePage } from "../page.ts";
import { mostShown } from "../state/alarm-filter.ts";
import { toHash } from "../state/route.ts";
import type { Status } from "../state/status.ts";
import { toDay, toNoticeWords, toTime } from "../state/words.ts";
import { StatusShape } from "./status-shape.tsx";

const statusOfState: Readonly<Record<NoticeState["kind"], Status>> = {
  queued: "standby",
  sending: "standby",
  accepted: "normal",
  retrying: "caution",
  "given up": "serious",
};

/** What the other side said last. */
function toAnswer(state: NoticeState): string | null {
  switch (state.kind) {
    case "accepted":
      return state.response;
    case "sending":
    case "retrying":
    case "given up":
      return state.lastError;
    case "queued":
      return null;
  }
}

function NoticeRow(props: { readonly notice: NoticeView; readonly isCopy: boolean }) {
  const { notice } = props;
  const { store } = usePage();
  const { state } = notice;
  const answer = toAnswer(state);
  const status = statusOfState[state.kind];
  return (
    <tr data-testid="notice-row" data-state={state.kind}>
      <td>
        <span class={`status-word status-${status}`}>
          <StatusShape status={status} />
          {toNoticeWords(state, store.serverNowMs.value)}
        </span>
        {answer ? <span class="quiet block notice-answer">{answer}</span> : null}
      </td>
      <td class="num nowrap">
        {toTime(notice.createdMs)} <span class="quiet">{toDay(notice.createdMs)}</span>
      </td>
      <td>
        {notice.person ?? notice.to}
        <span class="quiet block">
          {notice.channel === "webhook" ? "webhook " : ""}
          {notice.person === null && notice.channel === "mail" ? "" : notice.to}
        </span>
      </td>
      <td>
        {notice.occurrenceId === null ? (
          notice.subject
        ) : (
          <a href={toHash({ kind: "alarm", occurrenceId: notice.occurrenceId })}>{notice.subject}</a>
        )}
      </td>
      <td>
        {notice.reason}
        {props.isCopy ? <span class="quiet block">instead of a notice that was not delivered</span> : null}
      </td>
    </tr>
  );
}

/** Every notice, to whom and why, and how far it got: not being able to deliver must show. */
export function Outbox() {
  const { store } = usePage();
  const notices = store.notices.value;
  return (
    <section class="card" aria-label="Outbox">
      <header class="card-head">
        <h2>Outbox</h2>
        <span class="quiet">What was sent to whom, why, and whether the other side took it.</span>
      </header>
      {notices.length === 0 ? (
        <p class="empty-line">No notice has been written yet. The first alarm writes the first one.</p>
      ) : (
        <div class="table-scroll">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">State</th>
                <th scope="col">Written</th>
                <th scope="col">To</th>
                <th scope="col">Subject</th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {notices.slice(0, mostShown).map((notice) => (
                <NoticeRow key={notice.id} notice={notice} isCopy={notice.insteadOf !== null} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {notices.length > mostShown ? (
        <p class="quiet list-end">
          The newest {mostShown} of {notices.length}.
        </p>
      ) : null}
    </section>
  );
}
