import type { NoticeState } from "../../protocol/notice.ts";
import { usePage } from "../page.ts";
import type { Status } from "../state/status.ts";
import { toNoticeWords, toUtcDay, toUtcTime } from "../state/words.ts";
import { StatusShape } from "./status-shape.tsx";

function toNoticeStatus(state: NoticeState): Status {
  if (state.kind === "accepted") return "normal";
  if (state.kind === "given up") return "serious";
  return state.attempts === 0 ? "standby" : "caution";
}

function trouble(state: NoticeState): string | null {
  return state.kind === "accepted" ? state.response : state.lastError;
}

/** Every notice, to whom and why, and how far it got: not being able to deliver must show. */
export function Outbox() {
  const { store } = usePage();
  const notices = store.notices.value;
  return (
    <section class="card" aria-label="Outbox">
      <header class="card-head">
        <h2>Outbox</h2>
        <span class="quiet">What was sent to whom, why, and whether a mail server took it.</span>
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
              {notices.map((notice) => (
                <tr key={notice.id} data-testid="notice-row" data-state={notice.state.kind}>
                  <td>
                    <span class={`status-word status-${toNoticeStatus(notice.state)}`}>
                      <StatusShape status={toNoticeStatus(notice.state)} />
                      {toNoticeWords(notice.state, store.serverNowMs.value)}
                    </span>
                    {trouble(notice.state) ? <span class="quiet block">{trouble(notice.state)}</span> : null}
                  </td>
                  <td class="num nowrap">
                    {toUtcTime(notice.createdMs)} <span class="quiet">{toUtcDay(notice.createdMs)}</span>
                  </td>
                  <td>{notice.to}</td>
                  <td>{notice.subject}</td>
                  <td>{notice.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
