import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopView } from "../../protocol/telemetry.ts";
import { usePage } from "../page.ts";
import { toHoldWords } from "../state/alarm-words.ts";
import { toStamp, toTime } from "../state/words.ts";
import { toZoneWord } from "../state/zone.ts";

/** Why an alarm calls nobody, and until when. */
export function HoldNote(props: { readonly alarm: AlarmView }) {
  const { hold } = props.alarm;
  const nowMs = usePage().store.serverNowMs.value;
  if (!hold) return null;
  const act = hold.kind === "suppressed" ? null : hold.act;
  return (
    <p class="note" data-testid="hold-note">
      <b>{toHoldWords(hold, nowMs)}.</b> It calls nobody; it is evaluated and recorded as ever.
      {act ? (
        <span class="quiet block">
          By {act.by}, {toStamp(act.atMs)} {toZoneWord(act.atMs)}
          {act.comment === "" ? "" : `: ${act.comment}`}
        </span>
      ) : null}
    </p>
  );
}

/** Nothing is heard: what stands cannot be checked, and stands all the same. */
export function BlindNote(props: { readonly alarm: AlarmView }) {
  const { blindSinceMs, timeLeft } = props.alarm;
  if (blindSinceMs === null) return null;
  return (
    <p class="note note-blind" data-testid="blind-note">
      <b>
        Blind since {toTime(blindSinceMs).slice(0, 5)} {toZoneWord(blindSinceMs)}:
      </b>{" "}
      nothing is heard of this loop
      {timeLeft ? "; the forecast goes on." : ". Silence clears nothing."}
    </p>
  );
}

/** Who takes care of it, how often it called, what moved first. */
export function AlarmLife(props: { readonly alarm: AlarmView; readonly loop: LoopView | undefined }) {
  const { alarm, loop } = props;
  const { assignee, calls, firstOut, silenced } = alarm;
  const channel = loop?.channels.find(({ id }) => id === firstOut)?.name ?? firstOut;
  const facts = [
    ...(assignee === null ? [] : [{ key: "with", label: "Taken care of by", value: assignee }]),
    ...(channel === null ? [] : [{ key: "first", label: "Moved first", value: channel }]),
    ...(calls > 1 ? [{ key: "calls", label: "Called", value: `${calls} times` }] : []),
    ...(silenced === null
      ? []
      : [{ key: "horn", label: "Horn silenced by", value: `${silenced.by}, ${toTime(silenced.atMs)}` }]),
  ];
  if (facts.length === 0) return null;
  return (
    <dl class="life">
      {facts.map(({ key, label, value }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What people said, newest last. */
export function Comments(props: { readonly alarm: AlarmView }) {
  const { comments } = props.alarm;
  if (comments.length === 0) return null;
  return (
    <section class="comments" aria-label="Comments">
      <h4>Comments</h4>
      <ul>
        {comments.map((said) => (
          <li key={`${said.atMs} ${said.by}`}>
            <span class="quiet">
              {said.by}, <span class="num">{toTime(said.atMs)}</span>
            </span>
            <span class="block">{said.comment}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
